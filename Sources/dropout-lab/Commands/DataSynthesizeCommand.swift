import ArgumentParser
import Datasets
import Foundation

/// Writes a synthetic data set as IDX files.
struct DataSynthesizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize", abstract: "Write a synthetic data set as IDX files, packed with gzip.",
    discussion: "Experiments need no such files: they synthesize what they ask for. The same seed gives the same bytes."
  )

  @Argument(help: "synthetic-digits, two-moons, spirals or gaussian-blobs.")
  var name = DatasetArgument(synthetic: .syntheticDigits)

  @Option(name: .shortAndLong, help: "Folder to write to; <name>-<seed> unless given.", completion: .directory)
  var output: String?

  @OptionGroup var chance: SeedOptions

  func validate() throws {
    guard name.source.isSynthetic else {
      throw ValidationError("\(name.source.title) is not synthetic; 'dropout-lab data fetch' downloads published sets")
    }
  }

  func run() async throws {
    try await Failure.reported {
      let folder = output ?? "\(name.source.title)-\(chance.seed)"
      let store = DatasetStore(folders: DatasetFolders(given: nil, environment: [:], current: URL(filePath: ".")))
      let files = try store.files(of: name.source, seed: chance.seed)
      for file in try files.write(to: URL(filePath: folder, directoryHint: .isDirectory)) {
        Output.print(file.relativePath)
      }
      Messages.note("\(name.source.title), seed \(chance.seed): SHA-256 \(files.digest)")
    }
  }
}

extension DatasetArgument {
  /// A set that needs no files.
  init(synthetic source: DatasetSource) { self.source = source }
}
