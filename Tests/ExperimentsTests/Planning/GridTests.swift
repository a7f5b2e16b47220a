import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

struct GridTests {
  private func labels(_ vary: String...) throws -> [String] {
    try Sample.read(Sample.bare(["vary:"] + vary)).configurations.map(\.label)
  }

  /// Axes of one to four values, by which counts and orders are checked.
  private static let axes = [
    "trial.training.epochs": ["1", "2", "3", "4"], "trial.training.batchSize": ["5", "10", "20"],
    "trial.dataset.training": ["100", "200"], "trial.network.mlp.activation": ["relu", "tanh", "sigmoid"],
  ]

  @Test(arguments: [[1, 1, 1, 1], [4, 1, 1, 1], [2, 3, 1, 2], [4, 3, 2, 3], [3, 2, 2, 1], [1, 1, 2, 3]])
  func `a grid has the product of its axes as configurations, all different, the last axis fastest`(
    counts: [Int]
  ) throws {
    let axes = Self.axes.sorted { $0.key < $1.key }.enumerated().map { ($1.key, Array($1.value.prefix(counts[$0]))) }
    let text = Sample.bare(["vary:"] + axes.map { "  \($0.0): [\($0.1.joined(separator: ", "))]" })
    let configurations = try Sample.read(text).configurations
    #expect(configurations.count == axes.reduce(1) { $0 * $1.1.count })
    #expect(Set(configurations.map(\.spec)).count == configurations.count)
    #expect(Set(configurations.map(\.label)).count == configurations.count)
    #expect(configurations.map(\.index) == Array(configurations.indices))
    let expected = axes.reduce([[String]()]) { points, axis in points.flatMap { point in axis.1.map { point + [$0] } } }
    let found = configurations.map { configuration in
      axes.map { axis in configuration.tree.node(at: SpecPath(axis.0).tail)?.flow ?? "" }
    }
    #expect(found == expected)
  }

  @Test
  func `zipped lists move together, lists are points, excluded points are left out`() throws {
    #expect(
      try labels("  zip: [ { trial.training.epochs: [1, 2], trial.training.batchSize: [10, 20] } ]")
        == ["epochs 1, batchSize 10", "epochs 2, batchSize 20"])
    #expect(
      try labels(
        "  list:", "    - { trial.training.epochs: 1 }",
        "    - { trial.training.epochs: 3, trial.training.batchSize: 5 }",
        "  grid: { trial.dataset.training: [100, 200] }",
        "  exclude: [ { trial.training.epochs: 1, trial.dataset.training: 200 } ]")
        == ["epochs 1, training 100", "epochs 3, batchSize 5, training 100", "epochs 3, batchSize 5, training 200"])
  }

  @Test
  func `points that say the same are one configuration`() throws {
    let same = "  trial.dropout.hidden: [{ bernoulli: { rate: 0.2 } }, { bernoulli: { retention: 0.8 } }, none]"
    #expect(try labels(same) == ["bernoulli 0.2", "none"])
  }

  @Test
  func `a label names only what varies, and tells equal last keys apart`() throws {
    let rates = [
      "  trial.dropout.input: [{ bernoulli: { rate: 0.1 } }]", "  trial.dropout.hidden: [{ bernoulli: { rate: 0.1 } }]",
      "  trial.dropout.input.bernoulli.rate: [0.1, 0.2]", "  trial.dropout.hidden.bernoulli.rate: [0.3, 0.5]",
    ]
    let found = try Sample.read(Sample.bare(["vary:"] + rates)).configurations
    #expect(found[1].label == "input.bernoulli.rate 0.1, hidden.bernoulli.rate 0.5")
    #expect(
      found[0].fields.map(\.path.description) == [
        "trial.dropout.hidden.bernoulli.rate", "trial.dropout.input.bernoulli.rate",
      ])
    #expect(try Sample.read(Sample.bare([])).configurations.map(\.label) == ["as written"])
    #expect(try labels("  trial.training.epochs: [2]") == ["as written"])
  }

  @Test
  func `a path goes on into a variant that is written as one word`() throws {
    let text = Sample.bare(["  loss: crossEntropy", "vary: { trial.loss.crossEntropy.labelSmoothing: [0, 0.1] }"])
    #expect(
      try Sample.read(text).configurations.map(\.spec.loss) == [
        .crossEntropy(labelSmoothing: 0), .crossEntropy(labelSmoothing: 0.1),
      ])
    let wrong = Sample.bare(["vary: { trial.dropout.hidden.bernoulli.rate: [0.1, 0.2] }"])
    #expect(
      Sample.problems(wrong) == """
        a.yaml:11:9: 'trial.dropout.hidden.bernoulli.rate' leads through 'trial.dropout.hidden', which is 'none'; set \
        'trial.dropout.hidden' as a whole instead
        """)
  }

  @Test
  func `a grid without end is refused before it is made`() {
    let axis = (1...200).map(String.init).joined(separator: ", ")
    let text = Sample.bare([
      "vary:", "  trial.training.epochs: [\(axis)]", "  trial.training.batchSize: [\(axis)]",
      "  trial.dataset.training: [\(axis)]",
    ])
    #expect(Sample.problems(text) == "a.yaml:12:3: vary makes 8000000 points, allowed are at most 10000")
    let many = Sample.bare(["vary: { trial.training.epochs: [\(axis)] }"])
    #expect(Sample.problems(many, ["replicates=9000"]).hasSuffix("9000 trials each are more than 1000000 trials"))
  }
}
