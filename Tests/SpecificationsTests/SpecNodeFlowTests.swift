import Testing

@testable import Specifications

struct SpecNodeFlowTests {
  @Test
  func `what flow writes is read back as the same tree`() {
    let tree = SpecNode.map([
      ("dropout", .map([("hidden", .map([("bernoulli", .map([("rate", .text("0.5"))]))]))])),
      ("hidden", .list([.text("256"), .map([]), .list([])])), ("name", .text("a b – c")),
      ("quoted", .text("x: {\"y\", \\ \u{1}<script>}")), ("nothing", .text("")),
    ])
    #expect(SpecNode(flow: tree.flow)?.canonical == tree.canonical)
  }

  @Test
  func `what lies too deep for the stack is not read`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "{ a: [", count: depth) + String(repeating: "] }", count: depth)
    }
    #expect(SpecNode(flow: nested(50)) != nil)
    #expect(SpecNode(flow: nested(51)) == nil)
    #expect(SpecNode(flow: String(repeating: "[", count: 1_000_000)) == nil)
  }

  @Test(arguments: ["{ a: 1", "{ a 1 }", "[1, 2", "a, b", "\"open", "{ a: 1 } x", ""])
  func `other texts are left to the reader of all YAML`(text: String) {
    #expect(SpecNode(flow: text) == nil)
  }
}
