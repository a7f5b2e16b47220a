import Archive
import ArgumentParser
import Experiments
import Foundation
import Specifications

/// Says which fields make a trial differ from the nearest archived one, or configurations from their baseline.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say which fields make a trial differ from the nearest archived one.",
    discussion: """
      Of an experiment: its trials, and which fields make each configuration differ from its baseline.

      EXAMPLES:
        dropout-lab explain rates
        dropout-lab explain 2ca39d47 --json
      """)

  @Argument(help: "The first digits of a trial's id, or an experiment's name or latest, with ~1 the version before.")
  var name: String

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      switch try archive.subject(named: name) {
      case .experiment:
        let explained = try ExplainedExperiment(try archive.experiment(named: name), in: archive)
        Output.print(json ? explained.json.text : explained.text(within: Terminal.columnsOfOutput()))
      case .trial(let id): try explain(try archive.trial(prefix: id.hex), in: archive)
      }
    }
  }

  private func explain(_ found: ArchivedTrial, in archive: Archive) throws {
    let others = try archive.archivedSpecs().filter { $0.id != found.id }
    let asked = try archive.inference(of: [found.id])[found.id] ?? []
    let probed = try archive.probes(of: [found.id])[found.id] ?? []
    let novelty = try Novelty(spec: found.spec, replicate: found.replicate, among: others)
    if json {
      let object = JSONValue.object([
        ("schema", .number(1)), ("trial", .text(found.id.hex)),
        ("nearest", novelty.nearest.map { .text($0.hex) } ?? .null),
        ("fields", .list(novelty.fields.map { .text($0) })),
        ("inference", .list(asked.map { .text($0.request.key) })),
        ("probes", .list(probed.map { .text($0.request.key) })),
      ])
      Output.print(object.text)
    } else {
      Output.print("\(found.id.short)  \(novelty.text)")
      for record in asked { Output.print("          asked on \(record.request.key)") }
      for record in probed { Output.print("          probed by \(record.request.key)") }
    }
  }
}
