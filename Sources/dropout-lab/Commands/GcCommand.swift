import Archive
import ArgumentParser
import Foundation
import Specifications

/// Removes what nothing refers to any more.
struct GcCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Remove trials and pages that no experiment needs any more.",
    discussion: """
      Lists what would go and its bytes, and removes it with --yes: trials that no experiment names, pages and figures \
      of experiments that the archive no longer has, temporary files older than an hour, and pictures kept for notebooks \
      for more than a month. Files that this program did not make stay.
      """)

  @Flag(name: [.customShort("n"), .long], help: "Say what would go; the default.")
  var dryRun = false

  @Flag(help: "Remove it.")
  var yes = false

  @OptionGroup var results: ResultsOptions

  func validate() throws {
    if dryRun && yes { throw ValidationError("--dry-run and --yes exclude each other") }
  }

  func run() async throws {
    try await Failure.reported {
      let names = Set(try results.openArchive().experiments().map(\.name))
      let expected = try Archive.rehearse(.unnamedTrials, of: results.archive)
      let files = try LeftoverFiles(in: results.folder, experiments: names, now: Date())
      for file in files.all { Output.print("\(file.size)\t\(file.path)") }
      Output.print("\(expected.bytes)\t\(expected.trials.counted("trial")) that no experiment names")
      Output.print("\(expected.bytes + files.size) bytes \(yes ? "are" : "would be") freed")
      guard yes else { return }
      try files.remove()
      _ = try Archive.changing(results.archive) { try $0.remove(.unnamedTrials) }
    }
  }
}
