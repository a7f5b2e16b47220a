import Analysis
import Datasets
import Experiments
import NeuralNets
import Specifications

/// An experiment made by hand: configurations of dropout rates with outcomes whose every number is known.
struct Fixture {
  var metric = MetricChoice(name: .error, split: .test, at: .last)
  var replicates = 4
  /// Varied rate, nil for none; the first is the baseline.
  var rates: [Double?] = [nil, 0.2, 0.5]
  var tuning: TuningDesign?
  /// Per configuration.
  var tuned: [[DesignedTuning]] = []
  var hasBaseline = true
  var claims: [Claim] = []
  var extensionTo: Int?
  var tier: Tier?
  var outcomes: [TrialID: TrialOutcome] = [:]
  var failures: [TrialID: FailedAttempts] = [:]
  var requests: [ProbeRequest] = []
  var probes: [TrialID: [ProbeRecord]] = [:]

  var design: ExperimentDesign {
    ExperimentDesign(
      name: "rates", question: "Which rate generalises best?", seed: 2014, replicates: replicates, metric: metric,
      tier: tier, configurations: rates.indices.map(configuration),
      trials: rates.indices.flatMap { index in (0..<replicates).map { trial(index, $0) } }, tuning: tuning,
      claims: claims, extensionTo: extensionTo)
  }

  var evidence: Evidence { Evidence(outcomes: outcomes, failures: failures, probes: probes) }
  var summary: ExperimentSummary { ExperimentSummary(of: design, evidence: evidence) }

  func configuration(_ index: Int) -> DesignedConfiguration {
    DesignedConfiguration(
      index: index, label: rates[index].map { "bernoulli \($0)" } ?? "none",
      fields: [
        ConfigurationField(
          path: "trial.dropout.hidden", value: rates[index].map { "{bernoulli: {rate: \($0)}}" } ?? "none")
      ],
      spec: spec(index), baseline: hasBaseline && index > 0 ? 0 : nil, isBaseline: hasBaseline && index == 0,
      tuned: tuned.isEmpty ? [] : tuned[index])
  }

  func spec(_ index: Int) -> TrialSpec {
    let dropout = rates[index].map { Dropout.bernoulli(rate: Rate($0), convention: .inverted) } ?? .none
    return TrialSpec(
      dataset: DatasetSpec(source: .syntheticDigits, training: 2000, validation: 1000, test: 10000),
      network: .mlp(MLPSpec(hidden: [256, 256])), dropout: DropoutPlacement(hidden: .same(dropout)),
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 100, epochs: 4, schedule: .linear(to: 0),
        evaluate: EvaluationSpec(every: 2, training: 1000, test: .last)))
  }

  func id(_ configuration: Int, _ replicate: Int) -> TrialID {
    TrialID(hex: String(repeating: "\(configuration)", count: 32) + String(repeating: "\(replicate)", count: 32))
  }

  func trial(_ configuration: Int, _ replicate: Int) -> PlannedTrial {
    PlannedTrial(
      id: id(configuration, replicate), spec: spec(configuration), seed: 2014, replicate: replicate,
      configuration: configuration, position: configuration * replicates + replicate, purpose: .measurement,
      keepsWeights: false, probes: requests)
  }
}

// MARK: - Outcomes

extension Fixture {
  /// Adds completed trials: test and validation error per replicate, training error for all.
  mutating func add(_ configuration: Int, test: [Double], validation: [Double], training: Double = 0.01) {
    for (replicate, error) in test.enumerated() {
      outcomes[id(configuration, replicate)] = outcome(
        replicate: replicate,
        [
          EpochMetric(epoch: 2, split: .training, metric: .error, value: training + 0.02),
          EpochMetric(epoch: 2, split: .validation, metric: .error, value: validation[replicate] + 0.01),
          EpochMetric(epoch: 4, split: .training, metric: .error, value: training),
          EpochMetric(epoch: 4, split: .validation, metric: .error, value: validation[replicate]),
          EpochMetric(epoch: 4, split: .test, metric: .error, value: error),
          EpochMetric(epoch: 4, split: .training, metric: .weightNorm, layer: "hidden1", value: 8.5),
        ])
    }
  }

  /// The same without a validation split.
  mutating func add(_ configuration: Int, test: [Double]) {
    for (replicate, error) in test.enumerated() {
      outcomes[id(configuration, replicate)] = outcome(
        replicate: replicate,
        [
          EpochMetric(epoch: 4, split: .training, metric: .error, value: 0.01),
          EpochMetric(epoch: 4, split: .test, metric: .error, value: error),
        ])
    }
  }

  mutating func diverge(_ configuration: Int, _ replicate: Int, epoch: Int = 3) {
    let started = [EpochMetric(epoch: 2, split: .training, metric: .error, value: 0.9)]
    outcomes[id(configuration, replicate)] = outcome(replicate: replicate, started, status: .diverged(epoch: epoch))
  }

  func outcome(
    replicate: Int, _ metrics: [EpochMetric], status: TrialStatus = .completed, weights: String = "same"
  ) -> TrialOutcome {
    TrialOutcome(
      status: status, metrics: metrics,
      digests: TrialDigests(
        batchOrder: "order \(replicate)",
        initialWeights: [LayerDigest(layer: "hidden1", digest: "\(weights) \(replicate)")], finalWeights: ""),
      correctness: [], weights: nil)
  }

  /// Four replicates in which rate .5 is better than none by .010 ± .003.
  static var rates: Fixture {
    var fixture = Fixture()
    fixture.add(0, test: [0.060, 0.064, 0.058, 0.062], validation: [0.055, 0.060, 0.056, 0.058])
    fixture.add(1, test: [0.056, 0.058, 0.054, 0.060], validation: [0.052, 0.054, 0.050, 0.053])
    fixture.add(2, test: [0.050, 0.052, 0.050, 0.052], validation: [0.045, 0.048, 0.044, 0.047])
    return fixture
  }
}
