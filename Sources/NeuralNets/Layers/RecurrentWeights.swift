import CKernels
import Randomness
import Specifications
import Tensors

/// The arrays that a recurrent layer learns, and their copies in the kernels' slots.
///
/// A class because it owns memory that training changes.
package final class RecurrentWeights {
  package let cell: RecurrentCell
  package let inputs: Int
  package let units: Int
  /// W, [gates · units × inputs]; U, [gates · units × units]; their biases.
  package let input: Parameter
  package let state: Parameter
  package let inputBias: Parameter
  package let stateBias: Parameter
  /// The weights of the last pass in slots, what weight-drop left of U included.
  let inputSlots: PanelMatrix
  let stateSlots: PanelMatrix
  /// What the sums of every slot start from.
  let starts: PanelMatrix
  private let turnedInput: PanelMatrix?
  private let turnedState: PanelMatrix
  private let sums: PanelMatrix
  /// U of the last pass in PyTorch's order, or its gradient.
  private let dropped: PanelMatrix

  /// Draws first weights, each from its own stream; biases are zero but for the forget gate's.
  init(
    cell: RecurrentCell, name: String, inputs: Int, units: Int, needsInputGradient: Bool, forgetBias: Double,
    initialization: Initialization, stateInitialization: Initialization, learning: Learning, plan: ReplicatePlan
  ) {
    (self.cell, self.inputs, self.units) = (cell, inputs, units)
    let outputs = cell.gates * units
    func weight(_ part: String, _ depth: Int, _ initialization: Initialization) -> Parameter {
      let weight = Parameter(
        name: "\(name).\(part)", shape: [outputs, depth], kind: .weight,
        values: PanelMatrix(rows: depth, columns: outputs), learning: learning)
      let stream = plan.initialization(layer: weight.name)
      weight.set(initialization.weights(inputs: depth, outputs: outputs, from: stream))
      return weight
    }
    input = weight("weight_ih_l0", inputs, initialization)
    state = weight("weight_hh_l0", units, stateInitialization)
    inputBias = Parameter(offset: "\(name).bias_ih_l0", units: outputs, learning: learning)
    stateBias = Parameter(offset: "\(name).bias_hh_l0", units: outputs, learning: learning)
    let width = cell.gates * dl_panels(units) * 16
    inputSlots = PanelMatrix(rows: inputs, columns: width)
    stateSlots = PanelMatrix(rows: units, columns: width)
    starts = PanelMatrix(rows: 1, columns: 4 * dl_panels(units) * 16)
    sums = PanelMatrix(rows: 1, columns: 4 * dl_panels(units) * 16)
    turnedInput = needsInputGradient ? PanelMatrix(rows: width, columns: inputs) : nil
    turnedState = PanelMatrix(rows: width, columns: units)
    dropped = PanelMatrix(rows: units, columns: outputs)
    if cell == .lstm { for unit in units..<2 * units { inputBias.values.base[unit] = Float(forgetBias) } }
  }

  package var parameters: [Parameter] { [input, state, inputBias, stateBias] }

  /// Columns of a slot.
  private var slot: Int { dl_panels(units) * 16 }

  // MARK: Forward

  /// Lays the weights out for a pass; `noise` is that of weight-drop.
  func prepare(_ noise: dl_noise) {
    var from = state.values
    if noise.bits != nil {
      withUnsafePointer(to: noise) {
        dl_mask_weights(state.values.base, units, $0, dropped.base, 0, dropped.panels, DL_PATH_FASTEST)
      }
      from = dropped
    }
    for (place, gate) in cell.inputOrder.enumerated() { copy(input.values, gate: gate, into: inputSlots, slot: place) }
    for gate in 0..<cell.gates { copy(from, gate: gate, into: stateSlots, slot: gate) }
    starts.buffer.clear()
    for (place, gate) in cell.inputOrder.enumerated() { add(inputBias.values, gate: gate, toSlot: place) }
    for gate in 0..<cell.gates { add(stateBias.values, gate: gate, toSlot: cell.firstStateSlot + gate) }
  }

  private func copy(_ from: PanelMatrix, gate: Int, into slots: PanelMatrix, slot place: Int) {
    dl_copy_columns(from.base, gate * units, slots.base, place * slot, units, from.capacity)
  }

  private func add(_ bias: PanelMatrix, gate: Int, toSlot place: Int) {
    for unit in 0..<units { starts.base[place * slot + unit] += bias.base[gate * units + unit] }
  }

  /// Where the sums of the GRU's slot of the state start.
  var stateStarts: UnsafePointer<Float>? { cell == .gru ? UnsafePointer(starts.base + 3 * slot) : nil }

  // MARK: Pullback

  /// U of the last pass, transposed.
  func turnState() -> UnsafePointer<Float> { turn(stateSlots, into: turnedState) }

  /// W transposed; nil where no input gradient is needed.
  func turnInput() -> UnsafePointer<Float>? { turnedInput.map { turn(inputSlots, into: $0) } }

  private func turn(_ slots: PanelMatrix, into turned: PanelMatrix) -> UnsafePointer<Float> {
    dl_transpose_weights(
      slots.base, slots.capacity, slots.columns, turned.base, 0, slots.panels, DL_PATH_FASTEST)
    return UnsafePointer(turned.base)
  }

  /// Takes the gradients of the slots' weights, which stand in `inputSlots` and `stateSlots`, and of all the sums.
  func storeGradients(sums gradient: PanelMatrix, rows: Int, noise: dl_noise) {
    for (place, gate) in cell.inputOrder.enumerated() {
      take(inputSlots, slot: place, gate: gate, into: input.gradient)
    }
    for gate in 0..<cell.gates { take(stateSlots, slot: gate, gate: gate, into: state.gradient) }
    if noise.bits != nil {
      withUnsafePointer(to: noise) {
        dl_mask_weights(
          state.gradient.base, units, $0, state.gradient.base, 0, state.gradient.panels, DL_PATH_FASTEST)
      }
    }
    dl_bias_gradient(gradient.base, rows, sums.base, 0, gradient.panels, DL_PATH_FASTEST)
    for (place, gate) in cell.inputOrder.enumerated() { take(sums, slot: place, gate: gate, into: inputBias.gradient) }
    for gate in 0..<cell.gates {
      take(sums, slot: cell.firstStateSlot + gate, gate: gate, into: stateBias.gradient)
    }
  }

  private func take(_ slots: PanelMatrix, slot place: Int, gate: Int, into gradient: PanelMatrix) {
    dl_copy_columns(slots.base, place * slot, gradient.base, gate * units, units, gradient.capacity)
  }
}
