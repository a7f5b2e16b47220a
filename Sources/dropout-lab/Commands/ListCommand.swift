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
      let loaded = try LoadedExperiment.all(in: try results.openArchive())
      print(json ? Self.json(loaded).text : Self.text(loaded))
    }
  }

  private static func text(_ experiments: [LoadedExperiment]) -> String {
    if experiments.isEmpty { return "The archive is empty; 'dropout-lab run experiments/smoke.yaml' fills it." }
    var table = TextTable(["experiment", "trials", "configurations", "claims", "question"])
    table.rows = experiments.map {
      [
        $0.archived.name, $0.state, String($0.plan.configurations.count), $0.verdicts, $0.archived.question,
      ]
    }
    return table.text
  }

  private static func json(_ experiments: [LoadedExperiment]) -> JSONValue {
    .object([
      ("schema", .number(1)),
      (
        "experiments",
        .list(
          experiments.map { loaded in
            let counts = loaded.summary.counts
            return .object([
              ("name", .text(loaded.archived.name)), ("question", .text(loaded.archived.question)),
              ("specification", .text(loaded.archived.digest)),
              ("configurations", .number(loaded.plan.configurations.count)), ("planned", .number(counts.planned)),
              ("completed", .number(counts.completed)), ("diverged", .number(counts.diverged)),
              ("failed", .number(counts.failed)),
              ("claims", .number(loaded.summary.claims.count)), ("reproduced", .number(loaded.reproduced)),
            ])
          })
      ),
    ])
  }
}
