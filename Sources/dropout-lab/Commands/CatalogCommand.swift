import ArgumentParser
import Files
import Foundation
import Reports
import Specifications

/// Prints all choices that an experiment has.
struct CatalogCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, html, png
  }

  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Print every network, variant of dropout, schedule, data set, metric and plot.",
    discussion: """
      With a kind, such as 'dropout' or 'schedule', only that kind; 'block' has every key of every block. As HTML, 'dropout' is a page of the whole family with \
      a picture of each mask and the density of its noise.
      """)

  @Argument(help: "A kind, such as block, dropout, network, schedule, optimizer, dataset, metric or plot.")
  var kind: String?

  @Option(
    name: .customLong("format"),
    help: "text, json, html or png (of dropout: masks side by side); text unless given.")
  var chosenFormat: Format?

  @Flag(help: "Print JSON; the same as --format json.")
  var json = false

  @Option(name: .shortAndLong, help: "The file to write; stdout unless given.", completion: .file())
  var output: String?

  @OptionGroup var pages: TemplateOptions

  func validate() throws {
    if json, let chosenFormat, chosenFormat != .json {
      throw ValidationError("--json and --format \(chosenFormat.rawValue) exclude each other")
    }
    if pages.templates != nil, format != .html { throw ValidationError("--templates goes with --format html") }
  }

  private var format: Format { json ? .json : chosenFormat ?? .text }

  func run() async throws {
    try await Failure.reported {
      if format == .png { return try writePlate() }
      let text = try text(of: try chosen())
      guard let output, output != "-" else { return Output.print(text, terminator: text.hasSuffix("\n") ? "" : "\n") }
      try Output.write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: output)
      Output.print(output)
    }
  }

  private func writePlate() throws {
    guard kind == "dropout", let output else {
      throw ValidationError("a plate is drawn with: catalog dropout --format png -o FILE")
    }
    try Output.write(try ComparingPlate.png(version: ProvenanceCollector.version), to: output)
    if output != "-" { Output.print(output) }
  }

  /// The sections that are asked for.
  private func chosen() throws -> [CatalogSection] {
    guard let kind else { return Catalog.sections }
    if kind == "dropout", format == .html { return Catalog.sections.filter(\.isDropout) }
    let chosen = Catalog.sections.filter { $0.kind == kind }
    guard chosen.isEmpty else { return chosen }
    let kinds = Catalog.sections.map(\.kind)
    let near = Spelling.nearest(to: kind, among: kinds).map { " (did you mean '\($0)'?)" } ?? ""
    throw ValidationError("no kind '\(kind)'\(near); allowed: \(kinds.joined(separator: ", "))")
  }

  private func text(of sections: [CatalogSection]) throws -> String {
    switch format {
    case .text, .png: sections.map(Self.text).joined(separator: "\n\n")
    case .json: Self.json(sections).text
    case .html: try CatalogPage(sections, version: ProvenanceCollector.version).text(try pages.library())
    }
  }

  private static func json(_ sections: [CatalogSection]) -> JSONValue {
    .object([
      ("schema", .number(1)),
      ("kinds", .object(sections.map { ($0.kind, .list($0.entries.map(json))) })),
    ])
  }

  private static func json(_ entry: CatalogEntry) -> JSONValue {
    .object([
      ("name", .text(entry.name)), ("summary", .text(entry.summary)), ("formula", .text(entry.formula)),
      ("source", .text(entry.source)), ("example", .text(entry.example)), ("keys", .list(entry.keys.map(json))),
      ("unscheduled", .list(entry.unscheduled.map(json))),
    ])
  }

  private static func json(_ refusal: CatalogRefusal) -> JSONValue {
    .object([
      ("variants", .list(refusal.variants.map { .text($0) })), ("reason", .text(refusal.reason)),
    ])
  }

  private static func json(_ key: AskedKey) -> JSONValue {
    let standard: JSONValue = if case .standard(let value) = key.absence { .text(value) } else { .null }
    let absent: JSONValue = if case .described(let words) = key.absence { .text(words) } else { .null }
    return .object([
      ("name", .text(key.name)), ("allowed", .text(key.allowed)), ("required", .bool(key.absence == .refused)),
      ("default", standard), ("absent", absent),
    ])
  }

  private static func text(_ section: CatalogSection) -> String {
    let blocks = section.entries.map { entry in
      var lines = ["  \(entry.name): \(entry.summary)"]
      if !entry.formula.isEmpty { lines.append("      \(entry.formula)") }
      if !entry.source.isEmpty { lines.append("      \(entry.source)") }
      if entry.example != entry.name { lines.append("      \(entry.example)") }
      let width = entry.keys.map(\.name.count).max() ?? 0
      lines += entry.keys.map {
        "        \($0.name.padding(toLength: width, withPad: " ", startingAt: 0))  \($0.text)"
      }
      lines += entry.unscheduled.map { "      not for \($0.variants.joined(separator: ", ")): \($0.reason)" }
      return lines.joined(separator: "\n")
    }
    return ([section.kind] + blocks).joined(separator: "\n")
  }
}
