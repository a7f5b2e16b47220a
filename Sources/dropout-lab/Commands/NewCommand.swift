import ArgumentParser
import Files
import Foundation
import Reports

/// Writes a commented starting point that runs.
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a commented notebook or experiment to start from; it runs as it is.",
    discussion: """
      EXAMPLES:
        dropout-lab new experiment my-question        # my-question.yaml
        dropout-lab new notebook my-notes             # my-notes.md
        dropout-lab run my-notes.md
      """)

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case notebook, experiment
  }

  @Argument(help: "notebook or experiment.")
  var kind: Kind

  @Argument(help: "Its name: small letters, digits and hyphens; the file is NAME.md or NAME.yaml.")
  var name: String

  @Option(help: "The folder to write to.", completion: .directory)
  var out = "."

  func validate() throws {
    guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil, name.count <= 64, name != "latest" else {
      throw ValidationError(
        "NAME is '\(name)'; allowed are small letters, digits and hyphens, at most 64, not 'latest'")
    }
    if kind == .notebook, InlineValue.heads.contains(name) {
      throw ValidationError(
        "NAME is '\(name)'; the notebook's values {{ \(name).… }} would not be those of its experiment")
    }
  }

  func run() async throws {
    try await Failure.reported {
      let path = "\(out)/\(name)." + (kind == .notebook ? "md" : "yaml")
      let file = URL(filePath: path)
      if FileManager.default.fileExists(atPath: file.path) {
        throw FileError(path: path, operation: "create", code: EEXIST)
      }
      let text = kind == .notebook ? StartingPoint.notebook(named: name) : StartingPoint.experiment(named: name)
      try AtomicFile.createFolder(file.deletingLastPathComponent())
      try AtomicFile.write(text: text, to: file)
      Output.print(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
    }
  }
}
