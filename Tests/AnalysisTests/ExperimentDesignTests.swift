import Analysis
import Experiments
import NeuralNets
import Testing

struct ExperimentDesignTests {
  static let yaml = """
    name: small
    question: Does dropout help?
    seed: 1
    replicates: 2
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: 0.1 } }
      training: { batchSize: 20, epochs: 2 }
    tune: { trial.optimizer.sgd.learningRate: [0.1, 0.3], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]
    """

  @Test
  func `a plan becomes a design with fields, baselines and candidates`() throws {
    let plan = try Self.plan()
    let design = ExperimentDesign(plan, evidence: Evidence(outcomes: [:]))
    #expect(
      design.configurations.map(\.fields) == [
        [ConfigurationField(path: "trial.dropout.hidden", value: "none")],
        [ConfigurationField(path: "trial.dropout.hidden", value: "{bernoulli: {rate: 0.5}}")],
      ])
    #expect(design.configurations.map(\.isBaseline) == [true, false])
    #expect(design.configurations.map(\.baseline) == [nil, 0])
    #expect(design.trials.count { $0.purpose == .tuning } == 4)
    #expect(design.trials.count { $0.purpose == .measurement } == 4)
    let tuned = try #require(design.configurations[1].tuned.first)
    #expect(tuned.path == "trial.optimizer.sgd.learningRate" && tuned.chosen == nil)
    #expect(tuned.candidates.map(\.value) == ["0.1", "0.3"])
    #expect(tuned.candidates.map(\.trials.count) == [1, 1])
  }

  @Test
  func `what tuning chose is trained, listed and exported`() throws {
    let plan = try Self.plan()
    var outcomes: [TrialID: TrialOutcome] = [:]
    for tuning in plan.tuning {
      // Without dropout .1 is better, with it .3.
      let isGood = (tuning.trial.configuration == 0) == (tuning.candidate == 0)
      let metrics = [EpochMetric(epoch: 2, split: .validation, metric: .error, value: isGood ? 0.1 : 0.2)]
      outcomes[tuning.trial.id] = Fixture().outcome(replicate: 901, metrics)
    }
    let design = ExperimentDesign(plan, evidence: Evidence(outcomes: outcomes))
    #expect(design.configurations.map { $0.tuned.first?.chosen } == ["0.1", "0.3"])
    let rates = design.configurations.map { configuration -> Double? in
      if case .sgd(let rate, _, _) = configuration.spec.optimizer { rate } else { nil }
    }
    #expect(rates == [0.1, 0.3])
    let summary = ExperimentSummary(of: plan, evidence: Evidence(outcomes: outcomes))
    #expect(summary.configurations.map { $0.tuned.first?.candidates.map(\.score) } == [[0.1, 0.2], [0.2, 0.1]])
    #expect(summary.configurations.first?.tuned.first?.title == "learning rate")
    #expect(TrialExport(of: design, evidence: Evidence(outcomes: outcomes)).rows.isEmpty)
  }

  @Test
  func `what was chosen elsewhere is in effect where the tuning trials are not`() throws {
    let plan = try Self.plan()
    let frozen = [1, 0].enumerated().map { TuningChoice(configuration: $0, chosen: $1, scores: []) }
    let design = ExperimentDesign(plan, evidence: Evidence(outcomes: [:]), frozen: frozen)
    #expect(design.configurations.map { $0.tuned.first?.chosen } == ["0.3", "0.1"])
    let compared = design.trials.filter { $0.purpose == .measurement }.map(\.id)
    #expect(compared == plan.measurement(choices: [1, 0]).map(\.id))
  }

  static func plan() throws -> Plan {
    try Plan(Experiment.read(yaml: yaml, file: "small.yaml")) { _ in "digest" }
  }
}
