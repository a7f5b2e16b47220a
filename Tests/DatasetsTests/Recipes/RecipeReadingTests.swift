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
      if GeneratedDataset.plain.contains(set) { #expect(source.node == .text(source.title)) }
    }
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
      ("random-fields", [("side", 2.node)], "side is '2', allowed is a whole number of at least 3"),
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
