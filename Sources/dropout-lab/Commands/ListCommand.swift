import Analysis
import Archive
import ArgumentParser
import Experiments
import Foundation

/// Lists archived experiments.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List archived experiments.", aliases: ["ls"])

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      let loaded = try LoadedExperiment.all(in: archive)
      let written = try archive.annotations()
      print(json ? Self.json(loaded, written).text : Self.text(loaded, written))
    }
  }

  private typealias Written = [AnnotationSubject: Annotations]

  private static func text(_ experiments: [LoadedExperiment], _ written: Written) -> String {
    if experiments.isEmpty { return "The archive is empty; 'dropout-lab run experiments/smoke.yaml' fills it." }
    var table = TextTable(["experiment", "trials", "configurations", "claims", "question"])
    table.rows = experiments.map {
      [
        $0.archived.name, $0.state, String($0.plan.configurations.count), $0.verdicts, $0.archived.question,
      ]
    }
    let marks = experiments.map { written[.experiment(name: $0.archived.name)].map(ShownAnnotations.init)?.brief ?? "" }
    if marks.contains(where: { !$0.isEmpty }) {
      let rows = zip(table.rows, marks).map { row, mark in row.dropLast() + [mark] + row.suffix(1) }
      table = TextTable(table.header.dropLast() + ["tags"] + table.header.suffix(1))
      table.rows = rows
    }
    return table.text
  }

  private static func json(_ experiments: [LoadedExperiment], _ written: Written) -> JSONValue {
    .object([
      ("schema", .number(1)),
      (
        "experiments",
        .list(
          experiments.map { loaded in
            let counts = loaded.summary.counts
            let marks = written[.experiment(name: loaded.archived.name)] ?? Annotations()
            let entry: JSONValue = .object([
              ("name", .text(loaded.archived.name)), ("question", .text(loaded.archived.question)),
              ("specification", .text(loaded.archived.digest)),
              ("configurations", .number(loaded.plan.configurations.count)), ("planned", .number(counts.planned)),
              ("completed", .number(counts.completed)), ("diverged", .number(counts.diverged)),
              ("failed", .number(counts.failed)),
              ("claims", .number(loaded.summary.claims.count)), ("reproduced", .number(loaded.reproduced)),
            ])
            return ShownAnnotations(marks).added(to: entry)
          })
      ),
    ])
  }
}
