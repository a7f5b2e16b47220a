import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// How well single hidden units tell the classes: accuracy of a logistic regression on one unit alone.
///
/// softmax(aₖ + bₖ x) is fitted to training examples by Newton's method, with x the activation of a neuron, or the mean of a
/// channel over its map, in 64 equal levels of its range (scaled to [0, 1]), and judged on the examples that are probed.
struct UnitUsefulness {
  private let trained: TrainedNetwork
  private let examples: Examples
  private let fitting: Examples

  static let levels = 64
  static let penalty = 1e-4

  init(_ trained: TrainedNetwork, _ examples: Examples, fittedOn fitting: Examples) {
    self.trained = trained
    self.examples = examples
    self.fitting = fitting
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let known = try LayerActivations(of: trained, on: fitting, isCancelled)
    let asked = try LayerActivations(of: trained, on: examples, isCancelled)
    var found: [ProbeValue] = []
    for (place, layer) in known.layers.enumerated() {
      let (fitted, judged) = (known.means(place), asked.means(place))
      var accuracies: [Double] = []
      for unit in 0..<layer.units {
        if isCancelled() { throw TrainingCancelled() }
        accuracies.append(
          accuracy(
            fitted: Self.column(unit, of: fitted, units: layer.units),
            judged: Self.column(unit, of: judged, units: layer.units)))
      }
      let sample = SortedSample(accuracies)
      found += [
        ProbeValue(.unitAccuracyMedian, layer: layer.name, sample.quantile(0.5)),
        ProbeValue(.unitAccuracyMean, layer: layer.name, sample.mean),
        ProbeValue(.unitAccuracyHigh, layer: layer.name, sample.quantile(0.95)),
      ]
    }
    return found
  }

  private static func column(_ unit: Int, of values: FloatBuffer, units: Int) -> [Double] {
    stride(from: unit, to: values.count, by: units).map { Double(values.base[$0]) }
  }

  /// The share of judged examples that are told right by the regression on the fitted ones.
  private func accuracy(fitted: [Double], judged: [Double]) -> Double {
    let classifier = UnitClassifier(
      fitted, labels: fitting.labels, classes: trained.network.outputs, levels: Self.levels, penalty: Self.penalty)
    let hits = zip(judged, examples.labels).count { classifier.label(of: $0) == Int($1) }
    return Double(hits) / Double(examples.count)
  }
}

/// A logistic regression on one number in equal levels of its range.
struct UnitClassifier {
  private let low: Double
  private let range: Double
  /// The most probable class at each level, the first of equals.
  private let labels: [Int]

  /// Fits the regression; with a single value all examples stand at the first level.
  init(_ values: [Double], labels classes: [UInt32], classes count: Int, levels: Int, penalty: Double) {
    low = values.min() ?? 0
    range = (values.max() ?? 0) - low
    var counts = [Double](repeating: 0, count: levels * count)
    for (value, label) in zip(values, classes) {
      counts[Self.level(of: value, low, range, levels) * count + Int(label)] += 1
    }
    let places = (0..<levels).map { Double($0) / Double(levels - 1) }
    var weights = [Double](repeating: 0, count: 2 * count)
    var scratch = [Double](repeating: 0, count: 4 * count * count + 8 * count)
    dl_fit_unit(places, counts, levels, count, penalty, &weights, &scratch)
    labels = places.map { place in
      let scores = (0..<count).map { weights[$0] + weights[count + $0] * place }
      return scores.indices.dropFirst().reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    }
  }

  /// The most probable class of a value; values beyond the fitted range count as its ends.
  func label(of value: Double) -> Int { labels[Self.level(of: value, low, range, labels.count)] }

  private static func level(of value: Double, _ low: Double, _ range: Double, _ levels: Int) -> Int {
    let share = (value - low) / range
    // False for what is not a number, too: of a single value, or of infinite ones.
    guard range > 0, share > 0 else { return 0 }
    return Int((min(share, 1) * Double(levels - 1)).rounded())
  }
}
