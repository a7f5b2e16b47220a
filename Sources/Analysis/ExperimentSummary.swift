import Experiments
import Statistics

/// What an experiment found: the one value that figures, pages and exports are made of.
package struct ExperimentSummary: Sendable {
  package let name: String
  package let question: String
  /// The metric that answers the question.
  package let metric: MetricChoice
  /// In plan order.
  package let configurations: [ConfigurationSummary]
  /// Configuration minus its baseline, in plan order; a baseline has none.
  package let differences: [PairedDifference]
  package let replicates: Int
  package let level: Double

  package init(
    name: String, question: String, metric: MetricChoice, configurations: [ConfigurationSummary],
    differences: [PairedDifference], replicates: Int, level: Double
  ) {
    self.name = name
    self.question = question
    self.metric = metric
    self.configurations = configurations
    self.differences = differences
    self.replicates = replicates
    self.level = level
  }
}

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

  package init(
    index: Int, label: String, fields: [ConfigurationField], spec: TrialSpec, counts: TrialCounts,
    values: [ReplicateValue], mean: Interval?, standardDeviation: Double?, optimiserFailed: String?,
    finals: [FinalMetric], curves: [Curve], tuned: [TunedValue]
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
package struct TrialCounts: Hashable, Sendable {
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

/// A metric of a configuration at the representing epoch.
package struct FinalMetric: Hashable, Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  package let values: [ReplicateValue]
  package let mean: Double

  package init(split: Split, metric: Metric, layer: String, values: [ReplicateValue], mean: Double) {
    self.split = split
    self.metric = metric
    self.layer = layer
    self.values = values
    self.mean = mean
  }
}

/// A metric over the epochs.
package struct Curve: Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  package let points: [CurvePoint]

  package init(split: Split, metric: Metric, layer: String, points: [CurvePoint]) {
    self.split = split
    self.metric = metric
    self.layer = layer
    self.points = points
  }
}

/// Mean over the replicates at one epoch, with the t interval of the mean (equal to the mean when n < 2).
package struct CurvePoint: Hashable, Sendable {
  package let epoch: Int
  package let mean: Double
  package let low: Double
  package let high: Double
  package let n: Int

  package init(epoch: Int, mean: Double, low: Double, high: Double, n: Int) {
    self.epoch = epoch
    self.mean = mean
    self.low = low
    self.high = high
    self.n = n
  }
}

/// A configuration against its baseline, replicate by replicate.
package struct PairedDifference: Sendable {
  package let configuration: Int
  package let baseline: Int
  /// Configuration minus baseline at the same replicate.
  package let differences: [ReplicateValue]
  /// Nil with fewer than two pairs.
  package let interval: Interval?
  /// Exact two-sided sign-flip p; nil with no pairs.
  package let signFlip: Double?
  /// Share of initial-weight digests that agree; below 1 the arms are "paired in data and order only".
  package let pairedInitialWeights: Bool
  package let pairedBatchOrder: Bool

  package init(
    configuration: Int, baseline: Int, differences: [ReplicateValue], interval: Interval?, signFlip: Double?,
    pairedInitialWeights: Bool, pairedBatchOrder: Bool
  ) {
    self.configuration = configuration
    self.baseline = baseline
    self.differences = differences
    self.interval = interval
    self.signFlip = signFlip
    self.pairedInitialWeights = pairedInitialWeights
    self.pairedBatchOrder = pairedBatchOrder
  }
}

/// A value chosen on validation for one configuration, with every candidate's score.
package struct TunedValue: Sendable {
  /// Such as `trial.optimizer.sgd.learningRate`.
  package let path: String
  package let chosen: String
  package let candidates: [TuningCandidate]
  /// Whether the chosen value is the first or last candidate.
  package let atEdge: Bool

  package init(path: String, chosen: String, candidates: [TuningCandidate], atEdge: Bool) {
    self.path = path
    self.chosen = chosen
    self.candidates = candidates
    self.atEdge = atEdge
  }
}

/// One candidate value with its mean score over the tuning seeds; a diverged trial scores nil.
package struct TuningCandidate: Sendable {
  package let value: String
  package let score: Double?
  package let trials: [TrialID]

  package init(value: String, score: Double?, trials: [TrialID]) {
    self.value = value
    self.score = score
    self.trials = trials
  }
}
