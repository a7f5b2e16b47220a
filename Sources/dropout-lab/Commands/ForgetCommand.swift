import Archive
import ArgumentParser
import Browser
import Foundation
import Specifications

/// Removes an experiment from the archive, for ever and on request only.
struct ForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Remove an experiment from the archive, after saying what goes.",
    discussion: """
      All versions of the experiment go, with the trials that no other experiment names; what was frozen stays, and the \
      archive remembers that something was forgotten. Its name must be typed, or --yes given; with another name nothing \
      goes, exit code 64; while a run trains it, 75. Its pages stay; 'gc --yes' \
      removes them.
      """)

  @Argument(help: "The experiment's full name.")
  var experiment: String

  @Flag(help: "Remove it without asking.")
  var yes = false

  @Flag(name: [.customShort("n"), .long], help: "Say what would go; remove nothing.")
  var dryRun = false

  @OptionGroup var results: ResultsOptions

  func validate() throws {
    if dryRun && yes { throw ValidationError("--dry-run and --yes exclude each other") }
  }

  func run() async throws {
    try await Failure.reported {
      let name = try results.openArchive().chosenExperiment(experiment).name
      guard name == experiment else {
        throw ValidationError("'\(experiment)' is '\(name)' now; what is to be forgotten is named in full")
      }
      let expected = try Archive.rehearse(
        .experiment(name: name), of: results.archive, by: .current, isAlive: Worker.isAlive)
      Messages.note("\(name): \(Self.words(expected))")
      if dryRun { return }
      guard yes || Self.isTyped(name) else { throw Ending.usage.code }
      let removed = try Archive.changing(results.archive) { archive in
        try archive.remove(.experiment(name: name), by: .current, isAlive: Worker.isAlive)
      }
      Output.print("\(name): removed \(removed.trials.counted("trial")), freed \(removed.bytes) bytes")
      sayWhatStays(of: name)
    }
  }

  /// Pages are no part of the archive; those that show what was forgotten are named with what makes them anew.
  private func sayWhatStays(of name: String) {
    let shown = results.results
    let isThere = { (path: String) in FileManager.default.fileExists(atPath: "\(shown)/\(path)") }
    if PageOwner.kind(of: name, in: results.folder) == "experiment" {
      Messages.note(
        isThere("\(name)/\(name).yaml")
          ? "\(shown)/\(name): its pages stay; 'dropout-lab gc --yes\(results.words)' removes them"
          : "\(shown)/\(name)/index.html: its page stays; remove it")
    }
    if isThere("index.html") {
      Messages.note("\(shown)/index.html: 'dropout-lab report\(results.words)' makes it anew")
    }
    if isThere("site/\(SiteAddress.experiment(name))") {
      Messages.note("\(shown)/site: 'dropout-lab archive build\(results.words)' makes it anew without '\(name)'")
    }
  }

  private static func isTyped(_ name: String) -> Bool {
    Messages.write("Type the name to remove it for ever: ", terminator: "")
    let typed = readLine()
    if typed == name { return true }
    if typed == nil { Messages.note("") }
    let found = typed.map { ($0.isEmpty ? "nothing" : "'\($0)'") + " was typed, not '\(name)'" }
    Messages.error(
      "\(found ?? "nobody is there to type '\(name)'"); nothing was removed (--yes removes without asking)")
    return false
  }

  private static func words(_ result: Removal.Result) -> String {
    "\(result.versions.counted("version")), \(result.trials.counted("trial")), \(result.rows.counted("row")), "
      + "\(result.bytes) bytes would go" + (result.shared > 0 ? "; \(result.shared) of its trials stay for others" : "")
  }
}
