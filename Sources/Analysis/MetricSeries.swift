import Experiments
import Statistics

/// Which number of an evaluation: split, metric and layer.
struct MetricKey: Hashable {
  let split: Split
  let metric: Metric
  let layer: String

  init(_ measured: EpochMetric) {
    split = measured.split
    metric = measured.metric
    layer = measured.layer
  }

  init(_ final: FinalMetric) { (split, metric, layer) = (final.split, final.metric, final.layer) }

  /// By split, then metric, in the order of their declarations.
  fileprivate var rank: (Int, Int) {
    (Split.allCases.firstIndex(of: split) ?? 0, Metric.allCases.firstIndex(of: metric) ?? 0)
  }
}

/// A completed trial with its outcome.
struct CompletedTrial {
  let trial: PlannedTrial
  let outcome: TrialOutcome
}

/// Numbers the keys that occur in trials, from 0 as they come.
///
/// Trials of one configuration measure the same in the same order, so a key is looked up only where it differs from that
/// of the trial before.
private struct NumberedKeys {
  private(set) var keys: [MetricKey] = []
  private var numbers: [MetricKey: Int] = [:]
  private var before: [Int] = []

  /// The number of every metric of an outcome.
  mutating func numbers(of outcome: TrialOutcome) -> [Int] {
    let found = outcome.metrics.enumerated().map { place, measured in
      let key = MetricKey(measured)
      return place < before.count && keys[before[place]] == key ? before[place] : number(of: key)
    }
    before = found
    return found
  }

  private mutating func number(of key: MetricKey) -> Int {
    if let known = numbers[key] { return known }
    numbers[key] = keys.count
    keys.append(key)
    return keys.count - 1
  }

  /// All numbers by the rank of their keys; layers stay in the order of the network.
  var ranked: [Int] {
    keys.indices.sorted { (keys[$0].rank.0, keys[$0].rank.1, $0) < (keys[$1].rank.0, keys[$1].rank.1, $1) }
  }
}

// MARK: - Curves and finals

extension Curve {
  /// Makes the curves of all metrics over the trials of one configuration; values that are not finite are left out.
  static func all(of trials: [CompletedTrial], level: Double) -> [Curve] {
    var known = NumberedKeys()
    var values: [[Int: [Double]]] = []
    for trial in trials {
      let numbers = known.numbers(of: trial.outcome)
      values += [[Int: [Double]]](repeating: [:], count: known.keys.count - values.count)
      for (number, measured) in zip(numbers, trial.outcome.metrics) where measured.value.isFinite {
        values[number][measured.epoch, default: []].append(measured.value)
      }
    }
    var bands = MeanBands(level: level)
    return known.ranked.map { number in
      let key = known.keys[number]
      let epochs = values[number].sorted { $0.key < $1.key }
      return Curve(
        split: key.split, metric: key.metric, layer: key.layer,
        points: epochs.compactMap { bands.point(epoch: $0.key, values: $0.value) })
    }
  }
}

extension FinalMetric {
  /// Makes every metric at the representing epoch, with the values of all trials that have it.
  static func all(of trials: [CompletedTrial], at epoch: RepresentingEpoch) -> [FinalMetric] {
    var known = NumberedKeys()
    var values: [[ReplicateValue]] = []
    for trial in trials {
      let numbers = known.numbers(of: trial.outcome)
      values += [[ReplicateValue]](repeating: [], count: known.keys.count - values.count)
      let places = epoch.places(in: trial.outcome, numbers: numbers, count: known.keys.count)
      for (number, place) in places.enumerated() {
        guard let value = place.map({ trial.outcome.metrics[$0].value }), value.isFinite else { continue }
        values[number].append(
          ReplicateValue(replicate: trial.trial.replicate, trial: trial.trial.id, value: value))
      }
    }
    return known.ranked.compactMap { number in
      guard let mean = Sample(values[number].map(\.value))?.mean else { return nil }
      let key = known.keys[number]
      return FinalMetric(split: key.split, metric: key.metric, layer: key.layer, values: values[number], mean: mean)
    }
  }
}

extension RepresentingEpoch {
  /// Where the value stands that represents each number's metric, the first of equals; nil where none does.
  fileprivate func places(in outcome: TrialOutcome, numbers: [Int], count: Int) -> [Int?] {
    var found = [Int?](repeating: nil, count: count)
    let metrics = outcome.metrics
    switch self {
    case .last:
      for (place, number) in numbers.enumerated() {
        guard let other = found[number] else {
          found[number] = place
          continue
        }
        if metrics[other].epoch < metrics[place].epoch { found[number] = place }
      }
    case .bestValidation:
      guard let best = Self.bestValidationEpoch(of: outcome) else { return found }
      for (place, number) in numbers.enumerated() where metrics[place].epoch == best && found[number] == nil {
        found[number] = place
      }
    }
    return found
  }
}

/// Means with their t intervals; finds the factor of each n once.
struct MeanBands {
  let level: Double
  private var factors: [Int: Double] = [:]

  init(level: Double) { self.level = level }

  mutating func point(epoch: Int, values: [Double]) -> CurvePoint? {
    guard let sample = Sample(values), let mean = sample.mean else { return nil }
    let reach = sample.standardError.map { $0 * factor(sample.count) } ?? 0
    return CurvePoint(epoch: epoch, mean: mean, low: mean - reach, high: mean + reach, n: sample.count)
  }

  private mutating func factor(_ n: Int) -> Double {
    if let known = factors[n] { return known }
    let factor = StudentT(degreesOfFreedom: Double(n - 1)).quantile(0.5 + level / 2)
    factors[n] = factor
    return factor
  }
}
