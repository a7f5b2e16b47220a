import Archive
import ArgumentParser
import Browser
import Foundation
import Specifications

/// Says how large the archive is, and of what.
struct ArchiveStatsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Say how large the archive is, table by table and experiment by experiment.")

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let statistics = try results.openArchive().statistics()
      Output.print(json ? Self.json(statistics).text : Self.text(statistics))
    }
  }

  private static func text(_ found: ArchiveStatistics) -> String {
    var tables = TextTable(["table", "rows", "size"])
    tables.rows = found.tables.filter { $0.rows > 0 }.map {
      [$0.name, String($0.rows), $0.bytes.map { SizeText($0).description } ?? "?"]
    }
    var experiments = TextTable(["experiment", "versions", "trials", "rows", "size, about"])
    experiments.rows = found.experiments.map {
      [$0.name, String($0.versions), String($0.trials), String($0.rows), SizeText($0.bytes).description]
    }
    return [
      "\(SizeText(found.bytes)) (\(found.bytes) bytes), of which \(found.free) bytes are free",
      "\(found.trials.counted("trial")), \(found.weighted) with kept weights, \(found.unnamed) that no experiment names",
      trained(found), "", experiments.text, "", tables.text,
    ].joined(separator: "\n")
  }

  private static func trained(_ found: ArchiveStatistics) -> String {
    guard let oldest = found.oldest, let newest = found.newest else { return "nothing trained" }
    return "trained from \(time(oldest)) to \(time(newest))"
  }

  private static func time(_ seconds: Double) -> String { Date(timeIntervalSince1970: seconds).ISO8601Format() }

  private static func json(_ found: ArchiveStatistics) -> JSONValue {
    func number(_ value: Int?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      ("schema", .number(1)), ("bytes", .number(found.bytes)), ("free", .number(found.free)),
      ("trials", .number(found.trials)), ("weighted", .number(found.weighted)), ("unnamed", .number(found.unnamed)),
      ("oldest", found.oldest.map { .real($0) } ?? .null), ("newest", found.newest.map { .real($0) } ?? .null),
      (
        "experiments",
        .list(
          found.experiments.map {
            .object([
              ("name", .text($0.name)), ("versions", .number($0.versions)), ("trials", .number($0.trials)),
              ("rows", .number($0.rows)), ("bytes", .number($0.bytes)),
            ])
          })
      ),
      (
        "tables",
        .list(
          found.tables.map {
            .object([("name", .text($0.name)), ("rows", .number($0.rows)), ("bytes", number($0.bytes))])
          })
      ),
    ])
  }
}
