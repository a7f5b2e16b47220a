import Files
import Foundation
import Specifications

/// What a page says of itself for machines: what it was made from, and digests of all that it shows.
///
/// It stands in the page as JSON, in a template that no browser shows. The digest of the page is over its bytes with 64
/// zeros in the digest's own place.
package struct PageRecord: Hashable, Sendable, Codable {
  /// A name with a SHA-256 digest.
  package struct Item: Hashable, Sendable, Codable {
    package let name: String
    package let sha256: String

    package init(_ name: String, _ sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  package static let schema = 1

  package let schema: Int
  /// `experiment`, `index`, `notebook` or `page`.
  package let kind: String
  /// The version of the program.
  package let program: String
  package var name = ""
  /// SHA-256 of the effective specification.
  package var specification = ""
  /// How it was made: `singleFile`, `home` or `site` by what stands around it, `templates`, and `claims …` with the digest
  /// of a file of claims.
  package var options: [String] = []
  /// What beside the trials it was made from, such as `attempts 2`.
  package var basis: [String] = []
  /// The trials whose numbers it shows, with the digests that the archive recorded with them.
  package var trials: [Item] = []
  package var figures: [Item] = []
  package var tables: [Item] = []
  /// The files that belong to it, beside it.
  package var files: [Item] = []
  /// The digest of the page itself; zeros until it is made.
  package var page = PageRecord.zeros

  package init(kind: String, program: String) {
    schema = Self.schema
    self.kind = kind
    self.program = program
  }

  private static let zeros = String(repeating: "0", count: 64)
}

// MARK: - In a page

extension PageRecord {
  private static let opening = "<template id=\"record\">"
  private static let closing = "</template>"

  /// The page without the record at its end.
  package static func removed(from page: String) -> String {
    page.range(of: opening, options: .backwards).map { String(page[..<$0.lowerBound]) } ?? page
  }

  /// The page with this record at the end of its body.
  package func embedded(in page: String) -> String {
    let json = text.replacingScalars("<", with: "\\u003c").replacingScalars("&", with: "\\u0026")
    let block = Self.opening + "\n" + json + "\n" + Self.closing + "\n"
    var whole = page
    let end = page.range(of: "</body>", options: .backwards)?.lowerBound ?? page.endIndex
    whole.insert(contentsOf: block, at: end)
    return whole.replacing(Self.pageEntry(Self.zeros), with: Self.pageEntry(Self.digest(of: whole)))
  }

  /// The record of a page; nil where there is none that can be read.
  package static func read(from page: String) -> PageRecord? {
    guard let start = page.range(of: opening, options: .backwards),
      let end = page.range(of: closing, range: start.upperBound..<page.endIndex)
    else { return nil }
    do {
      return try JSONDecoder().decode(PageRecord.self, from: Data(page[start.upperBound..<end.lowerBound].utf8))
    } catch {
      return nil
    }
  }

  /// The digest that a page has now, to be held against the one in its record.
  package func digest(of page: String) -> String {
    Self.digest(of: page.replacing(Self.pageEntry(self.page), with: Self.pageEntry(Self.zeros)))
  }

  private static func digest(of page: String) -> String { SHA256.digest(of: page).hex }
  private static func pageEntry(_ digest: String) -> String { "\"page\": \"\(digest)\"" }

  private var text: String {
    func items(_ items: [Item]) -> JSONText {
      .list(items.map { .object([("name", .string($0.name)), ("sha256", .string($0.sha256))]) })
    }
    return JSONText.object([
      ("schema", .number(schema)), ("kind", .string(kind)), ("program", .string(program)), ("name", .string(name)),
      ("specification", .string(specification)), ("options", .list(options.map { .string($0) })),
      ("basis", .list(basis.map { .string($0) })), ("trials", items(trials)), ("figures", items(figures)),
      ("tables", items(tables)), ("files", items(files)), ("page", .string(page)),
    ]).text(indent: 0)
  }
}

// MARK: - What tables say

extension TableModel {
  /// The table with the digest of every cell of it, in reading order.
  var recorded: PageRecord.Item {
    let cells =
      header.map(\.text)
      + rows.flatMap { row in [row.head] + row.tags.map(\.text) + row.cells.map(\.text) }
    let title = tableNumber.map { "Table \($0): \(name)" } ?? name
    return PageRecord.Item(title, SHA256.digest(of: cells.joined(separator: "\u{1F}")).hex)
  }
}

extension ExperimentModel {
  /// Every table of the page, those of figures included.
  var tables: [TableModel] {
    claims.flatMap { $0.forest.flatMap(\.data) + $0.table } + leading.flatMap(\.data) + configurations
      + inference.flatMap(\.tables) + probes.flatMap(\.tables) + figures.flatMap(\.data) + tuning.flatMap(\.table)
      + trials.exceptions + trials.all + trials.audit
  }
}
