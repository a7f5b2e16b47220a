import Experiments
import Specifications
import Testing

struct LabelsTests {
  @Test
  func `a bare number is a rate, a retention says so`() {
    #expect(dropout("rate", "0.2").shortText == "bernoulli 0.2")
    #expect(dropout("retention", "0.8").shortText == "bernoulli retention 0.8")
  }

  @Test
  func `lists of widths are joined`() {
    #expect(SpecNode.list([.text("256"), .text("256")]).shortText == "256-256")
  }

  @Test
  func `what is nested keeps its name, and an empty map is none`() {
    #expect(SpecNode.map([("hidden", dropout("rate", "0.2"))]).shortText == "hidden bernoulli 0.2")
    let heads = SpecNode.map([("attention", .map([("heads", .map([("rate", .text("0.2"))]))]))])
    #expect(heads.shortText == "attention heads 0.2")
    #expect(SpecNode.map([]).shortText == "none")
  }

  private func dropout(_ key: String, _ value: String) -> SpecNode {
    .map([("bernoulli", .map([(key, .text(value))]))])
  }
}
