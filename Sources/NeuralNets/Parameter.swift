import CKernels
import Tensors

/// An array that a layer learns, with its gradient and the memory of its optimizer.
///
/// Values and gradient are matrices in panels, [inputs of a unit × units]. A class because it owns memory that training
/// changes; one network owns it.
package final class Parameter {
  /// What penalties, decay and max-norm do with it.
  package enum Kind: Hashable, Sendable {
    /// Weights, which they act on.
    case weight
    /// Biases and gains, which they leave alone.
    case offset
  }

  /// The path of the array, `<layer>.weight`, as the equivalent PyTorch module spells it.
  package let name: String
  /// The shape in row-major order, units first, as in PyTorch.
  package let shape: [Int]
  package let kind: Kind
  /// The layer's own name.
  package var layer: String { name.hasSuffix(".weight") ? String(name.dropLast(".weight".count)) : name }
  package let values: PanelMatrix
  /// Of the shape of `values`; empty where the update is fused with the gradient.
  package let gradient: PanelMatrix
  package let state: OptimizerState
  /// Where training keeps every number; nil for anywhere.
  package let bounds: ClosedRange<Float>?
  /// λ of λ/2 ‖W‖² that belongs to this array alone, beside the penalty of all weights.
  package var ownL2: Float = 0
  /// The squares of each unit's numbers, 16 per panel; room only where the norm enters a penalty.
  private var squares: DoubleBuffer?
  /// ‖W‖² before the last move, once that was measured.
  private var normBefore: Double?
  /// The place of row r of `values` among the numbers of a unit in row-major order; nil where it is r.
  private let places: [Int]?

  /// Takes `values` [numbers per unit × units] over; `places` tells their order within a unit when it is not PyTorch's.
  package init(
    name: String, shape: [Int], kind: Kind, values: PanelMatrix, places: [Int]? = nil,
    bounds: ClosedRange<Float>? = nil, learning: Learning, storesGradient: Bool = true
  ) {
    precondition(
      shape.reduce(1, *) == values.capacity * values.columns && (places?.count ?? values.capacity) == values.capacity,
      "\(values.capacity) × \(values.columns) numbers do not fill \(shape)")
    self.name = name
    self.shape = shape
    self.kind = kind
    self.values = values
    self.places = places
    self.bounds = bounds
    gradient = PanelMatrix(rows: storesGradient ? values.capacity : 0, columns: values.columns)
    state = OptimizerState(learning.optimizer, count: values.buffer.count)
  }

  /// Makes one number per unit, such as a bias or a gain.
  package convenience init(
    offset name: String, units: Int, value: Float = 0, bounds: ClosedRange<Float>? = nil, learning: Learning
  ) {
    let values = PanelMatrix(rows: 1, columns: units)
    for unit in 0..<units { values.base[unit] = value }
    self.init(name: name, shape: [units], kind: .offset, values: values, bounds: bounds, learning: learning)
  }

  // MARK: Learning

  /// Moves the values by one step from `gradient`, then projects each unit of a weight into the ball of its max-norm.
  package func move(by step: UpdateStep) {
    keepNorm()
    let own = self.step(step)
    state.apply(own, to: values.base, gradient: gradient.base)
    if let limit = own.maxNorm { project(into: limit) }
    if let bounds { keep(within: bounds) }
  }

  /// The step as it concerns this array.
  func step(_ step: UpdateStep) -> UpdateStep {
    guard kind == .weight else { return step.withoutPenalties }
    return ownL2 == 0 ? step : step.adding(l2: ownL2)
  }

  private func keep(within bounds: ClosedRange<Float>) {
    for unit in 0..<values.columns {
      let column = values.base + unit / 16 * values.capacity * 16 + unit % 16
      for row in 0..<values.capacity {
        // A NaN stays one, so that divergence is noticed.
        if column[row * 16] < bounds.lowerBound { column[row * 16] = bounds.lowerBound }
        if column[row * 16] > bounds.upperBound { column[row * 16] = bounds.upperBound }
      }
    }
  }

  /// Projects each unit's numbers into the ball of the limit and returns how many units were outside.
  @discardableResult
  package func project(into limit: Double) -> Int {
    var scaled = 0
    dl_max_norm(values.base, values.capacity, limit, &scaled, 0, values.panels, DL_PATH_FASTEST)
    return scaled
  }

  /// The share of units whose numbers lie at the bound of max-norm, within a thousandth of it.
  package func boundedShare(at limit: Double) -> Double {
    var squares = [Double](repeating: 0, count: 16 * values.panels)
    dl_unit_squares(values.base, values.capacity, &squares, 0, values.panels, DL_PATH_FASTEST)
    let least = limit * limit * 0.998
    return Double(squares.prefix(values.columns).count { $0 >= least }) / Double(values.columns)
  }

  /// The square of the gradient's Euclidean norm.
  var squaredGradientNorm: Double {
    dl_squared_norm_f32(gradient.base, gradient.buffer.count, DL_PATH_FASTEST)
  }

  /// Multiplies the gradient.
  func scaleGradient(by factor: Float) {
    dl_scale_values(gradient.base, gradient.buffer.count, factor, DL_PATH_FASTEST)
  }

  // MARK: The norm of the values in a penalty

  /// Makes room for the squares of units, which every move sums from then on, before it moves.
  func measureNorm() { squares = squares ?? DoubleBuffer(16 * values.panels) }

  /// Where a pass that moves the values leaves their squares, for `takeSquares`; nil where nobody asks for the norm.
  var squaresToFill: UnsafeMutablePointer<Double>? { squares?.base }

  /// Keeps the norm of the squares that a pass has left.
  func takeSquares() {
    guard let squares else { return }
    normBefore = dl_sum_f64(squares.base, squares.count, DL_PATH_FASTEST)
  }

  /// Keeps the norm of the values before they move, where it is asked for.
  func keepNorm() {
    if squares != nil { _ = normOfStep() }
  }

  /// Forgets what was before the last move.
  func forgetNorm() { normBefore = nil }

  /// ‖W‖² before the move of this step: of the values as they are if they have not moved.
  func normOfStep() -> Double {
    let norm = normBefore ?? squaredNorm
    normBefore = norm
    return norm
  }

  /// ‖W‖²: one chain per unit, then the tree over units.
  var squaredNorm: Double {
    let sums = squares ?? DoubleBuffer(16 * values.panels)
    dl_unit_squares(values.base, values.capacity, sums.base, 0, values.panels, DL_PATH_FASTEST)
    return dl_sum_f64(sums.base, sums.count, DL_PATH_FASTEST)
  }

  // MARK: Row-major order

  /// The values in row-major order of `shape`.
  package var rowMajor: [Float] { rowMajor(of: values) }

  /// The gradient in row-major order of `shape`.
  package var gradientRowMajor: [Float] { rowMajor(of: gradient) }

  private func rowMajor(of matrix: PanelMatrix) -> [Float] {
    let size = values.capacity
    var result = [Float](repeating: 0, count: size * values.columns)
    for unit in 0..<values.columns {
      let column = matrix.base + unit / 16 * size * 16 + unit % 16
      for row in 0..<size { result[unit * size + (places?[row] ?? row)] = column[row * 16] }
    }
    return result
  }

  /// Takes values in row-major order of `shape`.
  package func set(_ rowMajor: [Float]) {
    let size = values.capacity
    precondition(rowMajor.count == size * values.columns, "\(rowMajor.count) values for \(name) of \(shape)")
    for unit in 0..<values.columns {
      let column = values.base + unit / 16 * size * 16 + unit % 16
      for row in 0..<size { column[row * 16] = rowMajor[unit * size + (places?[row] ?? row)] }
    }
  }

  /// The Euclidean norm of the values.
  package var norm: Double { dl_squared_norm_f32(values.base, values.buffer.count, DL_PATH_FASTEST).squareRoot() }

  /// Whether every value is finite.
  package var isFinite: Bool { dl_all_finite_f32(values.base, values.buffer.count, DL_PATH_FASTEST) }
}
