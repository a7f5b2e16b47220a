import Datasets
import Experiments
import NeuralNets
import Specifications
import Tensors

/// How far a linear model's weights are from the minimisers that theory names, and how well each of those predicts.
///
/// Over the training examples with their mean taken off, X and y, and D = diag of the mean of x²:
/// ```
/// dropout  (XᵀX + n (q / p) D)⁻¹ Xᵀy        literal  (XᵀX + n p q D)⁻¹ Xᵀy
/// ridge    (XᵀX + λ I)⁻¹ Xᵀy, λ by five-fold cross-validation      least squares  (XᵀX)⁻¹ Xᵀy
/// ```
/// `literal` takes the ordinary loss with the penalty of classic masks, which dropout does not minimise. The rate is that of explicit dropout where there is one. D is of the
/// features as they are, since masks hide them before any mean is taken off. Source: Srivastava et al. 2014, section 9.1.
struct LinearOptimum {
  private let trained: TrainedNetwork
  private let test: Examples

  init(_ trained: TrainedNetwork, _ test: Examples) {
    self.trained = trained
    self.test = test
  }

  private enum Minimiser: CaseIterable { case dropout, literal, ridge, leastSquares }

  var values: [ProbeValue] {
    let table = LinearTable(trained.data.training)
    let judged = LinearTable(test, centredBy: table)
    guard let layer = trained.network.layers.first else { return [] }
    // Classic masks hide what is not scaled: the weights of evaluation are p times as large.
    let factor = trained.network.inputNoise.dropout.laws.evaluationFactor
    let weights = layer.weights.rowMajor.map { factor * Double($0) }
    let solutions = Minimiser.allCases.map { table.minimiser(penalty: penalty($0, table)) }
    let reference = Self.size(solutions[3])
    let distances = zip([ProbeStatistic.toDropout, .toLiteral, .toRidge, .toLeastSquares], solutions).map {
      ProbeValue($0, Self.size(zip(weights, $1).map { $0 - $1 }) / max(reference, 1e-300))
    }
    let errors = zip(
      [ProbeStatistic.dropoutError, .literalError, .ridgeError, .leastSquaresError], solutions
    ).map { ProbeValue($0, judged.meanSquare($1)) }
    return distances + errors
  }

  private static func size(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// What is added to the diagonal.
  private func penalty(_ minimiser: Minimiser, _ table: LinearTable) -> [Double] {
    let spec = trained.trial.spec
    let rate = spec.regularization.explicitDropout ?? spec.dropout.inputRate ?? Rate(0)
    return switch minimiser {
    case .dropout: table.squares.map { $0 * rate.dropping / rate.retention }
    case .literal: table.squares.map { $0 * rate.dropping * rate.retention }
    case .ridge: [Double](repeating: table.crossValidated, count: table.width)
    case .leastSquares: [Double](repeating: 0, count: table.width)
    }
  }
}

/// Features and one target in Double with the mean of a training set taken off.
struct LinearTable {
  let width: Int
  /// Σ x² of each feature as it is.
  let squares: [Double]
  private let rows: [[Double]]
  private let targets: [Double]
  private let means: [Double]
  private let targetMean: Double

  init(_ examples: Examples, centredBy other: LinearTable? = nil) {
    let width = examples.shape.features
    let features = examples.features
    var numbers = [Float](repeating: 0, count: examples.count)
    numbers.withUnsafeMutableBufferPointer {
      examples.gatherNumbers(Array(0..<UInt32(examples.count))[...], into: $0)
    }
    self.init(
      rows: (0..<examples.count).map { row in
        (0..<width).map { Double(features[row * width + $0]) }
      }, targets: numbers.map { Double($0) }, centredBy: other)
  }

  init(rows: [[Double]], targets: [Double], centredBy other: LinearTable? = nil) {
    width = rows.first?.count ?? 0
    let count = Double(max(rows.count, 1))
    var (sums, squares) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
    for row in rows {
      for feature in 0..<width {
        sums[feature] += row[feature]
        squares[feature] += row[feature] * row[feature]
      }
    }
    let means = other?.means ?? sums.map { $0 / count }
    let targetMean = other?.targetMean ?? targets.reduce(0, +) / count
    self.squares = squares
    self.means = means
    self.targetMean = targetMean
    self.rows = rows.map { zip($0, means).map { $0 - $1 } }
    self.targets = targets.map { $0 - targetMean }
  }

  /// The minimiser of ‖y − X w‖² + Σ penalty w².
  func minimiser(penalty: [Double]) -> [Double] {
    Self.minimiser(rows, targets, penalty: penalty)
  }

  private static func minimiser(_ rows: [[Double]], _ targets: [Double], penalty: [Double]) -> [Double] {
    let width = penalty.count
    var matrix = [Double](repeating: 0, count: width * width)
    var right = [Double](repeating: 0, count: width)
    for (row, target) in zip(rows, targets) {
      for i in 0..<width {
        right[i] += row[i] * target
        for j in 0..<width { matrix[i * width + j] += row[i] * row[j] }
      }
    }
    for i in 0..<width { matrix[i * width + i] += penalty[i] }
    return solution(&matrix, right)
  }

  /// Solves A x = b by elimination for a symmetric positive definite A, row-major.
  private static func solution(_ matrix: inout [Double], _ right: [Double]) -> [Double] {
    let width = right.count
    var values = right
    for column in 0..<width {
      for row in 0..<width where row != column {
        let factor = matrix[row * width + column] / matrix[column * width + column]
        for place in column..<width { matrix[row * width + place] -= factor * matrix[column * width + place] }
        values[row] -= factor * values[column]
      }
    }
    return values.indices.map { values[$0] / matrix[$0 * width + $0] }
  }

  /// The mean squared distance of X w from y.
  func meanSquare(_ weights: [Double]) -> Double { Self.meanSquare(rows, targets, weights) }

  private static func meanSquare(_ rows: [[Double]], _ targets: [Double], _ weights: [Double]) -> Double {
    var sum = 0.0
    for (row, target) in zip(rows, targets) {
      let distance = zip(row, weights).reduce(-target) { $0 + $1.0 * $1.1 }
      sum += distance * distance
    }
    return sum / Double(max(rows.count, 1))
  }

  /// The λ of a ridge regression with the lowest error over five folds, of 10⁻⁴ … 10⁴ times the mean of the diagonal.
  var crossValidated: Double {
    let scale = squares.reduce(0, +) / Double(max(width, 1))
    let candidates = (-8...8).map { scale * Self.power($0) }
    let errors = candidates.map { penalty in
      (0..<5).reduce(0.0) { sum, fold in
        let kept = rows.indices.filter { $0 % 5 != fold }
        let out = rows.indices.filter { $0 % 5 == fold }
        let weights = Self.minimiser(
          kept.map { rows[$0] }, kept.map { targets[$0] }, penalty: [Double](repeating: penalty, count: width))
        return sum + Self.meanSquare(out.map { rows[$0] }, out.map { targets[$0] }, weights) * Double(out.count)
      }
    }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    return candidates[best]
  }

  /// √10 to a power.
  private static func power(_ exponent: Int) -> Double {
    let root = 10.0.squareRoot()
    let size = (0..<exponent.magnitude).reduce(1.0) { product, _ in product * root }
    return exponent < 0 ? 1 / size : size
  }
}
