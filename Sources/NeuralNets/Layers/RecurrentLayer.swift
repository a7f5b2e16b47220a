import CKernels
import Randomness
import Specifications
import Tensors

/// An LSTM or GRU layer over sequences, with the dropout that lives inside it; see `recurrent.h` for the formulas.
///
/// Reads rows of step · examples + example. A class because it owns weights and what the backward pass needs.
package final class RecurrentLayer {
  /// Which states the layer hands on.
  package enum Output: Hashable, Sendable {
    /// The one of the last step, a row per example.
    case last
    /// Those of all steps.
    case all
  }

  /// The path name that addresses its weights and noise.
  package let name: String
  package let steps: Int
  package let returned: Output
  package let weights: RecurrentWeights
  package let noise: RecurrentNoise
  private let capacity: Int
  /// The inputs after their mask.
  private let masked: PanelMatrix
  private let gates: PanelMatrix
  private let states: PanelMatrix
  private let operands: PanelMatrix
  private let cells: PanelMatrix
  private let squashed: PanelMatrix
  private let through: PanelMatrix
  private let past: PanelMatrix
  private let cellGradient: PanelMatrix
  private let columns: ScalarLists

  package var inputs: Int { weights.inputs }
  package var units: Int { weights.units }
  package var parameters: [Parameter] { weights.parameters }
  /// The shape of one example behind the layer.
  package var output: MapShape { MapShape(height: returned == .all ? steps : 1, channels: units) }

  /// Lays the layer out for batches of up to `capacity` sequences of `steps` steps and draws its first weights.
  package init(
    _ cell: RecurrentCell, name: String, steps: Int, inputs: Int, units: Int, returned: Output = .last,
    dropout: RecurrentDropout = RecurrentDropout(), isFirst: Bool, capacity: Int, forgetBias: Double = 0,
    initialization: Initialization = .glorot, stateInitialization: Initialization = .glorot, learning: Learning,
    plan: ReplicatePlan
  ) {
    precondition(steps > 0 && inputs > 0 && units > 0, "no layer of \(units) units reads \(steps) steps of \(inputs)")
    (self.name, self.steps, self.returned, self.capacity) = (name, steps, returned, capacity)
    weights = RecurrentWeights(
      cell: cell, name: name, inputs: inputs, units: units, needsInputGradient: !isFirst, forgetBias: forgetBias,
      initialization: initialization, stateInitialization: stateInitialization, learning: learning, plan: plan)
    noise = RecurrentNoise(
      dropout, name: name, cell: cell, steps: steps, inputs: inputs, units: units, capacity: capacity)
    let rows = steps * capacity
    let padded = dl_panels(units) * 16
    masked = PanelMatrix(rows: noise.input.site.dropout == .none ? 0 : rows, columns: inputs)
    gates = PanelMatrix(rows: rows, columns: 4 * padded)
    states = PanelMatrix(rows: rows, columns: units)
    operands = PanelMatrix(rows: noise.recurrent.site.dropout == .none ? 0 : rows, columns: units)
    cells = PanelMatrix(rows: cell == .lstm ? rows : 0, columns: units)
    squashed = PanelMatrix(rows: cell == .lstm ? rows : 0, columns: units)
    through = PanelMatrix(rows: capacity, columns: units)
    past = PanelMatrix(rows: capacity, columns: units)
    cellGradient = PanelMatrix(rows: capacity, columns: units)
    columns = ScalarLists(count: inputs, depth: rows)
  }

  /// What lists of the non-zero values of one batch the layer asks for.
  package func lists(capacity: Int) -> [(count: Int, depth: Int)] { [(capacity * steps, inputs)] }
}

// MARK: - Forward

extension RecurrentLayer {
  /// Runs the sequences of a batch, [steps · examples × inputs], from a state of zero.
  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    let examples = batch.examples.count
    precondition(examples <= capacity, "a batch of \(examples) does not fit into \(capacity)")
    noise.prepare(batch.pass, examples: batch.examples)
    weights.prepare(noise.weights.noise)
    if noise.input.current.values != nil {
      noise.input.multiply(input, steps: steps, examples: examples, into: masked)
    }
    enter(entering(input), rows: steps * examples, lists: lists)
    var pass = pass(examples: examples)
    dl_recurrence_forward(&pass, 0, examples, DL_PATH_FASTEST)
    hand(on: output, examples: examples)
  }

  /// What the products read: the inputs, or what their mask left.
  private func entering(_ input: PanelMatrix) -> PanelMatrix { noise.input.current.values == nil ? input : masked }

  /// Starts the sums of all gates: biases and inputs.
  private func enter(_ input: PanelMatrix, rows: Int, lists: ScalarLists) {
    let slots = weights.inputSlots
    if ProductPath.automatic.runsFromLists(input, rows: rows) {
      lists.collectRows(of: input, rows: rows)
      withUnsafePointer(to: lists.lists) {
        dl_product_lists(
          $0, 0, rows, inputs, slots.base, weights.starts.base, gates.base, 0, slots.panels, DL_PATH_FASTEST)
      }
    } else {
      dl_product_dense(
        dl_scalars_by_row(input.base, rows), rows, inputs, slots.base, weights.starts.base, gates.base, 0,
        slots.panels, DL_PATH_FASTEST)
    }
  }

  private func pass(examples: Int) -> dl_recurrence {
    dl_recurrence(
      kind: weights.cell.kind, steps: steps, examples: examples, units: units, weights: weights.stateSlots.base,
      bias: weights.stateStarts, gates: gates.base, states: states.base, operands: operands.base, cells: cells.base,
      squashed: squashed.base, recurrent: noise.recurrent.current, candidate: noise.candidate.current,
      cell: noise.cell.current, moving_cell: noise.movingCell.current, moving_state: noise.movingState.current)
  }

  private func hand(on output: PanelMatrix, examples: Int) {
    let rows = steps * examples
    switch returned {
    case .all: output.base.update(from: states.base, count: states.count(rows: rows))
    case .last:
      for panel in 0..<states.panels {
        let last = states.base + (panel * rows + rows - examples) * 16
        (output.base + panel * examples * 16).update(from: last, count: examples * 16)
      }
    }
  }
}

// MARK: - Pullback

extension RecurrentLayer {
  /// Pulls the gradient of what the last pass handed on back through time and leaves the gradients of all arrays.
  ///
  /// `previous` takes the gradient of the inputs where that is wanted.
  package func pullback(_ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    let rows = steps * examples
    var pass = pass(examples: examples)
    var pullback = dl_recurrence_pullback(
      transposed: weights.turnState(), gradient: gradient.base, only_last: returned == .last ? 1 : 0,
      through: through.base, past: past.base, cell: cellGradient.base)
    dl_recurrence_backward(&pass, &pullback, 0, examples, DL_PATH_FASTEST)
    if let previous { pullInput(examples: examples, into: previous) }
    let slots = weights.stateSlots
    dl_recurrence_gradient(&pass, slots.base, 0, slots.panels, DL_PATH_FASTEST)
    sumInputGradient(entering(input), rows: rows)
    weights.storeGradients(sums: gates, rows: rows, noise: noise.weights.noise)
  }

  private func pullInput(examples: Int, into previous: PanelMatrix) {
    guard let turned = weights.turnInput() else { preconditionFailure("\(name) keeps no transposed weights") }
    let rows = steps * examples
    dl_product_dense(
      dl_scalars_by_row(gates.base, rows), rows, weights.inputSlots.columns, turned, nil, previous.base, 0,
      previous.panels, DL_PATH_FASTEST)
    if noise.input.current.values != nil {
      noise.input.multiply(previous, steps: steps, examples: examples, into: previous)
    }
  }

  private func sumInputGradient(_ input: PanelMatrix, rows: Int) {
    let fromLists = ProductPath.automatic.runsFromLists(input, rows: rows)
    if fromLists { columns.collectColumns(of: input, rows: rows) }
    let slots = weights.inputSlots
    withUnsafePointer(to: columns.lists) { lists in
      var source = dl_gradient_source(
        activations: input.base, columns: fromLists ? lists : nil, gradients: gates.base, examples: rows,
        inputs: inputs)
      dl_weight_gradient(&source, slots.base, 0, slots.panels, DL_PATH_FASTEST)
    }
  }
}
