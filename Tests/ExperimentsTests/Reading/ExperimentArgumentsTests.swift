import Experiments
import Specifications
import Testing

/// The command that comes to an archived experiment again.
struct ExperimentArgumentsTests {
  private static let text = """
    name: small
    question: Which?
    seed: 1
    replicates: 3
    # A comment, and "quotes" that the archive does not keep.
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: "synthetic-digits", training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: 0.1 } }
      training: { batchSize: 20, epochs: 2 }
    vary: { trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }] }
    tiers: { look: { trial.training.epochs: 1 } }
    """

  private func read(
    _ overrides: [String] = [], tier: Tier? = nil, scale: Double? = nil
  ) throws -> Experiment {
    try Experiment.read(yaml: Self.text, file: "small.yaml", overrides: overrides, tier: tier, scale: scale)
  }

  /// Reads what the archive keeps of an experiment.
  private func archived(_ experiment: Experiment, source: String = text) throws -> Experiment {
    try Experiment.read(yaml: experiment.effective.yaml, file: "archive", source: source)
  }

  @Test
  func `a file as it stands needs nothing, a tier its name`() throws {
    #expect(try archived(try read()).arguments == [])
    #expect(try archived(try read(tier: .look)).arguments == ["--tier", "look"])
  }

  @Test(arguments: [
    ["trial.dataset.name=mnist"], ["replicates=5"], ["~baseline"], ["+trial.training.schedule=linear"],
    ["trial.network={ mlp: { hidden: [8, 8] } }"], ["trial.optimizer.sgd.learningRate=0.1,0.2"],
    ["trial.training.epochs=7", "trial.dataset.training=50"],
  ])
  func `what was overridden is named, and comes to the same experiment`(_ overrides: [String]) throws {
    let experiment = try archived(try read(overrides, tier: .look, scale: 0.5))
    var arguments = experiment.arguments
    #expect(arguments.prefix(2) == ["--tier", "look"])
    arguments.removeFirst(2)
    #expect(arguments.contains("scale=0.5"))
    #expect(try archived(try read(arguments, tier: .look)) == experiment)
  }

  @Test
  func `a text that cannot be read any more gives the tier alone`() throws {
    let experiment = try read(["replicates=5"], tier: .look)
    for text in ["", "name: [", "[]"] {
      #expect(try archived(experiment, source: text).arguments == ["--tier", "look"])
    }
  }
}
