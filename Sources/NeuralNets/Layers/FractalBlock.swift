import CKernels
import Tensors

/// A block of a fractal network: columns of units that meet in means (Larsson et al. 2017, section 2).
///
/// The join at level t is the mean of the surviving units that end there, each of which reads the join where it began.
/// A unit that is dropped is neither computed nor pulled back, and nothing in it moves. A class because it owns chains.
package final class FractalBlock: NoiseAuditing {
  /// The path name that addresses its chance: `<block>.paths`.
  package let name: String
  package var auditName: String { name }
  package let dropout: PathDropout
  package let input: MapShape
  package let output: MapShape
  private let shape: JoinChoice
  /// Units of each column, from the input up; column 0 has one.
  private let units: [[Chain]]
  /// The joins at levels 1 …, and their gradients.
  private let joins: [PanelMatrix]
  private let gradients: [PanelMatrix]
  private let scratch: (input: PanelMatrix, inner: PanelMatrix)
  private let factors: FloatBuffer
  /// The columns kept at levels 1 … in the last pass.
  private var kept: [[Int]] = []
  /// Of what the n inputs of joins were multiplied by relative to evaluation: n / k where k were kept, or 0.
  package var audit = NoiseAudit()

  /// The address that all blocks of a network share, for columns that are kept in all of them.
  package static let networkAddress = "paths"

  /// Joins units: column c of C has 2 to the power c of them, all but the first reading `output` shapes.
  package init(
    name: String, units: [[Chain]], dropout: PathDropout, input: MapShape, capacity: Int
  ) {
    let choice = JoinChoice(columns: units.count)
    precondition(
      units.enumerated().allSatisfy { $1.count == 1 << $0 }, "\(units.map(\.count)) units do not make a fractal")
    (self.name, self.units, self.dropout, self.input) = (name, units, dropout, input)
    shape = choice
    let output = units[0][0].output
    self.output = output
    func maps(_ shape: MapShape) -> PanelMatrix {
      PanelMatrix(rows: capacity * shape.positions, columns: shape.channels)
    }
    joins = (0..<choice.levels).map { _ in maps(output) }
    gradients = (0..<choice.levels).map { _ in maps(output) }
    scratch = (maps(input), maps(output))
    factors = FloatBuffer(capacity)
  }

  package var chains: [Chain] { units.flatMap { $0 } }

  private func unit(_ column: Int, endingAt level: Int) -> Chain { units[column][level / shape.span(of: column) - 1] }

  /// The join that a column's unit ending at a level reads; nil for the input of the block.
  private func source(_ column: Int, endingAt level: Int) -> Int? {
    let start = level - shape.span(of: column)
    return start == 0 ? nil : start - 1
  }

  // MARK: Forward

  func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    decide(batch)
    let rows = batch.count * self.output.positions
    for level in 1...shape.levels {
      let join = level == shape.levels ? output : joins[level - 1]
      let kept = kept[level - 1]
      join.base.update(repeating: 0, count: join.count(rows: rows))
      for column in kept {
        let chain = unit(column, endingAt: level)
        let read = source(column, endingAt: level).map { joins[$0] } ?? input
        chain.forward(read, batch: batch, lists: lists)
        fill(1 / Float(kept.count), examples: batch.count)
        dl_add_examples(
          chain.result.base, rows, batch.count, factors.base, join.base, 0, join.panels, DL_PATH_FASTEST)
      }
    }
  }

  private func decide(_ batch: LayerBatch) {
    let levels = 1...shape.levels
    if case .composed(let composition) = batch.pass, case .column(let number)? = composition.acts[Self.networkAddress] {
      let column = (number ?? shape.columns) - 1
      precondition(0..<shape.columns ~= column, "\(name) has no column \(column + 1)")
      kept = levels.map { level in shape.inputs(at: level).filter { $0 == column } }
      return
    }
    guard let own = batch.pass.noise(of: name), let all = batch.pass.noise(of: Self.networkAddress) else {
      kept = levels.map { shape.inputs(at: $0) }
      return
    }
    let dropout = dropout.at(batch.pass.progress)
    kept = levels.map {
      shape.kept(at: $0, dropout, chance: NoiseDraw(source: own), network: NoiseDraw(source: all))
    }
    guard case .training = batch.pass, self.dropout != .none else { return }
    for level in shape.meetings { count(shape.inputs(at: level).count, kept: kept[level - 1].count) }
  }

  /// Counts the factors of the inputs of a join: what is kept weighs 1 / kept, and 1 / inputs where all are.
  private func count(_ inputs: Int, kept: Int) {
    audit.addMask(inputs, kept: kept, scale: kept == 0 ? 0 : Double(inputs) / Double(kept))
  }

  private func fill(_ factor: Float, examples: Int) {
    for example in 0..<examples { factors.base[example] = factor }
  }

  // MARK: Pullback

  func pullback(
    _ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists,
    visit: (PulledStage) -> Void
  ) {
    let rows = examples * output.positions
    for matrix in gradients { matrix.base.update(repeating: 0, count: matrix.count(rows: rows)) }
    let inputRows = examples * self.input.positions
    previous?.base.update(repeating: 0, count: previous?.count(rows: inputRows) ?? 0)
    for level in (1...shape.levels).reversed() {
      let own = level == shape.levels ? gradient : gradients[level - 1]
      for column in kept[level - 1].reversed() {
        fill(1 / Float(kept[level - 1].count), examples: examples)
        let chain = unit(column, endingAt: level)
        dl_scale_examples(
          own.base, rows, examples, factors.base, chain.resultGradient.base, 0, own.panels, DL_PATH_FASTEST)
        let start = source(column, endingAt: level)
        let into = start == nil ? (previous == nil ? nil : scratch.input) : scratch.inner
        chain.pullback(
          start.map { joins[$0] } ?? input, examples: examples, into: into, lists: lists, visit: visit)
        guard let into, let sum = start.map({ gradients[$0] }) ?? previous else { continue }
        dl_add_examples(
          into.base, start == nil ? inputRows : rows, examples, nil, sum.base, 0, sum.panels, DL_PATH_FASTEST)
      }
    }
  }

  package var curve: RateCurve? { dropout.curve }

  package func expectation(at progress: Double) -> NoiseExpectation? {
    dropout.at(progress).expectation(columns: shape.columns)
  }
}
