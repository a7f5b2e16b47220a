import Experiments
import Specifications

/// A small experiment that reads without problems, and ways to change it.
enum Sample {
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
    tune: { trial.optimizer.sgd.learningRate: [0.1, 0.03], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden:
        - none
        - { bernoulli: { rate: 0.2 } }
        - { bernoulli: { retention: 0.5 } }
    """

  /// The sample up to `trial`, without baseline, tuning and variations, with these lines at the end.
  static func bare(_ lines: [String] = []) -> String {
    let trial = text.split(separator: "\n").filter { !$0.hasPrefix("baseline") }.prefix { !$0.hasPrefix("tune") }
    return (trial.map(String.init) + lines).joined(separator: "\n")
  }

  static func read(
    _ text: String = text, _ overrides: [String] = [], tier: Tier? = nil, scale: Double? = nil
  ) throws -> Experiment {
    try Experiment.read(yaml: text, file: "a.yaml", overrides: overrides, tier: tier, scale: scale)
  }

  /// Everything that reading says, or "no problem".
  static func problems(
    _ text: String = text, _ overrides: [String] = [], tier: Tier? = nil, scale: Double? = nil
  ) -> String {
    do {
      _ = try read(text, overrides, tier: tier, scale: scale)
      return "no problem"
    } catch {
      return "\(error)"
    }
  }

  static func changed(_ found: String, _ replacement: String) -> String {
    text.replacing(found, with: replacement, maxReplacements: 1)
  }
}
