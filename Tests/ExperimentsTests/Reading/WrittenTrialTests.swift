import Experiments
import Testing

/// Values of the trial that every point of `vary` replaces: no configuration shows what is wrong with them.
struct WrittenTrialTests {
  private static func text(_ found: String, _ replacement: String, vary: String) -> String {
    Sample.bare(["vary: { \(vary) }"]).replacing(found, with: replacement, maxReplacements: 1)
  }

  private static let rates = "trial.optimizer.sgd.learningRate: [0.1, 0.2]"
  private static let hidden = "trial.dropout.hidden: [none, { bernoulli: { rate: 0.2 } }]"

  static let wrong: [(found: String, replacement: String, vary: String, said: String)] = [
    ("learningRate: 0.1", "learningRate: fast", rates, "a.yaml:9:37: expected a number, found 'fast'"),
    (
      "learningRate: 0.1", "learningRate: -1", rates,
      "a.yaml:9:37: learningRate is '-1', allowed is a number above 0"
    ),
    (
      "hidden: none", "hidden: { bernoulli: { rate: 0.1, maks: unit } }", hidden,
      "a.yaml:8:48: unknown key 'maks' in bernoulli (did you mean 'mask'?); allowed: rate, retention, convention, mask"
    ),
    (
      "learningRate: 0.1, momentum: 0.9", "learningRate: slow, momentum: 0.9",
      "list: [{ trial.optimizer: { adam: { learningRate: 0.1 } } }, { trial.optimizer.sgd.learningRate: 0.2 }]",
      "a.yaml:9:37: expected a number, found 'slow'"
    ),
    (
      "epochs: 2", "epochs: 2.5", "zip: [{ trial.training.epochs: [1, 2], trial.training.batchSize: [10, 20] }]",
      "a.yaml:10:38: expected a whole number, found '2.5'"
    ),
  ]

  @Test(arguments: wrong)
  func `a mistake in one is said with its place`(found: String, replacement: String, vary: String, said: String) {
    #expect(Sample.problems(Self.text(found, replacement, vary: vary)) == said)
  }

  static let incomplete: [(found: String, replacement: String, vary: String)] = [
    ("learningRate: 0.1, ", "", rates),
    ("learningRate: 0.1", "learningRate: ", rates),
    ("hidden: none", "hidden: { bernoulli: {} }", hidden),
    ("hidden: none", "hidden: {}", hidden),
    ("hidden: [16, 16]", "hidden: []", "trial.network: [{ mlp: { hidden: [8] } }, { mlp: { hidden: [9] } }]"),
    ("name: synthetic-digits, ", "", "trial.dataset.name: [synthetic-digits, two-moons]"),
    (
      "name: synthetic-digits, training: 200, ", "",
      "trial.dataset: [{ name: two-moons, training: 60, validation: 60, test: 60 }]"
    ),
    // It fits the data that all of them have.
    ("batchSize: 20", "batchSize: 400", "trial.dataset.training: [400, 500]"),
  ]

  @Test(arguments: incomplete)
  func `what is left out there, or fits no other written value, is no mistake`(
    found: String, replacement: String, vary: String
  ) {
    #expect(Sample.text.contains(found))
    #expect(Sample.problems(Self.text(found, replacement, vary: vary)) == "no problem")
  }

  @Test
  func `what is archived is read as it was accepted`() throws {
    let text = Self.text("learningRate: 0.1", "learningRate: fast", vary: Self.rates)
    #expect(try Experiment.read(yaml: text, file: "a.yaml", source: text).configurations.count == 2)
  }
}
