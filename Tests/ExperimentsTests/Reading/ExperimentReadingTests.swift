import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

/// Reads a small experiment with pieces replaced, and compares whole messages.
struct ExperimentReadingTests {
  static let text = """
    name: rates
    question: Which rate is best?
    seed: 2014
    replicates: 3
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16, 16] } }
      dropout: { hidden: none }
      optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
      training: { batchSize: 20, epochs: 2 }
    tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden:
        - none
        - { bernoulli: { rate: 0.2 } }
        - { bernoulli: { retention: 0.5 } }
    """

  private func read(_ text: String = text, _ overrides: [String] = []) throws -> Experiment {
    try Experiment.read(yaml: text, file: "a.yaml", overrides: overrides)
  }

  private func problems(_ text: String, _ overrides: [String] = []) -> String {
    do {
      _ = try read(text, overrides)
      return "no problem"
    } catch {
      return "\(error)"
    }
  }

  @Test
  func `an experiment becomes configurations with labels and baselines`() throws {
    let experiment = try read()
    #expect(experiment.configurations.map(\.label) == ["none", "bernoulli 0.2", "bernoulli retention 0.5"])
    #expect(experiment.configurations.map(\.baseline) == [nil, 0, 0])
    #expect(experiment.metric == MetricChoice(name: .error, split: .test, at: .last))
  }

  @Test(arguments: [
    ("batchSize: 20", "batchSise: 20", "a.yaml:11:13: training lacks the key 'batchSize'"),
    (
      "momentum: 0.9", "momentun: 0.9",
      "a.yaml:10:42: unknown key 'momentun' in sgd (did you mean 'momentum'?); "
        + "allowed: learningRate, momentum, nesterov"
    ),
    ("rate: 0.2", "rate: 1.2", "a.yaml:16:28: rate is '1.2', allowed is a number from 0 to below 1"),
    ("epochs: 2", "epochs: 017", "a.yaml:11:38: expected a whole number, found '017'"),
    ("learningRate: 0.1,", "learningRate: 1:30,", "a.yaml:10:37: expected a number, found '1:30'"),
    ("name: synthetic-digits", "name: synthetic-digts", "did you mean 'synthetic-digits'?"),
    ("batchSize: 20", "batchSize: 500", "a.yaml:11:26: batchSize is 500, more than the 200 training examples"),
    ("seed: 2014", "seed: -1", "a.yaml:3:7: seed is '-1', allowed is a whole number of at least 0"),
    ("trial.dropout.hidden: none }", "trial.dropout.hidden: gaussian }", "needs 'rate' (of dropping) or 'retention'"),
    ("seeds: [901]", "seeds: [1]", "tune.seeds has 1, which is one of the 3 replicates that are compared"),
    ("seed: 2014", "seed: 2014\nseed: 2015", "twice"),
    ("question: Which", "question: [Which", "this is not YAML"),
    ("hidden: [16, 16]", "hidden: &a [16, 16]", "no problem"),
    (
      "question: Which rate is best?\nseed: 2014", "question: &a Why\nseed: *a",
      "aliases (*) are not allowed; write the value out"
    ),
  ])
  func `what is wrong is said with its place`(found: String, replacement: String, message: String) {
    let text = Self.text.replacing(found, with: replacement, maxReplacements: 1)
    #expect(problems(text).contains(message), "\(problems(text))")
  }

  @Test
  func `all problems are reported at once`() {
    let text = Self.text.replacing("rate: 0.2", with: "rote: 0.2").replacing("epochs: 2", with: "epochs: 0")
    #expect(problems(text).split(separator: "\n").count >= 3)
  }

  @Test
  func `overrides change, add, remove and sweep`() throws {
    #expect(try read(Self.text, ["replicates=5"]).replicates == 5)
    #expect(try read(Self.text, ["trial.training.epochs=7"]).configurations[0].spec.training.epochs == 7)
    #expect(try read(Self.text, ["~tune"]).tuning == nil)
    #expect(try read(Self.text, ["~baseline", "trial.training.epochs=2,4"]).configurations.count == 6)
    #expect(try read(Self.text, ["~baseline", "trial.training.epochs=range(1,4)"]).configurations.count == 9)
    #expect(problems(Self.text, ["trial.training.epoch=2"]).contains("did you mean 'epochs'?"))
    #expect(problems(Self.text, ["+seed=3"]).contains("is there already"))
    #expect(problems(Self.text, ["nonsense"]).contains("key=value"))
  }

  @Test
  func `a plan tunes every configuration with the same budget and compares replicate by replicate`() throws {
    let plan = Plan(try read()) { _ in "data" }
    #expect(plan.tuning.count == 2 * 3)
    let trials = plan.measurement(choices: [0, 1, 0])
    #expect(trials.count == 9)
    #expect(trials.map(\.replicate) == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(trials[1].spec.optimizer.learningRate == 0.1)
    #expect(trials[2].spec.optimizer.learningRate == 0.03)
    #expect(Set(trials.map(\.id)).count == 9)
  }

  @Test
  func `rate and retention are one trial, cosmetic changes keep the identity`() throws {
    let first = Plan(try read()) { _ in "data" }.measurement(choices: [0, 0, 0]).map(\.id)
    let text = Self.text.replacing("retention: 0.5", with: "rate: 0.5").replacing("name: rates", with: "name: other")
      .replacing("rate: 0.2", with: "retention: 0.8")
    #expect(Plan(try read(text)) { _ in "data" }.measurement(choices: [0, 0, 0]).map(\.id) == first)
    let changed = Self.text.replacing("seed: 2014", with: "seed: 2015")
    #expect(Plan(try read(changed)) { _ in "data" }.measurement(choices: [0, 0, 0]).map(\.id) != first)
  }

  @Test
  func `the effective tree reads as the same experiment`() throws {
    let experiment = try read(Self.text, ["replicates=5", "~baseline", "trial.training.epochs=3,4"])
    let again = try Experiment.read(yaml: experiment.effective.yaml, file: "b.yaml")
    #expect(again.configurations.map(\.spec) == experiment.configurations.map(\.spec))
    #expect(again.configurations.map(\.label) == experiment.configurations.map(\.label))
    #expect(again.effective == experiment.effective)
  }
}
