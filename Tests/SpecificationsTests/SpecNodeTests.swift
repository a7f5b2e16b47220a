import Specifications
import Testing

struct SpecNodeTests {
  private let tree = SpecNode.map([
    ("b", .list([.text("1"), .map([("x", .text("a b"))])])), ("a", SpecNode(.scalar("1", quoted: true))),
  ])

  @Test
  func `maps are made in the order of their keys, and trees are equal wherever they stand`() {
    #expect(tree.entries?.map(\.key) == ["a", "b"])
    let moved = SpecNode(tree.content, place: Place(file: "f", line: 3, column: 4))
    #expect(moved == tree)
    #expect(Set([moved, tree]).count == 1)
    #expect(tree["a"] != SpecNode.text("1"), "a quoted text is not a number")
  }

  @Test
  func `the canonical text sorts keys and quotes as JSON does`() {
    let unsorted = SpecNode(.map([SpecEntry(key: "z", value: .text("1")), SpecEntry(key: "a", value: .list([]))]))
    #expect(unsorted.canonical == #"{"a":[],"z":"1"}"#)
    #expect(tree.canonical == #"{"a":"1","b":["1",{"x":"a b"}]}"#)
    #expect(SpecNode.text("\"\\\n\u{7F}\u{2028}é").canonical == #""\"\\\u000a\u007f\u2028é""#)
  }

  @Test
  func `a node says what it is in the words of a message`() {
    #expect(SpecNode.text("").kind == "nothing")
    #expect(SpecNode.text("x").kind == "'x'")
    #expect(SpecNode(.scalar("5", quoted: true)).kind == "the text '5'")
    #expect(SpecNode.list([]).kind == "a list")
    #expect(SpecNode.map([]).kind == "a map")
    #expect(SpecNode.text(String(repeating: "x", count: 99)).kind == "'" + String(repeating: "x", count: 60) + "…'")
    #expect(SpecNode.text("one\ntwo").kind == "'one…'")
  }

  @Test
  func `a place without a line is a file or an option`() {
    #expect("\(Place(file: "a.yaml", line: 3, column: 7))" == "a.yaml:3:7")
    #expect("\(Place(file: "--scale", line: 0, column: 0))" == "--scale")
  }
}
