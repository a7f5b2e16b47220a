import Experiments

/// What was asked and planned: all that Analysis needs to know beside the outcomes.
package struct ExperimentDesign: Sendable {
  package let name: String
  package let question: String
  package let seed: UInt64
  package let replicates: Int
  package let metric: MetricChoice
  /// The level of every interval, such as .95.
  package let level: Double
  /// Nil when none was asked for.
  package let tier: Tier?
  /// The factor on training examples and epochs.
  package let scale: Double
  package let notes: String
  /// In plan order.
  package let configurations: [DesignedConfiguration]
  /// All trials in plan order, tuning trials among them.
  package let trials: [PlannedTrial]
  package let tuning: TuningDesign?
  /// Mean training error from which on a configuration hardly trained; nil where that is not asked.
  package let gate: Double?
  package let claims: [Claim]
  /// The replicates to which the plan may grow after a first look; nil when no extension is declared.
  package let extensionTo: Int?

  package init(
    name: String, question: String, seed: UInt64, replicates: Int, metric: MetricChoice, level: Double = 0.95,
    tier: Tier? = nil, scale: Double = 1, notes: String = "", configurations: [DesignedConfiguration],
    trials: [PlannedTrial],
    tuning: TuningDesign? = nil, gate: Double? = OptimiserGate.standard,
    claims: [Claim] = [], extensionTo: Int? = nil
  ) {
    self.name = name
    self.question = question
    self.seed = seed
    self.replicates = replicates
    self.metric = metric
    self.level = level
    self.tier = tier
    self.scale = scale
    self.notes = notes
    self.configurations = configurations
    self.trials = trials
    self.tuning = tuning
    self.gate = gate
    self.claims = claims
    self.extensionTo = extensionTo
  }

  /// Whether it runs at less than its designed size, so that it shows directions and decides nothing.
  package var isLook: Bool { tier == .look || scale < 1 }

  /// Whether another program trained it.
  package var isImported: Bool { configurations.contains { $0.spec.imported != nil } }

  /// What the networks answer with; all configurations alike.
  package var answers: AnswerKind { configurations.first?.spec.answerKind ?? .classes }
}

/// One configuration of a design.
package struct DesignedConfiguration: Sendable {
  package let index: Int
  /// Short and unique within the experiment.
  package let label: String
  /// The varied fields in path order, with values as written in one line.
  package let fields: [ConfigurationField]
  /// What its trials are trained with, tuned values in place.
  package let spec: TrialSpec
  /// The configuration it is compared with; nil for a baseline, or when there is none.
  package let baseline: Int?
  package let isBaseline: Bool
  package let tuned: [DesignedTuning]

  package init(
    index: Int, label: String, fields: [ConfigurationField], spec: TrialSpec, baseline: Int?, isBaseline: Bool,
    tuned: [DesignedTuning] = []
  ) {
    self.index = index
    self.label = label
    self.fields = fields
    self.spec = spec
    self.baseline = baseline
    self.isBaseline = isBaseline
    self.tuned = tuned
  }
}

/// How values are tuned: the same budget for every configuration.
package struct TuningDesign: Hashable, Sendable {
  package let split: Split
  package let metric: Metric
  /// The replicates that tuning trials use.
  package let seeds: [Int]

  package init(split: Split, metric: Metric, seeds: [Int]) {
    self.split = split
    self.metric = metric
    self.seeds = seeds
  }
}

/// One tuned path of a configuration with its candidates.
package struct DesignedTuning: Hashable, Sendable {
  package let path: String
  /// The value the measured trials were trained with; nil while it is not chosen yet.
  package let chosen: String?
  package let candidates: [DesignedCandidate]

  package init(path: String, chosen: String?, candidates: [DesignedCandidate]) {
    self.path = path
    self.chosen = chosen
    self.candidates = candidates
  }
}

/// One candidate value and the trials that judge it.
package struct DesignedCandidate: Hashable, Sendable {
  package let value: String
  package let trials: [TrialID]

  package init(value: String, trials: [TrialID]) {
    self.value = value
    self.trials = trials
  }
}
