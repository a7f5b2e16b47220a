import ArgumentParser
import Datasets
import Foundation
import Specifications

/// Lists the data sets that have a name and says which are there.
struct DataListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List data sets and where they are.", aliases: ["ls"])

  @OptionGroup var data: DataOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let listings = DatasetStore(folders: data.folders).list()
    Output.print(json ? Self.json(listings).text : Self.text(listings, within: Terminal.columnsOfOutput()))
  }

  private static func text(_ listings: [DatasetListing], within columns: Int?) -> String {
    let rows = listings.map { [$0.name, words($0.state), $0.summary] }
    return TextTable(["data set", "state", "summary"], rows: rows, words: [1, 2]).text(within: columns)
  }

  private static func words(_ state: DatasetListing.State) -> String {
    switch state {
    case .synthesized: "synthesized"
    case .found(let folder, _): folder
    case .missing: "not there"
    }
  }

  private static func json(_ listings: [DatasetListing]) -> JSONValue {
    let entries = listings.map { listing -> JSONValue in
      var entry: [(String, JSONValue)] = [
        ("name", .text(listing.name)), ("summary", .text(listing.summary)), ("source", .text(listing.origin)),
      ]
      switch listing.state {
      case .synthesized: entry.append(("state", .text("synthesized")))
      case .missing: entry.append(("state", .text("missing")))
      case .found(let folder, let bytes):
        entry += [("state", .text("found")), ("folder", .text(folder)), ("bytes", .number(bytes))]
      }
      return .object(entry)
    }
    return .object([("schema", .number(1)), ("datasets", .list(entries))])
  }
}
