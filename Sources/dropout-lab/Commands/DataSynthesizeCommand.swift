import ArgumentParser
import Datasets
import Foundation

/// Writes a synthetic data set as IDX files.
struct DataSynthesizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize", abstract: "Write a synthetic data set as IDX files, packed with gzip.",
    discussion: "Experiments need no such files: they synthesize what they ask for. The same seed gives the same bytes."
  )

  @Argument(help: "The name of a data set of images or points with classes.")
  var name = SynthesizedArgument(source: .syntheticDigits)

  @Option(name: .shortAndLong, help: "Folder to write to; <name>-<seed> unless given.", completion: .directory)
  var output: String?

  @OptionGroup var chance: SeedOptions

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

/// A data set that the program makes and IDX files can hold.
struct SynthesizedArgument: ExpressibleByArgument, Hashable {
  let source: DatasetSource

  init(source: DatasetSource) { self.source = source }

  init?(argument: String) {
    guard let source = Self.all.first(where: { $0.title == argument }) else { return nil }
    self.source = source
  }

  var defaultValueDescription: String { source.title }

  static let allValueStrings = all.map(\.title)

  private static let all = DatasetSource.namedSources.filter { $0.isSynthetic && $0.featureKind == .bytes }
}
