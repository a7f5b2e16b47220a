import Experiments
import Specifications
import Testing

struct YAMLReaderTests {
  private func read(_ text: String) throws -> SpecNode { try YAMLReader.read(text, file: "a.yaml") }

  private func problems(_ text: String) -> String {
    do {
      return try read(text).flow
    } catch {
      return "\(error)"
    }
  }

  @Test
  func `every node knows its place, counted in characters`() throws {
    let tree = try read("é: [ü, { ö: 1 }]\nb: |\n  text\n")
    #expect(tree.node(at: SpecPath("é"))?.place == Place(file: "a.yaml", line: 1, column: 4))
    let list = try #require(tree["é"])
    guard case .list(let items) = list.content else { throw SpecError(list.place, "no list") }
    #expect(items[1]["ö"]?.place == Place(file: "a.yaml", line: 1, column: 13))
    #expect(tree.entries?[1].place == Place(file: "a.yaml", line: 2, column: 1))
  }

  @Test
  func `a byte order mark is read over, and lines end as any system ends them`() throws {
    #expect(problems("\u{FEFF}a: 1\r\nb: 2\r\n") == "{ a: 1, b: 2 }")
    let bomb = "a: 1\nb: &x [" + String(repeating: "*x, ", count: 100_001) + "1]\n"
    for end in ["\n", "\r\n"] {
      #expect(problems(bomb.replacing("\n", with: end)).hasPrefix("a.yaml:2:"))
    }
  }

  @Test
  func `texts stay as they are written and nothing is guessed`() throws {
    let tree = try read("a: 017\nb: yes\nc: 1:30\nd: '5'\ne: ~\nf: null\ng: |\n  1\n  2\nh: 2024-01-01\n")
    #expect(
      tree.canonical
        == #"{"a":"017","b":"yes","c":"1:30","d":"5","e":"","f":"","g":"1\u000a2\u000a","h":"2024-01-01"}"#)
    #expect(tree["a"]?.plainText == "017")
    #expect(tree["d"]?.plainText == nil)
  }

  @Test(arguments: [
    ("", "a.yaml:1:1: the file is empty; an experiment is a map"),
    ("# only a comment\n", "a.yaml:1:1: the file is empty; an experiment is a map"),
    ("a: 1\n\tb: 2\n", "a.yaml:2:1: a tab cannot indent YAML; use spaces"),
    ("a:\n\t- 1\n", "a.yaml:2:1: a tab cannot indent YAML; use spaces"),
    ("a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document begins here; a file holds one experiment"),
    ("a: [1, 2\n", "a.yaml:2:1: this is not YAML: did not find expected ',' or ']'"),
    ("a: 'x\n", "a.yaml:2:1: this is not YAML: found unexpected end of stream"),
    ("a: b: c\n", "a.yaml:1:5: this is not YAML: mapping values are not allowed in this context"),
    ("a: 1\nb: \u{1}\n", "a.yaml:2:4: this is not YAML: control characters are not allowed"),
    ("a: *b\n", "a.yaml:1:4: this is not YAML: found undefined alias"),
    ("a: &x 1\nb: *x\n", "a.yaml:2:1: aliases (*) are not allowed; write the value out"),
    ("a: &x [1]\nb: { c: [2, *x] }\n", "a.yaml:2:10: aliases (*) are not allowed; write the value out"),
    ("a: !!int 5\n", "a.yaml:1:4: tags (such as !!int) are not allowed; write the value as it is"),
    ("a: !mine { b: 1 }\n", "a.yaml:1:4: tags (such as !!int) are not allowed; write the value as it is"),
    ("a: !list [1]\n", "a.yaml:1:4: tags (such as !!int) are not allowed; write the value as it is"),
    ("[1, 2]: 3\n", "a.yaml:1:1: a key must be a plain text"),
    ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: the key 'a' is written twice; first in line 1"),
    (
      "a: 1\n'a': { x: 1, x: 2 }\na: 3\n",
      """
      a.yaml:2:1: the key 'a' is written twice; first in line 1
      a.yaml:2:14: the key 'x' is written twice; first in line 2
      a.yaml:3:1: the key 'a' is written twice; first in line 1
      """
    ),
  ])
  func `broken text ends in one clear error`(text: String, said: String) {
    #expect(problems(text) == said)
  }

  @Test
  func `a bomb of aliases takes no time, as value or as key`() {
    let levels = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]" }.joined(separator: "\n")
    let bomb = "a0: &a0 [x, x]\n\(levels)\n"
    let same = "a0: &a [x, x]\n" + (1...60).map { "a\($0): &a [*a, *a]" }.joined(separator: "\n")
    let started = ContinuousClock.now
    #expect(problems(bomb).contains("aliases (*) are not allowed"))
    #expect(problems(bomb + "? *a30\n: 1\n").contains("aliases (*) are not allowed"))
    #expect(problems(same + "\n? *a\n: 1\n").contains("aliases (*) are not allowed"))
    #expect(ContinuousClock.now - started < .seconds(2))
  }

  @Test
  func `very many doubled keys of a long text are told by the first one`() {
    let keys = (1...40_000).map { "k\($0): 1\n" }.joined()
    #expect(
      problems(keys + String(repeating: "a: 1\n", count: 300))
        == "a.yaml:40001:1: the key 'a' is written twice in one map")
    #expect(problems(String(repeating: "a: 1\n", count: 200)).split(separator: "\n").count == 199)
  }

  @Test
  func `deep nesting is refused, not followed to a crash`() {
    #expect(problems(String(repeating: "[", count: 100_000)).hasSuffix(": lists and maps lie more than 1000 deep"))
    let blocks = (0..<1100).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    #expect(problems(blocks).hasSuffix(": lists and maps lie more than 1000 deep"))
  }
}
