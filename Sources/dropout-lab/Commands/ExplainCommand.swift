import Archive
import ArgumentParser
import Experiments
import Foundation
import Specifications

/// Says which fields make an archived trial differ from its nearest neighbour.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say which fields make a trial differ from the nearest archived one.")

  @Argument(help: "The first digits of a trial's id.")
  var trial: String

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      let found = try archive.trial(prefix: trial)
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
}
