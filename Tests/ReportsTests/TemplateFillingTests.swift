import Foundation
import Testing

@testable import Reports

struct TemplateFillingTests {
  @Test(arguments: [
    ("{{<p}}{{$a}}{{$a}}x{{/a}}{{/a}}{{/p}}", "1:13: the block holds itself: a → a"),
    ("{{<p}}{{$a}}\n{{#rows}}{{$b}}{{/b}}{{/rows}}{{/a}}{{$b}}{{>p}}{{/b}}{{/p}}", "the block holds itself: a → b → a"),
    ("{{<p}}{{$a}}{{<p}}{{$a}}x{{/a}}{{/p}}{{/a}}{{/p}}", "the block holds itself: a → a"),
    ("{{>q}}{{<p}}{{$c}}{{/c}}{{$a}}{{=<% %>=}}<%$a%><%/a%><%/a%>{{/p}}", "1:42: the block holds itself: a → a"),
  ])
  func `a block that holds itself is refused with the way it does`(text: String, said: String) throws {
    let message = try message(of: ["mine": text, "p": "[{{$a}}y{{/a}}]", "q": "{{$a}}y{{/a}}"])
    #expect(message.hasSuffix(said))
  }

  @Test
  func `a block that is found within itself once more, and ends there, is shown`() throws {
    let mine = "{{<p}}{{$b}}{{$c}}{{<p}}{{$c}}stop{{/c}}{{/p}}{{/c}}{{/b}}{{/p}}"
    #expect(try page(["mine": mine, "p": "({{$b}}y{{/b}})"]) == "((stop))")
    // Where nothing replaces it, a block within one of its own name shows what it holds.
    #expect(try page(["mine": "{{$a}}{{$a}}x{{/a}}{{/a}}"]) == "x")
    // The outermost template decides: the body of the middle one would hold itself, but is not used.
    let middle = "{{<p}}{{$b}}{{$a}}{{/a}}{{/b}}{{/p}}"
    let outer = "{{<middle}}{{$a}}x{{/a}}{{/middle}}"
    #expect(try page(["mine": outer, "middle": middle, "p": "({{$b}}y{{/b}})"]) == "(x)")
  }

  @Test
  func `blocks that show each other without a circle are refused where filling them would not end`() throws {
    let doubled = (0..<26).map { "{{$b\($0)}}{{$b\($0 + 1)}}{{/b\($0 + 1)}}{{$b\($0 + 1)}}{{/b\($0 + 1)}}{{/b\($0)}}" }
    let mine = "{{<p}}" + doubled.joined(separator: "\n") + "{{/p}}"
    let refused = try message(of: ["mine": mine, "p": "{{$b0}}{{/b0}}"])
    #expect(refused.hasSuffix("filling this shows more than 1000 blocks and templates"))
    #expect(try page(["mine": String(repeating: "{{$a}}x{{/a}}", count: 1_000)]).count == 1_000)
    #expect(try message(of: ["mine": String(repeating: "{{$a}}x{{/a}}", count: 1_001)]).contains("more than 1000"))
  }

  @Test
  func `what is too deep for the stack is refused, within a template and over templates`() throws {
    let said = "more than 100 sections, blocks and templates are within each other here"
    #expect(try page(["mine": nested(100)]) == "x")
    #expect(try message(of: ["mine": nested(101)]) == "mine.mustache:1:1001: \(said)")
    #expect(try message(of: ["mine": nested(100_000)]) == "mine.mustache:1:1001: \(said)")
    let both = try message(of: ["mine": nested(60, "{{>yours}}"), "yours": nested(40)])
    #expect(both == "yours.mustache:1:391: \(said)")
    #expect(throws: TemplateError.self) { try TemplateLibrary.check(template: nested(101), file: "mine") }
  }

  @Test
  func `a section may stand within itself once, for pairs, and not more often`() throws {
    struct List: Sendable { let rows = [1, 2, 3] }
    let twice = "{{#rows}}{{#rows}}{{.}}{{/rows}}{{/rows}}"
    #expect(try page(["mine": twice], List()) == "123123123")
    let thrice = try message(of: ["mine": "{{#rows}}{{>yours}}{{/rows}}", "yours": twice])
    #expect(thrice.hasPrefix("yours.mustache:1:10: the section 'rows' stands within itself more than once"))
    #expect(try page(["mine": "{{#rows}}{{/rows}}{{#rows}}{{/rows}}{{#rows}}{{.}}{{/rows}}"], List()) == "123")
  }

  @Test
  func `keys and templates are checked where other delimiters stand`() throws {
    let said = "the template includes itself: style → style"
    #expect(try message(of: ["style": "{{=<% %>=}}\n<%> style%>"]) == "style.mustache:2:1: \(said)")
    #expect(try message(of: ["mine": "{{=| |=}}|capton|"]).hasPrefix("mine.mustache:1:10: unknown key 'capton'"))
    #expect(try message(of: ["mine": "{{=| |=}}{{a}}|={{ }}=|{{b}}"]).hasPrefix("mine.mustache:1:24: unknown key 'b'"))
    // The old ones are back when the section ends.
    let section = "{{#rows}}{{= | | =}}|caption|{{a}}|/rows|{{b}}"
    #expect(try message(of: ["mine": section]).hasPrefix("mine.mustache:1:42: unknown key 'b'"))
    #expect(try page(["mine": "{{=| |=}}{{a}}|={{ }}=|{{! {{b}}c"]) == "{{a}}c")
  }

  /// Sections of a list with one element, of as many names as have fixed length, within each other.
  private func nested(_ count: Int, _ text: String = "x") -> String {
    let starts = (0..<count).map { _ in "{{^rows}}\n" }
    return starts.joined().replacing("\n", with: " ") + text + String(repeating: "{{/rows}}", count: count)
  }

  private func page(_ templates: [String: String], _ model: some Sendable = 0) throws -> String {
    let folder = try TemplateLibraryTests.folder(templates)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try TemplateLibrary(overrides: folder).render(model, template: "mine").filter { $0 != " " }
  }

  private func message(of templates: [String: String]) throws -> String {
    try TemplateLibraryTests().message(of: templates)
  }
}
