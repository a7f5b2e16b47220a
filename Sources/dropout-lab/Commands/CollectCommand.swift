import ArgumentParser
import Cluster
import Foundation
import Specifications

/// Takes the results of a run folder into the archive.
struct CollectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect", abstract: "Take the results of a run folder into the archive.",
    discussion: """
      Run it whenever you like, also while trials run: what is in the archive stays, files that do not verify are put \
      aside and named. The archive must lie on a local disk; it can be deleted and built anew from the folder.
      Exit codes: 0 good, 2 some trials diverged, 73 the archive cannot be there, 75 trials are missing.
      """)

  @Argument(help: "The run folder.", completion: .directory)
  var folder: String

  @OptionGroup var results: ResultsOptions

  func run() async throws {
    try await Failure.reported {
      let folder = RunFolder(path: folder)
      let report = try FolderCollector(folder: folder, results: results).collect()
      report.say(folder: folder)
      if report.ending != .good { throw report.ending.code }
    }
  }
}

extension RunFolder {
  /// The folder at a path as a person writes it.
  init(path: String) { self.init(URL(filePath: path, directoryHint: .isDirectory).absoluteURL.standardizedFileURL) }

  /// What a person types to go on with the run.
  var resumeCommand: String { "dropout-lab resume \(ShellWord.quoted(path))" }

  /// Whether a name is that of a folder with a plan, not of an experiment.
  static func isOne(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: RunFolder(path: name).planFile.path)
  }
}
