import Specifications
import Testing

struct MapReaderTests {
  private func node(_ entries: KeyValuePairs<String, SpecNode>) -> SpecNode {
    let listed = entries.enumerated().map { line, entry in
      SpecEntry(
        key: entry.key, value: SpecNode(entry.value.content, place: Place(file: "f", line: line + 1, column: 9)),
        place: Place(file: "f", line: line + 1, column: 1))
    }
    return SpecNode(.map(listed), place: Place(file: "f", line: 1, column: 1))
  }

  private func problems(_ node: SpecNode, _ read: (inout MapReader) -> Void) -> [String] {
    let problems = Problems()
    if var map = MapReader(node, of: "thing", problems) {
      read(&map)
      map.finish()
    }
    return problems.found.map(\.description)
  }

  @Test
  func `keys nobody asked for are reported with the nearest one`() {
    let found = problems(node(["size": .text("1"), "colr": .text("red"), "zebra": .text("1")])) { map in
      #expect(map.required("size", Int.self) == 1)
      #expect(map.optional("color", default: "blue") == "blue")
    }
    #expect(
      found == [
        "f:2:1: unknown key 'colr' in thing (did you mean 'color'?); allowed: size, color",
        "f:3:1: unknown key 'zebra' in thing; allowed: size, color",
      ])
  }

  @Test
  func `missing keys, wrong types and bounds are all reported`() {
    let found = problems(node(["size": .text("0"), "list": .list([.text("1")])])) { map in
      #expect(map.required("name", String.self) == nil)
      #expect(map.required("size", Int.self, in: .atLeast(1)) == nil)
      #expect(map.optional("list", default: [2], in: Bounds("two numbers") { $0.count == 2 }) == nil)
    }
    #expect(
      found == [
        "f:1:1: thing lacks the key 'name'", "f:1:9: size is '0', allowed is a whole number of at least 1",
        "f:2:9: list is [1], allowed is two numbers",
      ])
  }

  @Test
  func `absent, present and wrong are three things`() throws {
    let problems = Problems()
    var map = try #require(MapReader(node(["a": .text("1"), "b": .text("x")]), of: "thing", problems))
    let (absent, present, wrong) = (
      map.ifPresent("none", Int.self), map.ifPresent("a", Int.self), map.ifPresent("b", Int.self)
    )
    #expect(absent == .some(.none))
    #expect(present == .some(.some(1)))
    #expect(wrong == nil)
    #expect(map.has("a") && !map.has("none"))
    #expect(map.place(of: "b") == Place(file: "f", line: 2, column: 9))
    #expect(map.place(of: "c") == Place(file: "f", line: 1, column: 1))
  }

  @Test
  func `nothing written is an empty map, a list is none`() {
    #expect(problems(.text("")) { _ in } == [])
    #expect(problems(.list([])) { _ in } == [": expected a map for thing, found a list"])
  }
}
