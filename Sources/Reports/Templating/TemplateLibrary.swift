import Files
import Foundation
import Mustache
import Specifications

/// The templates of all pages: those built into the program, or a user's own in their place.
package struct TemplateLibrary: Sendable {
  private let library: MustacheLibrary
  /// Whether templates of the user stand in for those that are built in.
  package let isOwn: Bool

  /// Takes the built-in templates, replaced and joined by the `.mustache` files of a folder.
  ///
  /// Throws `TemplateError` for a template that does not parse, or names a key or template that does not exist, and
  /// `FileError` for a folder that cannot be read.
  package init(overrides folder: URL? = nil) throws {
    var sources = Self.builtIn
    for (name, source) in try Self.read(folder) { sources[name] = source }
    let names = sources.keys.sorted()
    try TemplateInclusions.check(sources)
    let filling = try TemplateFilling(sources)
    var library = MustacheLibrary()
    for name in names {
      guard let source = sources[name] else { continue }
      try source.check(names: names)
      library.register(try source.parsed(), named: name)
    }
    try filling.check()
    self.library = library
    isOwn = folder != nil
  }

  /// Renders a page; the built-in templates have all names that are asked for.
  func render(_ model: some Sendable, template name: String) -> String {
    guard let text = library.render(model, withTemplate: name) else {
      preconditionFailure("no template is called '\(name)'")
    }
    return text
  }

  /// Renders a whole page with its record.
  func page(_ model: some Sendable, template name: String, record: PageRecord) -> String {
    record.embedded(in: render(model, template: name))
  }

  /// The style sheet of the reports, for pages of other rooms that look like them.
  package var styleSheet: String { render(EmptyModel(), template: "style") }

  /// Reads a template as if it stood in a folder of the user's.
  package static func check(template text: String, file: String) throws(TemplateError) {
    let source = TemplateSource(file: file, text: text)
    let filling = try TemplateFilling([file: source])
    try source.check(names: builtIn.keys.sorted())
    _ = try source.parsed()
    try filling.check()
  }

  private struct EmptyModel: Sendable {}

  /// The templates that come with the program, by name.
  static var builtIn: [String: TemplateSource] {
    let files: [(String, [UInt8])] = [
      ("base", PackageResources.base_mustache), ("catalog", PackageResources.catalog_mustache),
      ("claim", PackageResources.claim_mustache),
      ("exhibit", PackageResources.exhibit_mustache), ("experiment", PackageResources.experiment_mustache),
      ("facts", PackageResources.facts_mustache), ("figure", PackageResources.figure_mustache),
      ("index", PackageResources.index_mustache), ("style", PackageResources.style_mustache),
      ("notebook", PackageResources.notebook_mustache), ("origin", PackageResources.origin_mustache),
      ("table", PackageResources.table_mustache), ("trials", PackageResources.trials_mustache),
    ]
    return Dictionary(
      uniqueKeysWithValues: files.map { name, bytes in
        (name, TemplateSource(file: "templates/\(name).mustache", text: String(decoding: bytes, as: UTF8.self)))
      })
  }

  private static func read(_ folder: URL?) throws -> [(String, TemplateSource)] {
    guard let folder else { return [] }
    let names = try list(folder).filter { $0.hasSuffix(suffix) }
    return try names.sorted().map { name in
      let file = folder.appending(path: name)
      // A page has the line ends that a browser takes the digest of its style over.
      let bytes = try FileContents.read(file, atMost: FileContents.mostText)
      let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
      return (String(name.dropLast(suffix.count)), TemplateSource(file: file.path, text: text))
    }
  }

  /// The names in a folder; by path, since the listing of a URL does not follow a folder that is a symbolic link.
  private static func list(_ folder: URL) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: folder.path)
      throw FileError(path: folder.path, operation: "read", code: isThere ? EACCES : ENOENT)
    }
  }

  private static let suffix = ".mustache"
}

/// The text of one template with the file it came from.
struct TemplateSource: Hashable {
  let file: String
  let text: String

  /// Refuses keys and templates that do not exist, which Mustache would render as nothing.
  func check(names: [String]) throws(TemplateError) {
    let known = TemplateVocabulary.keys.map(\.name)
    for tag in TemplateTag.all(in: text) {
      switch tag.kind {
      case .variable, .section, .inverted:
        for key in tag.name.split(separator: ".") where !known.contains(String(key)) {
          throw unknown("key", String(key), among: known, at: tag, listed: "templates/README.md lists all keys")
        }
      case .partial, .parent:
        guard !names.contains(tag.name) else { continue }
        throw unknown("template", tag.name, among: names, at: tag, listed: "there are " + names.joined(separator: ", "))
      case .end, .block, .other: continue
      }
    }
  }

  func parsed() throws(TemplateError) -> MustacheTemplate {
    try checkEffort()
    do {
      return try MustacheTemplate(string: text)
    } catch let error as MustacheTemplate.ParserError {
      if Self.isOfSections(error.error), let unended = UnendedSection(in: text) {
        throw TemplateError(
          file: file, line: unended.start.line, column: unended.start.column, message: unended.sentence)
      }
      throw TemplateError(
        file: file, line: error.context.lineNumber, column: error.context.columnNumber,
        message: Self.sentence(for: error.error))
    } catch {
      throw TemplateError(file: file, line: 1, column: 1, message: "the template cannot be read: \(error)")
    }
  }

  private static func isOfSections(_ error: any Error) -> Bool {
    switch error as? MustacheTemplate.Error {
    case .expectedSectionEnd, .sectionCloseNameIncorrect: true
    default: false
    }
  }

  /// At every brace the parser counts the characters up to the end; a megabyte of braces would take minutes.
  private func checkEffort() throws(TemplateError) {
    let bytes = text.utf8
    // Where delimiters change, any character may begin one.
    let braces = text.contains("{{=") ? bytes.count : bytes.count(where: { $0 == UInt8(ascii: "{") })
    guard braces <= Self.mostEffort / max(bytes.count, 1) else {
      throw TemplateError(
        file: file, line: 1, column: 1,
        message: "\(braces) braces in \(bytes.count) bytes are too many for one template; divide it by {{> name}}")
    }
  }

  /// Some seconds.
  private static let mostEffort = 4_000_000_000

  private func unknown(
    _ noun: String, _ name: String, among known: [String], at tag: TemplateTag, listed: String
  ) -> TemplateError {
    let guess = Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
    return TemplateError(
      file: file, line: tag.line, column: tag.column, message: "unknown \(noun) '\(name)' (\(guess)\(listed))")
  }

  /// What is wrong and what to do, for the bare cases that the library throws.
  private static func sentence(for error: any Error) -> String {
    guard let error = error as? MustacheTemplate.Error else {
      return "a tag is not finished; end it with '}}' and every section with its own {{/key}}"
    }
    switch error {
    case .sectionCloseNameIncorrect:
      return "this {{/key}} does not end the section that is open; end sections in the reverse order of their starts"
    case .unfinishedName: return "a tag is not finished; write it as {{key}}"
    case .expectedSectionEnd: return "a section is not ended; add its {{/key}}"
    case .invalidSetDelimiter: return "a change of delimiters is written {{=<% %>=}}"
    case .transformAppliedToInheritanceSection: return "a block {{$name}} takes no transform; remove the brackets"
    case .illegalTokenInsideInheritSection, .textInsideInheritSection:
      return "between {{<parent}} and {{/parent}} only blocks {{$name}}…{{/name}} may stand"
    case .invalidConfigVariableSyntax, .unrecognisedConfigVariable:
      return "a setting is written {{% CONTENT_TYPE: HTML }}"
    }
  }
}
