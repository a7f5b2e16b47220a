import Archive
import ArgumentParser
import Foundation

/// Removes an experiment from the archive, for ever and on request only.
struct ForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: "Remove an experiment from the archive, after saying what goes.",
    discussion: """
      All versions of the experiment go, with the trials that no other experiment names; what was frozen stays, and the \
      archive remembers that something was forgotten. Its name must be typed, or --yes given. The pages stay: 'gc' removes \
      them.
      """)

  @Argument(help: "The experiment's full name.")
  var experiment: String

  @Flag(help: "Remove it without asking.")
  var yes = false

  @Flag(name: [.customShort("n"), .long], help: "Say what would go; remove nothing.")
  var dryRun = false

  @OptionGroup var results: ResultsOptions

  func run() async throws {
    try await Failure.reported {
      let name = try results.openArchive().experiment(named: experiment).name
      let expected = try Archive.rehearse(.experiment(name: name), of: results.archive)
      Messages.note("\(name): \(Self.words(expected))")
      if dryRun { return }
      guard yes || Self.isTyped(name) else {
        Messages.error("the name was not typed; nothing was removed (--yes removes without asking)")
        throw Ending.unexpected.code
      }
      let removed = try Archive.changing(results.archive) { try $0.remove(.experiment(name: name)) }
      Output.print("\(name): removed \(removed.trials) trials, freed \(removed.bytes) bytes")
    }
  }

  private static func isTyped(_ name: String) -> Bool {
    Messages.write("Type the name to remove it for ever: ", terminator: "")
    return readLine() == name
  }

  private static func words(_ result: Removal.Result) -> String {
    "\(result.versions) \(result.versions == 1 ? "version" : "versions"), \(result.trials) trials, \(result.rows) rows, "
      + "\(result.bytes) bytes would go" + (result.shared > 0 ? "; \(result.shared) trials stay for others" : "")
  }
}
