import ArgumentParser
import Datasets
import Files
import Foundation
import Reports

/// Draws a contact sheet of a data set.
struct DataShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Draw the first training examples of every class into a PNG.")

  @Argument(help: "A name or a folder of a data set.")
  var dataset: DatasetArgument

  @Option(name: .shortAndLong, help: "The PNG file to write.", completion: .file(extensions: ["png"]))
  var output: String

  @Option(parsing: .unconditional, help: "Examples per class.")
  var columns = 20

  @OptionGroup var data: DataOptions
  @OptionGroup var chance: SeedOptions

  func validate() throws {
    guard (1...200).contains(columns) else { throw ValidationError("--columns is \(columns); allowed is 1 to 200") }
    try chance.check([dataset.source])
  }

  func run() async throws {
    try await Failure.reported {
      let loaded = try DatasetStore(folders: data.folders).load(dataset.source, seed: chance.seed)
      let sheet = try ContactSheet.drawing(loaded, columns: columns)
      let png = try sheet.png(
        texts: [
          (key: "Title", value: "\(dataset.source.title): training examples, one row per class"),
          (key: "Comment", value: "data SHA-256 \(loaded.digest)"),
        ])
      try Output.write(png, to: output)
      if output != "-" { Output.print(output) }
    }
  }
}
