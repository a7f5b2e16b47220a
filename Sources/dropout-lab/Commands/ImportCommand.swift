import Archive
import ArgumentParser
import Experiments
import Files
import Foundation

/// Brings runs of other programs into the archive, from a table of comma-separated values.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring runs of another program into the archive, from a CSV file.",
    discussion: """
      One row per run, or per run and epoch: a column 'seed', columns that tell configurations apart (--factors), and \
      measures such as test.error or val_acc. Runs of one seed are paired. Reports, claims and comparisons then work as \
      for trials trained here, and say that they were imported. Docs: docs/import.md.
      """)

  @Argument(help: "The table.", completion: .file(extensions: ["csv"]))
  var file: String

  @Option(help: "Name of the experiment in the archive; the file's unless given.")
  var name: String?

  @Option(help: "What the comparison asks, in a sentence.")
  var question: String?

  @Option(help: "Columns that tell configurations apart, separated by commas.")
  var factors: String?

  @Option(help: "The measure that is compared, such as test.error.")
  var metric: String?

  @Option(help: "The configuration to compare with, such as dropout=0; others agree with it in all other factors.")
  var baseline: String?

  @Option(
    name: .customLong("claims"), help: "Judge the runs by the claims of this file.",
    completion: .file(extensions: ["yaml", "yml"]))
  var claimsFile: String?

  @Option(parsing: .singleValue, help: "Read a column under another name: OLD=NEW. May be repeated.")
  var rename: [String] = []

  @Option(help: "Columns to leave out, separated by commas.")
  var ignore: String?

  @Flag(help: "Errors, accuracies and other shares are written in percent.")
  var percent = false

  @OptionGroup var results: ResultsOptions

  func run() async throws {
    try await Failure.reported {
      let bytes = try FileContents.read(URL(filePath: file), atMost: FileContents.mostPage, fromPipes: true)
      var options = ClaimsOptions()
      options.file = claimsFile
      let runs = try ImportedRuns(bytes, file: file, request: try request(), claims: try options.claims())
      Output.print(try Archive.changing(results.archive) { try ImportSession(runs, archive: $0).run().text })
    }
  }

  /// What the options say.
  private func request() throws -> ImportRequest {
    let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
    let name = name ?? stem
    return ImportRequest(
      name: name, question: question ?? "What do the runs of \(URL(filePath: file).lastPathComponent) show?",
      factors: Self.list(factors), renamed: Dictionary(try rename.map(Self.pair)) { $1 },
      ignored: Self.list(ignore), isPercent: percent, metric: metric,
      baseline: try Self.list(baseline).map(Self.pair).map { ImportedFactor(name: $0.0, text: $0.1) })
  }

  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func pair(_ text: String) throws -> (String, String) {
    guard let mark = text.firstIndex(of: "="), mark != text.startIndex, text.index(after: mark) != text.endIndex else {
      throw ValidationError("'\(text)' is no pair; write OLD=NEW or FACTOR=VALUE")
    }
    return (String(text[..<mark]), String(text[text.index(after: mark)...]))
  }
}
