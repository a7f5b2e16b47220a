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
  /// Configurations that share a baseline, in plan order of the baselines.
  package let groups: [ComparisonGroup]
  /// The configuration with the best validation score of all that trained; never chosen on test.
  package let chosen: Int?
  /// What the answer would be if diverged trials counted as guessing; empty when none diverged.
  package let sensitivity: [SensitivityLine]
  package let variation: Variation
  /// Every measured trial in plan order.
  package let trials: [TrialRow]
  /// How values were tuned; nil when they were not.
  package let tuning: TuningDesign?
  /// Whether it ran at less than its designed size, so that it shows directions and decides nothing.
  package let isLook: Bool
  /// What inference gave, by configuration in plan order and mode as asked; empty when nothing was asked.
  package let inference: [ModeSummary]
  /// What the trials say of each claim, in the order of the specification.
  package let claims: [ClaimFinding]
  /// What probes found, probe by probe as asked and configuration by configuration; empty when nothing was asked.
  package let probes: [ProbeSummary]
  /// Bias and variance of predictions over training sets; empty where no predictions were kept.
  package let biasVariance: [BiasVariance]
  /// Rates of error with the chance of seeds and of test examples; empty where no answers were kept.
  package let crossed: [CrossedSummary]
  /// Epochs that configurations took; empty where validation was evaluated too seldom.
  package let reach: [ReachSummary]
  /// How values of the experiment's metric are written everywhere: with the same places.
  package let numbers: MetricText
  /// Where the configuration of an index stands, and its difference: tables ask for them in every row.
  private let places: [Int: Int]
  private let differencePlaces: [Int: Int]
  private let baselines: Set<Int>
  private let chosenOfGroups: Set<Int>

  package init(
    name: String, question: String, metric: MetricChoice, configurations: [ConfigurationSummary],
    differences: [PairedDifference], replicates: Int, level: Double, groups: [ComparisonGroup] = [],
    chosen: Int? = nil, sensitivity: [SensitivityLine] = [], variation: Variation = Variation(covered: [], fixed: []),
    trials: [TrialRow] = [], tuning: TuningDesign? = nil, isLook: Bool = false, inference: [ModeSummary] = [],
    probes: [ProbeSummary] = [], biasVariance: [BiasVariance] = [], crossed: [CrossedSummary] = [],
    reach: [ReachSummary] = [],
    claims: [ClaimFinding] = []
  ) {
    self.name = name
    self.question = question
    self.metric = metric
    self.configurations = configurations
    self.differences = differences
    self.replicates = replicates
    self.level = level
    self.groups = groups
    self.chosen = chosen
    self.sensitivity = sensitivity
    self.variation = variation
    self.trials = trials
    self.tuning = tuning
    self.isLook = isLook
    self.inference = inference
    self.claims = claims
    self.probes = probes
    self.biasVariance = biasVariance
    self.crossed = crossed
    self.reach = reach
    numbers = MetricText(of: metric.name, configurations: configurations, differences: differences)
    places = Self.places(of: configurations.map(\.index))
    differencePlaces = Self.places(of: differences.map(\.configuration))
    baselines = Set(groups.compactMap(\.baseline))
    chosenOfGroups = Set(groups.compactMap(\.chosen))
  }

  private static func places(of indices: [Int]) -> [Int: Int] {
    Dictionary(zip(indices, indices.indices)) { first, _ in first }
  }

  /// Whether another program trained it.
  package var isImported: Bool { configurations.contains { $0.spec.imported != nil } }

  /// What the networks answer with; all configurations alike.
  package var answers: AnswerKind { configurations.first?.spec.answerKind ?? .classes }

  /// The trials of all configurations by state.
  package var counts: TrialCounts {
    configurations.map(\.counts).reduce(TrialCounts(planned: 0, completed: 0, diverged: 0, failed: 0), +)
  }

  /// The configuration of an index.
  package func configuration(_ index: Int) -> ConfigurationSummary? { places[index].map { configurations[$0] } }

  /// The paired difference of a configuration to its baseline; nil for a baseline.
  package func difference(of index: Int) -> PairedDifference? { differencePlaces[index].map { differences[$0] } }

  /// Whether others are compared with the configuration of an index.
  package func isBaseline(_ index: Int) -> Bool { baselines.contains(index) }

  /// Whether the configuration of an index is the best on validation of some group.
  package func isChosen(_ index: Int) -> Bool { chosenOfGroups.contains(index) }
}

/// A baseline with the configurations that are compared with it.
package struct ComparisonGroup: Hashable, Sendable {
  /// Nil when the experiment names no baseline.
  package let baseline: Int?
  /// The baseline and the others, in plan order.
  package let members: [Int]
  /// The member with the best validation score of those that trained.
  package let chosen: Int?

  package init(baseline: Int?, members: [Int], chosen: Int?) {
    self.baseline = baseline
    self.members = members
    self.chosen = chosen
  }
}

/// One measured trial with its state and the number that represents it.
package struct TrialRow: Hashable, Sendable {
  package let trial: TrialID
  package let configuration: Int
  package let replicate: Int
  package let state: TrialState
  package let value: Double?

  package init(trial: TrialID, configuration: Int, replicate: Int, state: TrialState, value: Double?) {
    self.trial = trial
    self.configuration = configuration
    self.replicate = replicate
    self.state = state
    self.value = value
  }
}
