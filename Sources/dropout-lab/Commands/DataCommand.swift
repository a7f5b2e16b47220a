import ArgumentParser
import Datasets
import Foundation
import Specifications

/// The verbs around data sets.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "List, fetch, verify, show and synthesize data sets.",
    discussion: """
      A data set is a name of the list, or a folder of IDX files: train-images-idx3-ubyte, train-labels-idx1-ubyte, \
      t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, plain or with .gz. Names are looked for as <folder>/<name>/ in \
      --data, $DROPOUT_LAB_DATA, ./data, ../shared/data and the user's data folder, in this order.
      """,
    subcommands: [
      DataListCommand.self, DataFetchCommand.self, DataVerifyCommand.self, DataShowCommand.self,
      DataSynthesizeCommand.self,
    ])
}

/// The seed that decides a synthetic data set.
struct SeedOptions: ParsableArguments {
  @Option(
    name: .customLong("seed"), parsing: .unconditional,
    help: "Seed of a synthetic data set, as in an experiment; 2014 unless given.")
  private var given: UInt64?

  var seed: UInt64 { given ?? 2014 }

  /// Refuses a seed for data that come from files.
  func check(_ sources: [DatasetSource]) throws {
    guard given != nil, let source = sources.first, !sources.contains(where: \.isSynthetic) else { return }
    throw ValidationError("--seed is for data that are synthesized; those of \(source.title) come from files")
  }
}

/// A data set as it is named on the command line.
struct DatasetArgument: ExpressibleByArgument, Hashable {
  let source: DatasetSource

  /// Takes a name of the list, or a path with a slash in it, or the name of a folder that exists.
  init?(argument: String) {
    if let source = DatasetSource(name: argument) {
      self.source = source
    } else if argument.contains("/") || argument == "." || FileManager.default.fileExists(atPath: argument) {
      source = .folder(path: argument)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { source.title }

  static let allValueStrings = DatasetSource.namedSources.map(\.title)
}
