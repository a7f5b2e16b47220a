import Specifications
import Testing

@testable import Reports

/// Texts on which looking ahead from every mark, or back from every node, would take minutes.
struct LongParagraphTests {
  private func scanned(_ text: String) -> (text: String, marks: [NotebookMark], problems: [Problem]) {
    let problems = Problems()
    var scanner = NotebookScanner(names: NotebookNames(), problems: problems)
    let marked = scanner.scan(text, at: Place(file: "a.md", line: 1, column: 1), isWhole: true)
    return (marked.text, scanner.marks.map(\.mark), problems.found)
  }

  @Test(arguments: [
    ("$a ", "\\$a "), ("`a` ", "`a` "), ("[@a", "[@a"), ("@a ", "@a "), ("@fig ", "@fig "), ("``a` ", "``a` "),
  ])
  func `marks that nothing ends stay text`(part: String, left: String) {
    let found = scanned(String(repeating: part, count: 30_000))
    #expect(found.text == String(repeating: left, count: 30_000))
    #expect(found.marks.isEmpty && found.problems.isEmpty)
  }

  @Test
  func `marks that end are all found`() throws {
    let formula = scanned(String(repeating: "$$a$$ ", count: 20_000))
    #expect(formula.marks == Array(repeating: .math("a", display: true, label: nil), count: 20_000))
    let label = try #require(NotebookLabel("fig-a"))
    let reference = scanned(String(repeating: "@fig-a- ", count: 20_000))
    #expect(reference.marks == Array(repeating: .reference(label), count: 20_000))
    #expect(reference.text.hasSuffix("\u{E000}19999\u{E001}- "))
  }

  @Test
  func `runs of backticks of every length stay text, and one that comes again is code`() {
    let runs = (1..<600).map { String(repeating: "`", count: $0) + " " }
    let found = scanned(runs.joined() + "{{ x }} " + runs[300] + "{{ y }}\n\n$a$ `$b$` $c$")
    // Between 301 backticks and as many everything is code, {{ x }} too.
    #expect(found.problems.count == 1)
    #expect(found.problems.first?.message.hasPrefix("'y' is no inline value") == true)
    #expect(found.marks == ["a", "c"].map { .math($0, display: false, label: nil) })
  }

  @Test
  func `what one paragraph lacks is found in the next`() {
    let found = scanned("$a ` `` [@b\n\n$a$ `$` ``$`` [@b] {{ x }}")
    #expect(found.marks == [.math("a", display: false, label: nil), .citation(["b"])])
    #expect(found.problems.map(\.place.column) == [20])
  }

  @Test
  func `a label ends a heading, and spaces in front of another brace do not`() throws {
    let gap = String(repeating: " ", count: 100_000)
    let label = try #require(NotebookLabel("sec-a"))
    #expect(scanned("## a\(gap){#sec-a} b").text.hasSuffix("{#sec-a} b"))
    let found = scanned("## a {#sec-b} \(gap){#sec-a}\(gap)")
    #expect(found.text == "## \u{E000}0\u{E001} a {#sec-b}")
    #expect(found.marks == [.heading(NotebookHeading(level: 2, title: MarkedText("a {#sec-b}"), label: label))])
    #expect(scanned("## a {#sec-a}}").text.hasSuffix("{#sec-a}}"))
    #expect(scanned("## ü{#sec-é}").problems.map(\.place.column) == [5])
  }

  @Test
  func `the label of a formula follows it after spaces at most`() throws {
    let label = try #require(NotebookLabel("eq-a"))
    let found = scanned("$$a$$  {#eq-a}, $$b$$ {#eq-a\n} $$c$${#eq-{}")
    #expect(
      found.marks == [
        .math("a", display: true, label: label), .math("b", display: true, label: nil),
        .math("c", display: true, label: nil),
      ])
    #expect(found.text.hasSuffix("\u{E000}1\u{E001} {#eq-a\n} \u{E000}2\u{E001}{#eq-{}"))
  }

  @Test
  func `columns of very many nodes in one line are counted in letters`() {
    let nodes = MarkdownDocument("é " + String(repeating: "[ü](b) ", count: 20_000)).nodes
    let links = nodes.filter { $0.kind == "link" }
    #expect(links.map(\.column) == (0..<20_000).map { 3 + 7 * $0 })
    let quoted = MarkdownDocument(String(repeating: ">", count: 20_000) + "a").nodes
    #expect(quoted.filter { $0.kind == "block_quote" }.map(\.column) == Array(1...20_000))
  }

  @Test
  func `pictures in the text of each other are read once, however deep`() {
    let deep = 100_000
    let text = String(repeating: "![", count: deep) + "a" + String(repeating: "](u)", count: deep)
    let pictures = MarkdownDocument("## b \(text) ![c](v)").nodes.filter { $0.kind == "image" }
    #expect(pictures.count == deep + 1)
    #expect(pictures.filter { !$0.text.isEmpty }.map(\.text) == ["a", "c"])
    #expect(pictures.first?.text == "a" && pictures.last?.url == "v")
  }

  @Test
  func `a table that lacks most of its cells or is very wide is refused, and a long one is not`() throws {
    func problems(_ body: String) -> String {
      do { _ = try NotebookSample.bound(body, withExperiment: false) } catch { return "\(error)" }
      return ""
    }
    func head(_ columns: Int) -> String {
      ["a", "-"].map { String(repeating: "|\($0)", count: columns) + "|\n" }.joined()
    }
    let wide = "sample.md:8:1: this table has 1001 columns, allowed are at most 1000"
    #expect(problems(head(1_001) + head(1_001)) == wide)
    let head = head(1_000)
    let rows = String(repeating: "|b\n", count: 10_000)
    let said = "the rows of this table of 1000 columns lack more than 50000 cells; write a cell for every column"
    #expect(problems("A\n\n" + head + rows) == "sample.md:10:1: \(said)")
    #expect(problems(head + rows.replacing("b", with: "-")) == "sample.md:8:1: \(said)")
    let quoted = (head + rows).split(separator: "\n").map { "> \($0)" }.joined(separator: "\n")
    #expect(problems("```{question}\n#| id: a\n\(quoted)\n---\ny\n```") == "sample.md:10:1: \(said)")
    #expect(problems("|a|b|c|\n|-|-|-|\n" + String(repeating: "|1|2|3|\n", count: 2_000)).isEmpty)
    #expect(problems("a|b|c\n-|-|-\n" + String(repeating: "1||3\n", count: 2_000)).isEmpty)
    #expect(problems(head + "|b\n\nText\n\n" + String(repeating: "b\n", count: 100)).isEmpty)
  }
}
