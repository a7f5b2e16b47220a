import Specifications
import Testing

@testable import Datasets

/// Recipes read from what a person wrote, and impossible parameters refused.
struct RecipeReadingTests {
  private func read(_ entries: [(String, SpecNode)]) -> (spec: DatasetSpec?, problems: [String]) {
    let problems = Problems()
    let counts: [(String, SpecNode)] = [("training", 10.node), ("validation", 0.node), ("test", 0.node)]
    let spec = DatasetSpec.read(.map(counts + entries), problems)
    return (spec, problems.found.map(\.message))
  }

  private func named(_ name: String, _ parameters: [(String, SpecNode)]) -> (String, SpecNode) {
    ("name", .map([(name, .map(parameters))]))
  }

  @Test
  func `what a recipe writes it reads again, without what is at its default`() throws {
    var linear = LinearRegression()
    linear.features = 3
    linear.relevant = 2
    linear.relevance = .small
    var product = PlantedCoadaptation(.product)
    product.broken = true
    for set in GeneratedDataset.plain + [.linearRegression(linear), .plantedCoadaptation(product)] {
      let source = DatasetSource.generated(set)
      #expect(DatasetSource.read(source.node, Problems()) == source)
      if GeneratedDataset.plain.contains(set) {
        #expect(source.node == .text(source.title) && source.key == source.title)
      }
    }
    #expect(DatasetSource.folder(path: "a b").key == "a b" && DatasetSource.named(.mnist).key == "mnist")
    var other = linear
    other.relevance = .large
    let keys = [linear, other].map { DatasetSource.generated(.linearRegression($0)).key }
    #expect(keys[0] != keys[1] && keys[0].contains("relevance: small"))
  }

  @Test
  func `impossible parameters are refused`() {
    let cases: [(String, [(String, SpecNode)], String)] = [
      ("linear-regression", [("correlation", 1.0.node)], "correlation is '1', allowed is a number above −1, below 1"),
      (
        "linear-regression", [("features", 3.node), ("relevant", 4.node)],
        "relevant is '4', allowed is at most the 3 features"
      ),
      (
        "rare-features", [("active", 0.3.node)],
        "active is '0.3', allowed is at most 1 / 5, since at most one group is active"
      ),
      ("gap-sine", [("gap", 3.0.node)], "gap is '3', allowed is less than the reach of 2"),
      ("markov-language", [("symbols", 65.node)], "symbols is '65', allowed is a whole number from 2 to 64"),
      ("random-fields", [("side", 2.node)], "side is '2', allowed is a whole number from 3 to 1000000"),
      (
        "temporal-order", [("stpes", 20.node)],
        "unknown key 'stpes' in temporal-order (did you mean 'steps'?); allowed: steps"
      ),
    ]
    for (name, parameters, sentence) in cases {
      let found = read([named(name, parameters)])
      #expect(found.problems == [sentence])
    }
  }

  @Test
  func `sets that no machine holds are refused`() {
    let most = "a whole number from 1 to 1000000"
    let cases: [(String, [(String, SpecNode)], String)] = [
      ("delayed-recall", [("delay", Int.max.node)], "delay is '9223372036854775807', allowed is \(most)"),
      (
        "delayed-recall", [("delay", 999_999.node)],
        "delayed-recall would make 7000 examples of 9000000 numbers each, allowed are at most 1000000000 numbers in all"
      ),
      (
        "adding", [("steps", Int.max.node)],
        "steps is '9223372036854775807', allowed is a whole number from 2 to 1000000"
      ),
      (
        "temporal-order", [("steps", 1_000_000.node)],
        "temporal-order would make 7000 examples of 8000000 numbers each, allowed are at most 1000000000 numbers in all"
      ),
      ("random-fields", [("channels", Int.max.node)], "channels is '9223372036854775807', allowed is \(most)"),
      (
        "random-fields", [("side", 1_000_000.node), ("channels", 1_000_000.node)],
        "random-fields would make 8000 examples of 1000000000000000000 numbers each, allowed are at most 1000000000 "
          + "numbers in all"
      ),
      ("linear-regression", [("features", Int.max.node)], "features is '9223372036854775807', allowed is \(most)"),
      ("rare-features", [("groups", Int.max.node)], "groups is '9223372036854775807', allowed is \(most)"),
      (
        "rare-features", [("nuisance", Int.max.node)],
        "nuisance is '9223372036854775807', allowed is a whole number from 0 to 1000000"
      ),
      ("teacher-student", [("inputs", Int.max.node)], "inputs is '9223372036854775807', allowed is \(most)"),
      (
        "teacher-student", [("inputs", 10_000.node), ("hidden", 10_001.node)],
        "the teacher would have 10001 × 10000 weights, allowed are at most 100000000"
      ),
      ("planted-coadaptation", [("pairs", Int.max.node)], "pairs is '9223372036854775807', allowed is \(most)"),
      (
        "markov-language", [("steps", Int.max.node)],
        "steps is '9223372036854775807', allowed is a whole number from 2 to 1000000"
      ),
    ]
    for (name, parameters, sentence) in cases { #expect(read([named(name, parameters)]).problems == [sentence]) }
  }

  @Test
  func `keys that a kind of target cannot have are refused`() {
    let line = named("concrete-line", [])
    #expect(
      read([line, ("labelNoise", 0.1.node)]).problems
        == ["labelNoise is for classes, but the target of concrete-line is a real number"])
    #expect(
      read([line, ("randomLabels", 0.1.node)]).problems
        == ["randomLabels is for classes, but the target of concrete-line is a real number"])
    #expect(
      read([named("markov-language", []), ("normalization", .text("standardized"))]).problems
        == ["standardized is for numbers, but the features of markov-language are symbols"])
    #expect(
      read([line, ("augmentation", .map([("shift", 1.0.node)]))]).problems
        == ["augmentation moves images, but the features of concrete-line are numbers"])
  }
}
