import Specifications
import Testing

enum Fruit: Hashable, Chosen {
  case apple, pear
  case grapes(count: Int)

  static let noun = "fruit"
  static let choices: [Choice<Fruit>] = [
    Choice("apple", .apple, "Round."), Choice("pear", .pear, "Not round."),
    Choice(
      "grapes", "Many.", example: "{ grapes: { count: 3 } }",
      read: { map in map.optional("count", default: 3, in: .atLeast(1)).map { .grapes(count: $0) } },
      write: { fruit in
        guard case .grapes(let count) = fruit else { return nil }
        return count == 3 ? [] : [("count", count.node)]
      }),
  ]
}

struct ChoiceTests {
  private func read(_ node: SpecNode) -> (fruit: Fruit?, said: [String]) {
    let problems = Problems()
    return (Fruit.read(node, problems), problems.found.map(\.message))
  }

  @Test(arguments: [Fruit.apple, .pear, .grapes(count: 3), .grapes(count: 7)])
  func `what is written reads as itself`(fruit: Fruit) { #expect(read(fruit.node).fruit == fruit) }

  @Test
  func `a case at its defaults is one word`() {
    #expect(Fruit.grapes(count: 3).node == .text("grapes"))
    #expect(Fruit.grapes(count: 7).node.flow == "{ grapes: { count: 7 } }")
    #expect(Fruit.grapes(count: 7).name == "grapes")
  }

  @Test
  func `a word that is not in the list is reported with the nearest`() {
    let allowed = "allowed: apple, pear, grapes"
    #expect(read(.text("aple")).said == ["unknown name 'aple' in fruit (did you mean 'apple'?); \(allowed)"])
    #expect(read(.list([])).said == ["expected one fruit, found a list; \(allowed)"])
    #expect(read(.text("")).said == ["expected one fruit, found nothing; \(allowed)"])
  }

  @Test
  func `parameters are as strict as keys, and two cases are one too many`() {
    let small = SpecNode.map([("grapes", .map([("count", .text("0"))]))])
    #expect(read(small).said == ["count is '0', allowed is a whole number of at least 1"])
    let sized = SpecNode.map([("apple", .map([("size", .text("1"))]))])
    #expect(read(sized).said == ["unknown key 'size' in apple; it has none"])
    let two = SpecNode.map([("apple", .map([])), ("pear", .map([]))])
    #expect(read(two).said == ["expected one fruit, found 'apple' and 'pear'; keep one of them"])
  }
}
