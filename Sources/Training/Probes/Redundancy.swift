import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness
import Tensors

/// How far the units of a hidden layer can be told from others, and in how many directions the layer varies.
///
/// All from the covariance C over the examples (for maps over examples and positions): R² of unit i by ridge regression on
/// random other units, λ a thousandth of their mean variance; the participation ratio (tr C)² / tr C², between 1 and the
/// units; the mean |correlation|. Units that never vary are counted and left out.
struct Redundancy {
  private let trained: TrainedNetwork
  private let examples: Examples
  private let others: Int

  init(_ trained: TrainedNetwork, _ examples: Examples, _ others: Int) {
    self.trained = trained
    self.examples = examples
    self.others = others
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let activations = try LayerActivations(of: trained, on: examples, isCancelled)
    var found: [ProbeValue] = []
    for (layer, values) in zip(activations.layers, activations.values) {
      if isCancelled() { throw TrainingCancelled() }
      let covariance = Covariance(values, rows: activations.count * layer.shape.positions, units: layer.units)
      found += self.values(covariance, layer: layer.name)
    }
    return found
  }

  private func values(_ covariance: Covariance, layer: String) -> [ProbeValue] {
    let constant = Double(covariance.units - covariance.live.count) / Double(covariance.units)
    var found: [(ProbeStatistic, Double)] = []
    if covariance.live.count > 1 {
      let explained = SortedSample(explained(covariance, layer: layer))
      found += [
        (.explainedMean, explained.mean), (.explainedMedian, explained.quantile(0.5)),
        (.correlation, covariance.meanCorrelation),
      ]
    }
    if !covariance.live.isEmpty {
      let ratio = covariance.participationRatio
      found += [(.participation, ratio), (.participationShare, ratio / Double(covariance.units))]
    }
    return (found + [(.constantShare, constant)]).map { ProbeValue($0.0, layer: layer, $0.1) }
  }

  /// R² of every unit that varies from random others that do, all of them where there are no more.
  private func explained(_ covariance: Covariance, layer: String) -> [Double] {
    let live = covariance.live
    let stream = trained.plan.probe("redundancy.\(layer)")
    return live.enumerated().map { place, unit in
      var generator = stream.generator(example: unit)
      let chosen = generator.choose(min(others, live.count - 1), below: live.count - 1)
      return covariance.explained(unit, by: chosen.map { live[$0 < place ? $0 : $0 + 1] })
    }
  }
}

/// The covariance matrix of a layer's units.
struct Covariance {
  let units: Int
  private let matrix: [Double]
  /// The units that vary, in ascending order.
  let live: [Int]

  /// From row-major values [rows × units].
  init(_ values: FloatBuffer, rows: Int, units: Int) {
    let (means, row) = (DoubleBuffer(units), DoubleBuffer(units))
    let matrix = DoubleBuffer(units * units)
    dl_covariances(values.base, rows, units, means.base, row.base, matrix.base)
    self.init(matrix.values, units: units)
  }

  init(_ matrix: [Double], units: Int) {
    self.units = units
    self.matrix = matrix
    live = (0..<units).filter { matrix[$0 * units + $0] > 0 }
  }

  subscript(_ i: Int, _ j: Int) -> Double { matrix[i * units + j] }

  /// (tr C)² / tr C².
  var participationRatio: Double {
    let trace = live.reduce(0) { $0 + self[$1, $1] }
    return trace * trace / matrix.reduce(0) { $0 + $1 * $1 }
  }

  /// The mean of |C_ij| / √(C_ii C_jj) over pairs of units that vary.
  var meanCorrelation: Double {
    let deviations = live.map { self[$0, $0].squareRoot() }
    var sum = 0.0
    for (a, i) in live.enumerated() {
      for (b, j) in live.enumerated().dropFirst(a + 1) {
        sum += self[i, j].magnitude / (deviations[a] * deviations[b])
      }
    }
    return sum / Double(live.count * (live.count - 1) / 2)
  }

  /// R² of a unit by ridge regression on others, λ a thousandth of their mean variance.
  func explained(_ unit: Int, by others: [Int]) -> Double {
    let penalty = 0.001 * others.reduce(0) { $0 + self[$1, $1] } / Double(others.count)
    var system = others.flatMap { i in others.map { self[i, $0] + (i == $0 ? penalty : 0) } }
    let right = others.map { self[$0, unit] }
    var weights = right
    dl_solve_positive(&system, others.count, &weights)
    var rest = self[unit, unit]
    for (a, i) in others.enumerated() {
      rest -= 2 * weights[a] * right[a]
      for (b, j) in others.enumerated() { rest += weights[a] * weights[b] * self[i, j] }
    }
    return 1 - rest / self[unit, unit]
  }
}
