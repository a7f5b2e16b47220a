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

  /// By split, then metric, in the order of their declarations; layers stay in the order of the network.
  private var rank: (Int, Int) {
    (Split.allCases.firstIndex(of: split) ?? 0, Metric.allCases.firstIndex(of: metric) ?? 0)
  }

  /// Returns every key that occurs, each once.
  static func all(in trials: [CompletedTrial]) -> [MetricKey] {
    var seen: Set<MetricKey> = []
    var keys: [MetricKey] = []
    for trial in trials {
      for measured in trial.outcome.metrics where seen.insert(MetricKey(measured)).inserted {
        keys.append(MetricKey(measured))
      }
    }
    let order = keys.indices.sorted { (keys[$0].rank.0, keys[$0].rank.1, $0) < (keys[$1].rank.0, keys[$1].rank.1, $1) }
    return order.map { keys[$0] }
  }
}

/// A completed trial with its outcome.
struct CompletedTrial {
  let trial: PlannedTrial
  let outcome: TrialOutcome
}

// MARK: - Curves and finals

extension Curve {
  /// Makes the curves of all metrics over the trials of one configuration; values that are not finite are left out.
  static func all(of trials: [CompletedTrial], level: Double) -> [Curve] {
    var values: [MetricKey: [Int: [Double]]] = [:]
    for trial in trials {
      for measured in trial.outcome.metrics where measured.value.isFinite {
        values[MetricKey(measured), default: [:]][measured.epoch, default: []].append(measured.value)
      }
    }
    var bands = MeanBands(level: level)
    return MetricKey.all(in: trials).map { key in
      let epochs = (values[key] ?? [:]).sorted { $0.key < $1.key }
      return Curve(
        split: key.split, metric: key.metric, layer: key.layer,
        points: epochs.compactMap { bands.point(epoch: $0.key, values: $0.value) })
    }
  }
}

extension FinalMetric {
  /// Makes every metric at the representing epoch, with the values of all trials that have it.
  static func all(of trials: [CompletedTrial], at epoch: RepresentingEpoch) -> [FinalMetric] {
    MetricKey.all(in: trials).compactMap { key in
      let values = trials.compactMap { trial in
        epoch.value(of: key.metric, on: key.split, layer: key.layer, in: trial.outcome).map {
          ReplicateValue(replicate: trial.trial.replicate, trial: trial.trial.id, value: $0)
        }
      }
      guard let mean = Sample(values.map(\.value))?.mean else { return nil }
      return FinalMetric(split: key.split, metric: key.metric, layer: key.layer, values: values, mean: mean)
    }
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
