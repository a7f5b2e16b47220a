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
  @Option(help: "Seed of a synthetic data set, as in an experiment.")
  var seed: UInt64 = 2014
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
