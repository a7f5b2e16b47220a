import Experiments
import Statistics

/// How many epochs a configuration took to come within two per cent of where it ended (design E14).
package struct ReachSummary: Hashable, Sendable {
  package let configuration: Int
  package let metric: Metric
  /// Epochs by replicate.
  package let epochs: [ReplicateValue]
  package let mean: Double
  package let interval: Interval?
  /// Epochs over the baseline's at the same replicate: geometric mean, with the t interval of the logarithms.
  ///
  /// The plain mean of ratios lies above 1 where neither is faster. Nil for a baseline and under two pairs.
  package let ratio: Interval?

  /// The factor on the final value that counts as having come there.
  package static let factor = 1.02
  /// Fewer evaluations than this say nothing about when.
  package static let leastEvaluations = 5
}

extension ReachSummary {
  /// One per configuration that trained, in plan order; empty where validation was evaluated less than five times.
  static func all(
    of design: ExperimentDesign, configurations: [ConfigurationSummary], evidence: Evidence
  ) -> [ReachSummary] {
    let trained = configurations.filter { $0.optimiserFailed == nil && !$0.values.isEmpty }
    for metric in [Metric.error, .meanSquare] {
      let found = trained.map { ReachedEpochs(of: $0, metric: metric, evidence: evidence) }
      guard !found.isEmpty, found.allSatisfy({ !$0.values.isEmpty }) else { continue }
      return zip(trained, found).compactMap { configuration, reached in
        let baseline = design.configurations.first { $0.index == configuration.index }?.baseline
        let other = zip(trained, found).first { $0.0.index == baseline }?.1
        return reached.summary(against: other, level: design.level)
      }
    }
    return []
  }
}

/// The epochs of the trials of one configuration.
private struct ReachedEpochs {
  let configuration: Int
  let metric: Metric
  /// Empty where a trial was evaluated too seldom.
  let values: [ReplicateValue]

  init(of summary: ConfigurationSummary, metric: Metric, evidence: Evidence) {
    configuration = summary.index
    self.metric = metric
    let found = summary.values.compactMap { value -> ReplicateValue? in
      evidence.outcomes[value.trial].flatMap { Self.epoch(of: metric, in: $0) }.map {
        ReplicateValue(replicate: value.replicate, trial: value.trial, value: Double($0))
      }
    }
    values = found.count == summary.values.count ? found : []
  }

  /// The first evaluated epoch at which the value was at most 1.02 times the last one; nil with few evaluations.
  private static func epoch(of metric: Metric, in outcome: TrialOutcome) -> Int? {
    let curve = outcome.metrics.filter {
      $0.metric == metric && $0.split == .validation && $0.layer.isEmpty && $0.epoch > 0 && $0.value.isFinite
    }.sorted { $0.epoch < $1.epoch }
    guard curve.count >= ReachSummary.leastEvaluations, let last = curve.last else { return nil }
    return curve.first { $0.value <= ReachSummary.factor * last.value }?.epoch
  }

  func summary(against baseline: ReachedEpochs?, level: Double) -> ReachSummary? {
    guard let sample = Sample(values.map(\.value)), let mean = sample.mean else { return nil }
    let logarithms = values.compactMap { own in
      baseline?.values.first { $0.replicate == own.replicate }.map { Elementary.log(own.value / $0.value) }
    }
    return ReachSummary(
      configuration: configuration, metric: metric, epochs: values, mean: mean,
      interval: Interval.studentT(sample, level: level),
      ratio: Sample(logarithms).flatMap { Interval.studentT($0, level: level) }.map(Self.raised))
  }

  /// The interval of logarithms as one of ratios.
  private static func raised(_ interval: Interval) -> Interval {
    Interval(
      estimate: Elementary.exp(interval.estimate), low: Elementary.exp(interval.low),
      high: Elementary.exp(interval.high), level: interval.level, n: interval.n, method: interval.method)
  }
}
