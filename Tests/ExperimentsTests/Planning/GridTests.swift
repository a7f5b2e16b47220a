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

  private static func rates(_ count: Int) -> [String] { (1...count).map { "\(Double($0) / 8192)" } }
  private static let rate = "trial.optimizer.sgd.learningRate"

  @Test
  func `hundreds of excluded points are each found`() throws {
    let rates = Self.rates(300)
    let excluded = rates.dropLast().map { "{ \(Self.rate): \($0) }" }.joined(separator: ", ")
    let found = try Sample.read(
      Sample.bare(["vary:", "  \(Self.rate): [\(rates.joined(separator: ", "))]", "  exclude: [\(excluded)]"]))
    #expect(found.configurations.map(\.tree).compactMap { $0.node(at: SpecPath(Self.rate).tail)?.flow } == [rates[299]])
  }

  @Test(arguments: [
    // In other words.
    ("  exclude: [ { trial.dropout.hidden: { bernoulli: { retention: 0.8 } } } ]", "N 1, N 2, H 1, H 2"),
    ("  exclude: [ { trial.dropout.hidden.bernoulli.rate: 0.50 } ]", "N 1, N 2, F 1, F 2"),
    // Beneath what is set before, and around it: `rate` cannot be set in `none`, so this is not `none` with two epochs.
    (
      "  exclude: [ { trial.dropout.hidden: { bernoulli: {} }, trial.dropout.hidden.bernoulli.rate: 0.2 } ]",
      "N 1, N 2, H 1, H 2"
    ),
    (
      "  exclude: [ { trial.dropout.hidden.bernoulli.rate: 0.2, trial.dropout.hidden: none } ]",
      "a.yaml:14:16: this exclude matches no point of the grid"
    ),
    ("  exclude: [ { trial.training.epochs: 1 }, { trial.training.epochs: 1 } ]", "N, F, H"),
    ("  exclude: [ { trial.training.schedule: constant, trial.training.epochs: 2 } ]", "N, F, H"),
    ("  exclude: [ { trial.dataset.training: 100 } ]", "a.yaml:14:16: this exclude matches no point of the grid"),
  ])
  func `excluded points may be written in any words`(exclude: String, left: String) throws {
    let axes = [
      "vary:", "  trial.dropout.hidden: [none, { bernoulli: { rate: 0.2 } }, { bernoulli: { rate: 0.5 } }]",
      "  trial.training.epochs: [1, 2]",
    ]
    let text = Sample.bare(axes + [exclude])
    let found = (try? Sample.read(text))?.configurations.map(\.label).joined(separator: ", ") ?? Sample.problems(text)
    #expect(
      found.replacing("none", with: "N").replacing("bernoulli 0.2", with: "F").replacing("bernoulli 0.5", with: "H")
        .replacing(", epochs", with: "") == left)
  }

  @Test
  func `excluding is refused where it takes too many comparisons`() {
    func problems(_ points: Int, _ excluded: [String]) -> String {
      Sample.problems(
        Sample.bare([
          "vary:", "  \(Self.rate): [\(Self.rates(points).joined(separator: ", "))]",
          "  exclude: [\(excluded.joined(separator: ", "))]",
        ]))
    }
    func sentence(_ count: Int) -> String {
      "a.yaml:13:15: exclude takes \(count) comparisons with points of the grid, allowed are at most 200000"
    }
    #expect(problems(1000, (1...201).map { "{ trial.k\($0): 1 }" }) == sentence(201_000))
    #expect(problems(400, (1...501).map { "{ trial.training.epochs: \($0) }" }) == sentence(200_400))
  }

  @Test
  func `tuning that makes too many trials is refused before candidates are read`() {
    let text = Sample.bare([
      "vary: { trial.optimizer.sgd.momentum: [\(Self.rates(100).joined(separator: ", "))] }",
      "tune: { \(Self.rate): [\(Self.rates(1000).joined(separator: ", "))], seeds: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20], "
        + "on: validation.error }",
    ])
    #expect(
      Sample.problems(text) == "a.yaml:1:1: 100 configurations with 10003 trials each are more than 1000000 trials")
  }

  @Test
  func `thousands of axes are read, and the one that sets another anew is found`() throws {
    func read(_ paths: [String]) throws -> (Variations?, [String]) {
      let problems = Problems()
      let node = try YAMLReader.read(paths.map { "\($0): [1]" }.joined(separator: "\n"), file: "a.yaml")
      return (Variations.read(node, problems), problems.found.map(\.description))
    }
    let paths = (1...2000).map { "trial.a.k\($0).b" }
    #expect(try read(paths).0?.paths.map(\.description) == paths)
    #expect(
      try read(paths + ["trial.a.k7", "trial.a"]).1 == [
        "a.yaml:2001:1: 'trial.a.k7' sets 'trial.a.k7.b' anew, which is varied before; write it first",
        "a.yaml:2002:1: 'trial.a' sets 'trial.a.k1.b' anew, which is varied before; write it first",
      ])
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
