import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

struct PlanTests {
  private func plan(_ text: String = Sample.text, _ overrides: [String] = []) throws -> Plan {
    Plan(try Sample.read(text, overrides)) { source in "digest of \(source.title)" }
  }

  private func outcome(_ status: TrialStatus = .completed, error: Double) -> TrialOutcome {
    TrialOutcome(
      status: status,
      metrics: [
        EpochMetric(epoch: 1, split: .validation, metric: .error, value: 0),
        EpochMetric(epoch: 2, split: .validation, metric: .error, value: error),
        EpochMetric(epoch: 2, split: .test, metric: .error, value: 0),
      ], digests: TrialDigests(batchOrder: "", initialWeights: [], finalWeights: ""), correctness: [], weights: nil)
  }

  @Test
  func `every configuration tunes with the same budget, on seeds of its own`() throws {
    let tuning = try plan(Sample.text, ["tune.seeds=[901, 902]"]).tuning
    #expect(tuning.count == 2 * 2 * 3)
    #expect(tuning.map(\.trial.position) == Array(0..<12))
    #expect(tuning.map(\.trial.replicate) == Array(repeating: 901, count: 6) + Array(repeating: 902, count: 6))
    #expect(tuning.prefix(6).map(\.candidate) == [0, 0, 0, 1, 1, 1])
    #expect(tuning.prefix(6).map(\.trial.configuration) == [0, 1, 2, 0, 1, 2])
    #expect(tuning.prefix(6).map(\.trial.spec.optimizer.learningRate) == [0.1, 0.1, 0.1, 0.03, 0.03, 0.03])
    #expect(tuning.allSatisfy { $0.trial.purpose == .tuning && !$0.trial.keepsWeights })
  }

  @Test
  func `replicate 0 of all configurations comes first`() throws {
    let trials = try plan(Sample.text, ["+keep=weights"]).measurement(choices: [0, 1, 0])
    #expect(trials.map(\.replicate) == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(trials.map(\.configuration) == [0, 1, 2, 0, 1, 2, 0, 1, 2])
    #expect(trials.map(\.position) == Array(0..<9))
    #expect(trials.prefix(3).map(\.spec.optimizer.learningRate) == [0.1, 0.03, 0.1])
    #expect(trials.allSatisfy { $0.purpose == .measurement && $0.keepsWeights })
    #expect(Set(trials.map(\.id)).count == 9)
  }

  @Test
  func `the best mean at the last epoch is chosen, of equals the smaller value, diverged is worst`() throws {
    let plan = try plan(Sample.text, ["tune.seeds=[901, 902]"])
    // Candidates are .1 and .03; per configuration the errors of (candidate, seed).
    let errors: [[[Double?]]] = [[[0.2, 0.4], [0.3, 0.3]], [[0.1, nil], [0.9, 0.9]], [[nil, nil], [nil, 0.1]]]
    var outcomes: [TrialID: TrialOutcome] = [:]
    for tried in plan.tuning {
      let error = errors[tried.trial.configuration][tried.candidate][tried.trial.replicate - 901]
      outcomes[tried.trial.id] = outcome(error == nil ? .diverged(epoch: 1) : .completed, error: error ?? 0)
    }
    let choices = plan.choices { outcomes[$0] }
    #expect(choices.map(\.chosen) == [1, 1, 1])
    #expect(choices.map(\.allDiverged) == [false, false, true])
    #expect(choices[1].scores == [nil, 0.9])
    #expect(plan.frozen(choices.reversed()) == plan.measurement(choices: [1, 1, 1]))
  }

  @Test
  func `there is a choice per configuration, whatever was frozen of which`() throws {
    let plan = try plan(Sample.text)
    let frozen = [
      TuningChoice(configuration: 2, chosen: 0, scores: []), TuningChoice(configuration: 0, chosen: 7, scores: []),
      TuningChoice(configuration: 9, chosen: 0, scores: []),
    ]
    // Of equals, and of none, the smaller value: the second.
    #expect(plan.choices(frozen: frozen) { _ in nil }.map(\.chosen) == [1, 1, 0])
    #expect(plan.choices(frozen: []) { _ in nil }.map(\.configuration) == [0, 1, 2])
  }

  @Test
  func `accuracy is chosen the other way round`() throws {
    let tuning = try #require(
      try plan(Sample.changed("on: validation.error", "on: validation.accuracy")).experiment.tuning)
    #expect(tuning.best([0.5, 0.7]) == 1)
    #expect(tuning.best([nil, 0.1]) == 1)
    #expect(tuning.best([0.7, 0.7]) == 1, "the smaller learning rate")
    #expect(tuning.best([nil, nil]) == 1)
  }

  @Test
  func `configurations that differ in nothing but the tuned field are refused`() {
    let text = Sample.bare([
      "tune: { trial.optimizer.sgd.learningRate: [0.1, 0.03], seeds: [901], on: validation.error }",
      "vary: { trial.optimizer: [{ sgd: { learningRate: 0.1 } }, { sgd: { learningRate: 0.2 } }] }",
    ])
    #expect(
      Sample.problems(text) == """
        a.yaml:11:9: 'sgd 0.1' and 'sgd 0.2' are one configuration once 'trial.optimizer.sgd.learningRate' is tuned
        """)
  }

  @Test
  func `every data set is asked for its digest once`() throws {
    var asked: [String] = []
    let plan = Plan(try Sample.read(Sample.text, ["trial.dataset.name=mnist,kmnist"])) { source in
      asked.append(source.title)
      return source.title
    }
    #expect(asked == ["mnist", "kmnist"])
    let ids = Set(plan.measurement(choices: [0, 0, 0, 0, 0, 0]).map(\.id))
    #expect(ids.count == 18)
  }
}
