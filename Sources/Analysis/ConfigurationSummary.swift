import Experiments
import Statistics

/// One configuration with all its replicates.
package struct ConfigurationSummary: Sendable {
  package let index: Int
  /// Short and unique within the experiment, such as `bernoulli .5, 256-256`.
  package let label: String
  /// The varied fields: path and value as written, in path order.
  package let fields: [ConfigurationField]
  package let spec: TrialSpec
  package let counts: TrialCounts
  /// The experiment's metric, one per replicate that has it, in replicate order.
  package let values: [ReplicateValue]
  /// Mean with its interval; nil with fewer than two values.
  package let mean: Interval?
  package let standardDeviation: Double?
  /// Why this configuration is no point of a comparison: its training failed by the gate; nil when it is.
  package let optimiserFailed: String?
  /// Every metric at the representing epoch: mean over replicates.
  package let finals: [FinalMetric]
  package let curves: [Curve]
  package let tuned: [TunedValue]
  /// Mean validation score by which configurations are chosen; nil without one.
  package let validationScore: Double?

  package init(
    index: Int, label: String, fields: [ConfigurationField], spec: TrialSpec, counts: TrialCounts,
    values: [ReplicateValue], mean: Interval?, standardDeviation: Double?, optimiserFailed: String?,
    finals: [FinalMetric], curves: [Curve], tuned: [TunedValue], validationScore: Double? = nil
  ) {
    self.index = index
    self.label = label
    self.fields = fields
    self.spec = spec
    self.counts = counts
    self.values = values
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.optimiserFailed = optimiserFailed
    self.finals = finals
    self.curves = curves
    self.tuned = tuned
    self.validationScore = validationScore
  }

  /// What its trials lack, and whether they trained: `2 diverged, did not train`; nil where all is well.
  package var lack: String? {
    let parts = [counts.lack, optimiserFailed.map { _ in "did not train" }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Every metric at the representing epoch as it is paired: imported runs by the seeds of their file, whose order says
  /// nothing.
  func paired(by seeds: [Int]?) -> [FinalMetric] {
    guard let seeds else { return finals }
    return finals.map { $0.numbered(by: seeds) }
  }

  /// The mean of the values, also of a single one, which has no interval; nil without values.
  package var estimate: Double? { mean?.estimate ?? Sample(values.map(\.value))?.mean }

  /// Returns a metric of the whole network at the representing epoch.
  package func final(_ metric: Metric, on split: Split, layer: String = "") -> FinalMetric? {
    finals.first { $0.metric == metric && $0.split == split && $0.layer == layer }
  }

  /// Returns the curve of a metric.
  package func curve(_ metric: Metric, on split: Split, layer: String = "") -> Curve? {
    curves.first { $0.metric == metric && $0.split == split && $0.layer == layer }
  }

  /// Returns the means of a metric in the last epoch, whichever represents a trial, by layer in the order of the network.
  package func lastMeans(_ metric: Metric, on split: Split) -> [(layer: String, mean: Double)] {
    curves.filter { $0.metric == metric && $0.split == split }.compactMap { curve in
      curve.points.last.map { (curve.layer, $0.mean) }
    }
  }
}

/// One varied field of a configuration.
package struct ConfigurationField: Hashable, Sendable {
  package let path: String
  package let value: String

  package init(path: String, value: String) {
    self.path = path
    self.value = value
  }
}

/// How many trials of a configuration are in which state.
package struct TrialCounts: Codable, Hashable, Sendable {
  package let planned: Int
  package let completed: Int
  package let diverged: Int
  /// Attempts that threw, timed out or were interrupted and have no outcome yet.
  package let failed: Int

  package init(planned: Int, completed: Int, diverged: Int, failed: Int) {
    self.planned = planned
    self.completed = completed
    self.diverged = diverged
    self.failed = failed
  }

  /// Trials with an outcome.
  package var done: Int { completed + diverged }

  /// Trials with neither an outcome nor a failed attempt.
  package var open: Int { planned - completed - diverged - failed }

  /// How many trials did not complete, and why: `2 diverged, 1 not run`; nil where all did.
  package var lack: String? {
    let parts = [(diverged, "diverged"), (failed, "failed"), (open, "not run")].filter { $0.0 > 0 }
    return parts.isEmpty ? nil : parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  package static func + (left: TrialCounts, right: TrialCounts) -> TrialCounts {
    TrialCounts(
      planned: left.planned + right.planned, completed: left.completed + right.completed,
      diverged: left.diverged + right.diverged, failed: left.failed + right.failed)
  }
}

/// One replicate's number with the trial behind it.
package struct ReplicateValue: Hashable, Sendable {
  package let replicate: Int
  package let trial: TrialID
  package let value: Double

  package init(replicate: Int, trial: TrialID, value: Double) {
    self.replicate = replicate
    self.trial = trial
    self.value = value
  }
}
