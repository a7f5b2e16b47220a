import Analysis
import Archive
import ArgumentParser
import Browser
import Experiments
import Foundation
import Specifications

/// Shows what came of an experiment or of one trial.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what came of an experiment or of one trial.")

  @Argument(help: "An experiment's name or latest, with ~1 the version before, or the first digits of a trial's id.")
  var name: String

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Add how long epochs took, as measured: of experiments only.")
  var times = false

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      switch try Found(name, in: archive) {
      case .experiment(let loaded):
        let shown = ShownExperiment(loaded)
        let written = ShownAnnotations(try archive.annotations(of: .experiment(name: loaded.archived.name)))
        let columns = Terminal.columnsOfOutput()
        let earlier = try Self.earlier(than: loaded.archived, in: archive)
        let measured = times ? ShownTimes(loaded) : nil
        let text =
          shown.text(within: columns, glyphs: .ofEnvironment)
          + (earlier.isEmpty ? "" : "\nearlier versions: \(earlier.joined(separator: ", "))")
          + (measured.map { "\n\n" + $0.text(within: columns) } ?? "")
        let object = shown.json(times: measured, earlier: earlier)
        Output.print(json ? written.added(to: object).text : written.added(to: text))
      case .trial(let trial):
        let shown = ShownTrial(
          trial, attempts: try archive.attempts(at: trial.id),
          inference: try archive.inference(of: [trial.id])[trial.id] ?? [],
          probes: try archive.probes(of: [trial.id])[trial.id] ?? [],
          places: try archive.trialPlaces(of: trial.id))
        let written = ShownAnnotations(try archive.annotations(of: .trial(trial.id)))
        let text = shown.text(within: Terminal.columnsOfOutput(), glyphs: .ofEnvironment)
        Output.print(json ? written.added(to: shown.json).text : written.added(to: text))
      case .open(let shown): Output.print(json ? shown.json.text : shown.text)
      }
    }
  }

  /// The versions before this one as they can be shown, the newest first.
  private static func earlier(than archived: ArchivedExperiment, in archive: Archive) throws -> [String] {
    let versions = try archive.versions(of: archived.name)
    let own = versions.firstIndex(of: archived) ?? 0
    return versions.indices.dropFirst(own + 1).map { "\(archived.name)~\($0)" }
  }
}

/// What a name of the command line stands for.
enum Found {
  case experiment(LoadedExperiment)
  case trial(ArchivedTrial)
  /// One without an outcome at which there were attempts.
  case open(ShownOpenTrial)

  init(_ name: String, in archive: Archive) throws {
    do {
      switch try archive.subject(named: name) {
      case .experiment: self = .experiment(try LoadedExperiment(try archive.experiment(named: name), from: archive))
      case .trial(let id): self = .trial(try archive.trial(prefix: id.hex))
      }
    } catch let error as ArchiveError {
      guard case .unfinished = error, let open = try ShownOpenTrial(prefix: name, in: archive) else { throw error }
      self = .open(open)
    }
  }
}
