import Experiments
import Specifications
import Testing

struct SpecDifferenceTests {
  private func tree(_ overrides: String...) throws -> SpecNode {
    try Sample.read(Sample.text, ["~tune"] + overrides).configurations[0].spec.node
  }

  @Test
  func `the fields that differ are named with both values`() throws {
    let found = SpecDifference.all(
      try tree("trial.training.epochs=7", "trial.dropout.input={ gaussian: { rate: 0.1 } }"), from: try tree())
    #expect(
      found.map(\.description) == [
        "trial.dropout.input.gaussian.rate is 0.1, there at its default", "trial.training.epochs is 7, there 2",
      ])
    #expect(SpecDifference.all(try tree(), from: try tree()).isEmpty)
  }

  @Test
  func `the nearest candidate has the fewest differences, the first of equals`() throws {
    let candidates = [
      (id: "a", tree: try tree("trial.training.epochs=3", "trial.training.batchSize=10")),
      (id: "b", tree: try tree("trial.training.epochs=3")), (id: "c", tree: try tree("trial.training.epochs=4")),
    ]
    #expect(SpecDifference.nearest(to: try tree(), among: candidates)?.id == "b")
    #expect(SpecDifference.nearest(to: try tree(), among: [(id: String, tree: SpecNode)]())?.id == nil)
  }
}
