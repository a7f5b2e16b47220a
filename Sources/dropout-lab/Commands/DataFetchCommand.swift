import ArgumentParser
import Datasets
import Foundation

/// Downloads a published data set.
struct DataFetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download a published data set from its official places.",
    discussion: """
      The files go to <folder>/<name>/, where <folder> is --data, else $DROPOUT_LAB_DATA, else the user's data folder. \
      An interrupted download goes on where it stopped.
      """)

  @Argument(help: "The name of a data set.")
  var name: NamedDataset

  @OptionGroup var data: DataOptions

  func run() async throws {
    try await Failure.reported {
      let progress = FetchProgress(terminal: .onStandardError(environment: ProcessInfo.processInfo.environment))
      let fetched = try await DatasetFetcher(folders: data.folders).fetch(name) { progress.show($0) }
      for file in fetched.files { Output.print(file.path) }
      Messages.note("\(name.rawValue): SHA-256 \(fetched.dataset.digest)")
    }
  }
}

extension NamedDataset: ExpressibleByArgument {}

/// Shows how a download goes on: one line redrawn on a terminal, else a line per file.
private struct FetchProgress: Sendable {
  let terminal: Terminal?

  func show(_ event: DatasetFetcher.Event) {
    switch event {
    case .receiving(let file, let bytes, let size):
      terminal?.replaceLine([file, "\(100 * bytes / max(1, size)) %", "\(bytes / 1_000_000) of \(size / 1_000_000) MB"])
    case .present(let file): note("\(file): there already")
    case .failed(let error): note("\(error)")
    case .received(let file, let pinned):
      note(
        "\(file): complete, " + (pinned ? "SHA-256 as expected" : "SHA-256 not checked, none was read at its source"))
    }
  }

  private func note(_ text: String) {
    terminal?.clearLine()
    Messages.note(text)
  }
}
