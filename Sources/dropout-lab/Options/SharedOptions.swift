import Archive
import ArgumentParser
import Datasets
import Foundation
import Specifications

/// Where results are kept.
struct ResultsOptions: ParsableArguments {
  @Option(help: "Folder of the archive and the reports.", completion: .directory)
  var results = "results"

  var folder: URL { URL(filePath: results, directoryHint: .isDirectory) }
  var archive: URL { folder.appending(path: "archive.sqlite") }
  /// Where pictures are kept that were drawn before; hidden, since nothing is lost with it.
  var pictures: URL { folder.appending(path: ".pictures", directoryHint: .isDirectory) }

  func validate() throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: results, isDirectory: &isFolder), !isFolder.boolValue {
      throw ValidationError("--results is '\(results)', a file; it names the folder that the archive lies in")
    }
  }

  /// What a command needs to find the same results: ` --results FOLDER`, or nothing for the usual folder.
  var words: String { results == "results" ? "" : " --results \(ShellWord.quoted(results))" }

  /// Opens the archive for reading.
  func openArchive() throws -> Archive { try Archive.read(at: archive) }
}

/// Where data sets are looked for.
struct DataOptions: ParsableArguments {
  @Option(help: "Folder that holds data sets, such as mnist/.", completion: .directory)
  var data: String?

  var folders: DatasetFolders {
    DatasetFolders(
      given: data, environment: ProcessInfo.processInfo.environment,
      current: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
  }
}

/// A specification with what the command line changes.
struct SpecOptions: ParsableArguments {
  @Argument(
    help: "An experiment in YAML, or a notebook in Markdown.", completion: .file(extensions: ["yaml", "yml", "md"]))
  var file: String

  @Argument(
    help: ArgumentHelp(
      "Changes: key=value, +key=value, ~key; a,b or range(a,b,step) sweeps.", valueName: "override"))
  var overrides: [String] = []

  @Option(help: "Size of the experiment: look, standard or full, as its 'tiers' say.")
  var tier: String?

  @Option(parsing: .unconditional, help: "Multiplies training examples and epochs; below 1 what probes look at, too.")
  var scale: Double?
}
