import Experiments
import Files
import Foundation
import Testing

@testable import Reports

struct TemplateLibraryTests {
  @Test
  func `places and pages are the same for files with CRLF`() throws {
    #expect(try message(of: ["figure": "<p>\r\n  {{capton}}</p>"]).hasPrefix("figure.mustache:2:3: unknown key"))
    let folder = try Self.folder(["mine": "a\r\nb"])
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try TemplateLibrary(overrides: folder).render(0, template: "mine") == "a\nb")
  }

  @Test
  func `a misspelt key names its place and the nearest key`() throws {
    #expect(
      try message(of: ["figure": "<p>\n  {{capton}}</p>"])
        == "figure.mustache:2:3: unknown key 'capton' (did you mean 'caption'? templates/README.md lists all keys)")
  }

  @Test
  func `a template that does not exist names its place and those that do`() throws {
    let text = try message(of: ["mine": "{{>tabel}}"])
    #expect(text.hasPrefix("mine.mustache:1:1: unknown template 'tabel' (did you mean 'table'? there are base, "))
  }

  @Test
  func `a template that includes itself is refused with the way it does`() throws {
    let own = try message(of: ["style": "a {}\n{{>style}}"])
    #expect(own == "style.mustache:2:1: the template includes itself: style → style")
    let circle = try message(of: ["mine": "{{>yours}}", "yours": "<p>{{>mine}}"])
    #expect(circle == "yours.mustache:1:4: the template includes itself: mine → yours → mine")
  }

  @Test
  func `templates that include each other without a circle are refused where filling them would not end`() throws {
    func numbered(_ count: Int, _ text: (Int) -> String) -> [String: String] {
      Dictionary(uniqueKeysWithValues: (0..<count).map { ("t\($0 + 1_000)", text($0)) })
    }
    // The first would be filled 2³⁹ times by each.
    let all = try message(of: numbered(40) { at in (at + 1..<40).map { "{{>t\($0 + 1_000)}}" }.joined() })
    let said = "includes more than 1000 templates, with those that they include"
    #expect(all == "t1029.mustache:1:51: the template 't1029' \(said)")
    let doubled = numbered(40) { $0 == 39 ? "x" : "{{>t\($0 + 1_001)}}\n{{>t\($0 + 1_001)}}" }
    #expect(try message(of: doubled) == "t1030.mustache:2:1: the template 't1030' \(said)")
    let chain = try message(of: numbered(2_000) { $0 == 1_999 ? "x" : "{{>t\($0 + 1_001)}}" })
    #expect(chain == "t1000.mustache:1:1: the template 't1000' \(said)")
    let often = try Self.folder(["mine": String(repeating: "{{>yours}}", count: 1_000), "yours": "x"])
    defer { try? FileManager.default.removeItem(at: often) }
    #expect(try TemplateLibrary(overrides: often).render(0, template: "mine").count == 1_000)
  }

  @Test
  func `a circle that another template leads to is told from the first of its names`() throws {
    let circle = try message(of: ["m": "{{>n3}}", "n1": "x\n {{>n2}}", "n2": "{{>n3}}", "n3": "{{>n1}}"])
    #expect(circle == "n3.mustache:1:1: the template includes itself: n1 → n2 → n3 → n1")
  }

  @Test
  func `a template that does not parse says what to do`() throws {
    #expect(
      try message(of: ["table": "{{=<% %>=}}\n<%#rows%>x"]).hasSuffix("a section is not ended; add its {{/key}}"))
    #expect(try message(of: ["table": "{{#rows}}{{/tags}}"]).contains("does not end the section that is open"))
    #expect(try message(of: ["table": "{{caption"]).contains("a tag is not finished"))
  }

  @Test(arguments: [
    ("a\n {{#rows}}x\n{{#cells}}{{/cells}}\ny\n", "2:2: {{#rows}} is not ended; add its {{/rows}}"),
    (
      "{{#rows}}\nb{{^cells}}\n{{/rows}}\n",
      "2:2: {{^cells}} is not ended before the {{/rows}} in line 3; add its {{/cells}}"
    ),
    ("{{<base}}\n{{$head}}x\n", "2:1: {{$head}} is not ended; add its {{/head}}"),
    ("{{<base}}\n{{$head}}x{{/head}}\n", "1:1: {{<base}} is not ended; add its {{/base}}"),
  ])
  func `a section that is not ended is told where it begins`(text: String, message: String) throws {
    #expect(try self.message(of: ["table": text]) == "table.mustache:" + message)
  }

  @Test
  func `a megabyte of braces is refused at once, and a long style sheet is not`() throws {
    let braces = String(repeating: "@a{b, c = {", count: 100_000)
    let refused = "mine.mustache:1:1: 200000 braces in 1100000 bytes are too many"
    #expect(try message(of: ["mine": braces]).hasPrefix(refused))
    #expect(try message(of: ["mine": "{{=<% %>=}}" + String(repeating: "<a>", count: 30_000)]).contains("too many"))
    let style = String(repeating: ".figure > img { max-width: 100%; height: auto }\n", count: 1_000)
    try TemplateLibrary.check(template: style, file: "mine")
  }

  @Test
  func `a folder replaces built-in templates and adds partials`() throws {
    let folder = try Self.folder(["table": "[{{>mine}}]", "mine": "{{name}}"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = try text(SampleReport.report.files(try TemplateLibrary(overrides: folder))[0])
    #expect(page.contains("[Configurations]"))
    #expect(!page.contains("<table>"))
    #expect(page.contains("<h1>"))
  }

  @Test(arguments: HostileText.all)
  func `a text can open no tag and close no attribute, whatever stands beside its marks`(text: HostileText) throws {
    struct Named: Sendable { let name: String }
    let folder = try Self.folder(["mine": "{{name}}"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = try TemplateLibrary(overrides: folder)
    #expect(library.render(Named(name: text.text), template: "mine") == text.shown)
    #expect(library.render(Named(name: "<Ünder & \u{301}>"), template: "mine") == "&lt;Ünder &amp; \u{301}&gt;")
  }

  @Test
  func `a record can end no template, whatever stands beside its marks`() throws {
    var record = PageRecord(kind: "page", program: "1")
    record.name = "\u{600}</template>&\u{308}"
    let page = record.embedded(in: "<body></body>")
    #expect(page.unicodeScalars.contains("\u{600}\\u003c/template>\\u0026\u{308}".unicodeScalars))
    #expect(PageRecord.read(from: page)?.name == record.name)
    let turned = page.replacing("\n", with: "\r\n")
    let read = try #require(PageRecord.read(from: turned))
    #expect(read.name == record.name && read.digest(of: turned) != read.page)
  }

  @Test
  func `a folder that is not there is an error`() {
    #expect(throws: FileError(path: "/nowhere/at/all", operation: "read", code: ENOENT)) {
      try TemplateLibrary(overrides: URL(filePath: "/nowhere/at/all"))
    }
  }

  @Test
  func `the built-in templates are those of the folder`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: TemplateVocabularyTests.templates.path)
    let names = files.filter { $0.hasSuffix(".mustache") }.map { String($0.dropLast(".mustache".count)) }
    #expect(names.sorted() == TemplateLibrary.builtIn.keys.sorted())
  }

  @Test
  func `every name in every template resolves on a full page`() throws {
    var visited: Set<TemplateTag> = []
    let templates = TemplateLibrary.builtIn.mapValues { TemplateTag.all(in: $0.text) }
    let report = ClaimSample.report
    let page = report.model(
      embedding: false,
      links: ReportLinks(
        home: "../index.html", compare: "compare.html", allTrials: "trials.html", marks: ["tried"],
        notes: ["Look again."]
      ) {
        "\($0.short).html"
      })
    let index = IndexReport([.init(of: report)], version: "1").model
    let catalog = try CatalogPage(Array(Catalog.sections.filter(\.isDropout).prefix(2)), version: "1").model()
    let pages = [("experiment", page as Any), ("index", index as Any), ("catalog", catalog as Any)]
    for (name, model) in pages + (try NotebookSample.models()) {
      var walk = TemplateWalk(templates: templates)
      walk.run(name, stack: [model])
      #expect(walk.unresolved.isEmpty, "\(walk.unresolved)")
      visited.formUnion(walk.visited)
    }
    // The note for an empty archive is the one part that a full page does not show.
    let all = Set(templates.values.joined().filter { $0.kind == .variable || $0.kind == .section })
    #expect(all.subtracting(visited).map(\.name) == [])
  }

  func message(of templates: [String: String]) throws -> String {
    let folder = try Self.folder(templates)
    defer { try? FileManager.default.removeItem(at: folder) }
    let error = try #require(throws: TemplateError.self) { try TemplateLibrary(overrides: folder) }
    return error.description.replacing(folder.path + "/", with: "")
  }

  private func text(_ file: ReportFile) throws -> String { String(decoding: file.bytes, as: UTF8.self) }

  static func folder(_ templates: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "templates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in templates {
      try Data(text.utf8).write(to: folder.appending(path: "\(name).mustache"))
    }
    return folder
  }
}
