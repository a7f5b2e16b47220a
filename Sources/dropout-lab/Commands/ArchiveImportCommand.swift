import Archive
import ArgumentParser
import Foundation
import Specifications

/// Takes in what another archive exported.
struct ArchiveImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in what another archive exported.",
    discussion: """
      Adds what is missing and overwrites nothing, all or nothing. A file that was cut off or changed is refused with exit \
      code 65; one that says something else of the same trial with exit code 3, naming both numbers. 'report' then \
      rebuilds the pages.
      """)

  @Argument(help: "A file that 'archive export' wrote.", completion: .file(extensions: ["sqlar"]))
  var file: String

  @Option(help: "The digest that 'archive export' printed; another file is refused.")
  var digest: String?

  @Flag(name: [.customShort("n"), .long], help: "Say what would be added; write nothing.")
  var dryRun = false

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let result =
        try dryRun
        ? Archive.rehearse(source, into: results.archive, expected: digest)
        : Archive.importing(source, into: results.archive, expected: digest)
      Output.print(json ? self.json(result).text : text(result))
      for name in result.otherWords {
        Messages.note(
          "\(name): its specification is written in other words there and means the same; the text in the archive stays"
        )
      }
      for name in result.otherVersions {
        Messages.note(
          "\(name): the archive has another experiment of this name; the imported one \(dryRun ? "would be" : "is") the newest "
            + "version, which lists and pages show with the notes of the name")
      }
    }
  }

  private var source: URL { URL(filePath: file) }

  private func text(_ result: ImportResult) -> String {
    var table = TextTable(["what", dryRun ? "would be added" : "added", "known"])
    table.rows = result.counts.filter { $0.count.added + $0.count.known > 0 }.map {
      [$0.name, String($0.count.added), String($0.count.known)]
    }
    return table.text + "\ndigest \(result.digest)"
  }

  private func json(_ result: ImportResult) -> JSONValue {
    .object(
      [
        ("schema", .number(1)), ("digest", .text(result.digest)), ("dryRun", .bool(dryRun)),
        ("otherVersions", .list(result.otherVersions.map { .text($0) })),
        ("otherWords", .list(result.otherWords.map { .text($0) })),
      ]
        + result.counts.map { name, count in
          (name, JSONValue.object([("added", .number(count.added)), ("known", .number(count.known))]))
        })
  }
}
