import ArgumentParser
import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications

/// Prints everything that can be written in an experiment.
struct CatalogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog", abstract: "Print everything that can be written in an experiment.",
    discussion: "With a kind, such as 'dropout' or 'schedule', only that kind.")

  @Argument(help: "A kind, such as dropout, network, schedule, optimizer or dataset.")
  var kind: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let chosen = kind.map { kind in CatalogSection.all.filter { $0.kind == kind } } ?? CatalogSection.all
    guard !chosen.isEmpty else {
      let kinds = CatalogSection.all.map(\.kind)
      let near = Spelling.nearest(to: kind ?? "", among: kinds).map { " (did you mean '\($0)'?)" } ?? ""
      throw ValidationError("no kind '\(kind ?? "")'\(near); allowed: \(kinds.joined(separator: ", "))")
    }
    print(json ? Self.json(chosen).text : chosen.map(\.text).joined(separator: "\n\n"))
  }

  private static func json(_ sections: [CatalogSection]) -> JSONValue {
    .object([
      ("schema", .number(1)),
      ("kinds", .object(sections.map { ($0.kind, .list($0.entries.map(\.json))) })),
    ])
  }
}

/// All choices of one kind.
struct CatalogSection: Sendable {
  struct Entry: Sendable {
    let name: String
    let summary: String
    let formula: String
    let source: String
    let example: String

    var json: JSONValue {
      .object([
        ("name", .text(name)), ("summary", .text(summary)), ("formula", .text(formula)), ("source", .text(source)),
        ("example", .text(example)),
      ])
    }
  }

  let kind: String
  let entries: [Entry]

  private init<Value: Chosen>(_ kind: String, _ type: Value.Type) {
    self.kind = kind
    entries = Value.choices.map {
      Entry(name: $0.name, summary: $0.summary, formula: $0.formula, source: $0.source, example: $0.example)
    }
  }

  static let all: [CatalogSection] = [
    CatalogSection("network", NetworkSpec.self), CatalogSection("activation", Activation.self),
    CatalogSection("initialization", Initialization.self), CatalogSection("dropout", Dropout.self),
    CatalogSection("gate", Gate.self), CatalogSection("loss", Loss.self),
    CatalogSection("optimizer", NeuralNets.Optimizer.self),
    CatalogSection("schedule", Schedule.self), CatalogSection("dataset", DatasetSource.self),
    CatalogSection("normalization", Normalization.self), CatalogSection("subset", SubsetRule.self),
    CatalogSection("metric", Metric.self), CatalogSection("split", Split.self),
  ]

  var text: String {
    let blocks = entries.map { entry in
      var lines = ["  \(entry.name): \(entry.summary)"]
      if !entry.formula.isEmpty { lines.append("      \(entry.formula)") }
      if !entry.source.isEmpty { lines.append("      \(entry.source)") }
      if entry.example != entry.name { lines.append("      \(entry.example)") }
      return lines.joined(separator: "\n")
    }
    return ([kind] + blocks).joined(separator: "\n")
  }
}
