import Specifications

/// One YAML file: a question, a grid of trials, a seed.
package struct Experiment: Hashable, Sendable {
  package let name: String
  package let question: String
  package let seed: UInt64
  package let replicates: Int
  package let metric: MetricChoice
  package let baseline: Baseline?
  package let variations: Variations
  package let tuning: Tuning?
  package let tier: Tier?
  /// Multiplies training examples and epochs; probes are written with the sizes that they have.
  package let scale: Double
  package let keepsWeights: Bool
  package let gate: Gate
  /// How trained networks are asked beside the evaluation that every trial has; not part of a trial's identity.
  package let inference: InferencePlan
  /// What else is asked of trained networks; not part of a trial's identity either.
  package let probes: ProbePlan
  /// What is claimed of the trials; not part of a trial's identity.
  package let claims: [Claim]
  /// The replicates to which a plan may grow after a first look; every level is then halved, for two looks.
  package let extensionTo: Int?
  /// Where its trials come from when another program trained them; nil for an experiment that is run here.
  package let imported: ImportSource?
  package let notes: String
  /// The trial as written, before variations.
  package let template: SpecNode
  /// Everything in effect, overrides and tier included: reading it gives this experiment again.
  package let effective: SpecNode
  /// The file's text.
  package let source: String
  package let configurations: [Configuration]
}

/// How much of an experiment is run.
package enum Tier: String, CaseIterable, Hashable, Sendable {
  /// A minute's impression: directions, no verdict.
  case look
  /// The designed size.
  case standard
  /// All of it.
  case full
}

/// What other configurations are compared with.
package struct Baseline: Hashable, Sendable {
  /// Fields that identify it.
  package let fields: [VariedField]
  /// Fields in which a configuration and its baseline agree; none for one baseline for all.
  package let within: [SpecPath]

  package init(fields: [VariedField], within: [SpecPath]) {
    self.fields = fields
    self.within = within
  }
}

/// A field of the trial with a value.
package struct VariedField: Hashable, Sendable {
  package let path: SpecPath
  package let value: SpecNode
  /// Where the path is written.
  package let place: Place

  package init(path: SpecPath, value: SpecNode, place: Place = .nowhere) {
    self.path = path
    self.value = value
    self.place = place
  }

  // Two fields are equal when they say the same, wherever it was written.
  package static func == (left: VariedField, right: VariedField) -> Bool {
    left.path == right.path && left.value == right.value
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(value)
  }
}

/// A choice of one field on validation, made for each configuration with the same budget and then frozen.
package struct Tuning: Hashable, Sendable {
  package let path: SpecPath
  package let values: [SpecNode]
  /// Replicates that only tuning trials use.
  package let seeds: [Int]
  package let metric: Metric
  /// Where the path is written.
  package let place: Place

  package init(path: SpecPath, values: [SpecNode], seeds: [Int], metric: Metric, place: Place = .nowhere) {
    self.path = path
    self.values = values
    self.seeds = seeds
    self.metric = metric
    self.place = place
  }

  /// One candidate as a field.
  package func field(_ candidate: Int) -> VariedField {
    VariedField(path: path, value: values[candidate], place: place)
  }
}

/// A trial description without its replicate.
package struct Configuration: Hashable, Sendable {
  package let index: Int
  /// Short and unique within the experiment.
  package let label: String
  /// The fields that vary between configurations, in path order.
  package let fields: [VariedField]
  /// The trial's tree, from which tuned values are set.
  package let tree: SpecNode
  package let spec: TrialSpec
  /// The spec with each value of `tune` in place, in their order; none without tuning.
  package let candidates: [TrialSpec]
  /// The configuration it is compared with; nil for a baseline, or when there is none.
  package let baseline: Int?

  package init(
    index: Int, label: String, fields: [VariedField], tree: SpecNode, spec: TrialSpec, candidates: [TrialSpec] = [],
    baseline: Int?
  ) {
    self.index = index
    self.label = label
    self.fields = fields
    self.tree = tree
    self.spec = spec
    self.candidates = candidates
    self.baseline = baseline
  }
}
