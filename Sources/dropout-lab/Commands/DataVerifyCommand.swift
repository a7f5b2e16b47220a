import ArgumentParser
import Datasets
import Files
import Foundation
import Specifications

/// Reads data sets to the last byte and checks them.
struct DataVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read data sets to the last byte and check them against what is known.",
    discussion: "Without a name, every data set whose files are found is verified.")

  @Argument(help: "Names or folders of data sets.")
  var datasets: [DatasetArgument] = []

  @OptionGroup var data: DataOptions
  @OptionGroup var chance: SeedOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws { try chance.check(datasets.map(\.source)) }

  func run() async throws {
    try await Failure.reported {
      let store = DatasetStore(folders: data.folders)
      let verified = try sources(store).map { try store.verify($0, seed: chance.seed) }
      if verified.isEmpty, !json {
        Messages.note("no data set was found; 'dropout-lab data fetch mnist' gets one")
        return
      }
      Output.print(json ? Self.json(verified).text : verified.map(Self.text).joined(separator: "\n"))
    }
  }

  private func sources(_ store: DatasetStore) -> [DatasetSource] {
    if !datasets.isEmpty { return datasets.map(\.source) }
    return store.list().compactMap { listing in
      if case .found = listing.state { DatasetSource(name: listing.name) } else { nil }
    }
  }

  private static func text(_ found: DatasetVerification) -> String {
    """
    \(found.name): \(found.training) + \(found.test) examples of \(found.shape) \(answer(found.targets))
      SHA-256 \(found.digest) (\(found.isPinned ? "the published content" : "no published digest to compare with"))
    """
  }

  private static func answer(_ targets: TargetShape) -> String {
    if case .classes(let count) = targets { "in \(count) classes" } else { "with \(targets) as the target" }
  }

  private static func json(_ verified: [DatasetVerification]) -> JSONValue {
    let entries = verified.map { found in
      JSONValue.object([
        ("name", .text(found.name)), ("training", .number(found.training)), ("test", .number(found.test)),
        ("height", .number(found.shape.height)), ("width", .number(found.shape.width)),
        ("channels", .number(found.shape.channels)), ("classes", .number(found.classes)),
        ("sha256", .text(found.digest.hex)), ("pinned", .bool(found.isPinned)),
      ])
    }
    return .object([("schema", .number(1)), ("datasets", .list(entries))])
  }
}
