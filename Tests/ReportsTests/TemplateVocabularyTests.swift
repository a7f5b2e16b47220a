import Foundation
import Reports
import Testing

struct TemplateVocabularyTests {
  @Test
  func `keys stand in ascending order, each once, with a meaning`() {
    let names = TemplateVocabulary.keys.map(\.name)
    #expect(names == names.sorted { $0.lowercased() < $1.lowercased() })
    #expect(Set(names).count == names.count)
    #expect(TemplateVocabulary.keys.allSatisfy { !$0.meaning.isEmpty })
  }

  @Test
  func `the readme of the templates lists every key with its meaning`() throws {
    let readme = try String(contentsOf: Self.templates.appending(path: "README.md"), encoding: .utf8)
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }.drop {
      !$0.hasPrefix("| `\(TemplateVocabulary.keys[0].name)`")
    }
    #expect(rows.map(String.init) == TemplateVocabulary.keys.map { "| `\($0.name)` | \($0.meaning) |" })
  }

  static var templates: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "templates")
  }
}
