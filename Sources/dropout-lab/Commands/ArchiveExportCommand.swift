import Archive
import ArgumentParser
import Browser
import Datasets
import Experiments
import Files
import Foundation
import Reports
import Specifications

/// Writes experiments with everything behind them into one file.
struct ArchiveExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write experiments and all that is behind them into one file.",
    discussion: """
      The file is SQLite with an 'sqlar' table: specifications, trials, metrics, weights where they were kept, provenance \
      with hosts and uncommitted changes, annotations, pages and figures, and a manifest with the SHA-256 of each. \
      'sqlite3 FILE -A -x' unpacks it without this program; docs/archive-format.md describes it. Of each experiment one version goes along; an earlier one needs a file of its own.

      EXAMPLES:
        dropout-lab archive export rates -o rates.sqlar
        dropout-lab archive export rates schedules --with-data -o both.sqlar
      """)

  @Argument(help: "Names of experiments or latest, with ~1 the version before.")
  var experiments: [String]

  @Option(name: [.customShort("o"), .long], help: "The file to write.", completion: .file(extensions: ["sqlar"]))
  var output: String

  @Flag(help: "Put the IDX files of the data sets into the file, too.")
  var withData = false

  @OptionGroup var results: ResultsOptions
  @OptionGroup var data: DataOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if output == "-" { throw ValidationError("--output is '-'; a database is written to a file, not to stdout") }
  }

  func run() async throws {
    try await Failure.reported {
      let (archive, file) = (try results.openArchive(), try Output.file(output))
      if NamedOutput.isSpecial(file) {
        throw FileError(path: output, operation: "write a database to what is no file", code: EINVAL)
      }
      var chosen: [ArchivedExperiment] = []
      for name in experiments {
        let found = try archive.chosenExperiment(name)
        if !chosen.contains(found) { chosen.append(found) }
      }
      if let twice = chosen.first(where: { one in chosen.contains { $0.name == one.name && $0 != one } }) {
        throw ValidationError(
          "two versions of '\(twice.name)' do not go into one file; an earlier one needs a file of its own, which is to be "
            + "imported first")
      }
      let loaded = try chosen.map { try LoadedExperiment($0, from: archive) }
      let files = try withData ? Self.data(of: loaded, DatasetStore(folders: data.folders)) : []
      let others = try Self.pages(of: loaded) + files
      let result = try archive.export(chosen, others: others, program: ProvenanceCollector.version, to: file)
      Output.print(json ? Self.json(result, output).text : Self.text(result, output))
    }
  }

  private static func pages(of loaded: [LoadedExperiment]) throws -> [SharedEntry] {
    let builder = ReportBuilder(
      templates: try TemplateLibrary(), singleFile: false, linksHome: false, version: ProvenanceCollector.version)
    return try builder.files(loaded).map { SharedEntry(name: "report/\($0.path)", bytes: $0.bytes) }
  }

  /// The files of every data set that has files; those that are made from the seed are said and left out.
  private static func data(of loaded: [LoadedExperiment], _ store: DatasetStore) throws -> [SharedEntry] {
    var entries: [String: SharedEntry] = [:]
    let folder = FileManager.default.temporaryDirectory.appending(path: "dropout-lab-\(UUID().uuidString)")
    defer { removeFolder(folder) }
    for experiment in loaded.map(\.plan.experiment) {
      for source in experiment.configurations.map(\.spec.dataset.source) {
        if case .generated = source {
          Messages.note("\(source.title) is made from the seed and has no files")
          continue
        }
        let files = try store.files(of: source, seed: experiment.seed)
        for url in try files.write(to: folder) {
          let path = "data/\(name(of: source, files))/\(url.lastPathComponent)"
          entries[path] = SharedEntry(name: path, bytes: try FileContents.read(url))
        }
      }
    }
    return entries.values.sorted { $0.name < $1.name }
  }

  private static func removeFolder(_ folder: URL) {
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    do { try FileManager.default.removeItem(at: folder) } catch { Messages.warning("\(folder.path) stays: \(error)") }
  }

  /// The name under which `--data` looks for the set, or the beginning of its digest.
  private static func name(of source: DatasetSource, _ files: DatasetFiles) -> String {
    if case .named(let set) = source { return set.rawValue }
    return String(files.digest.hex.prefix(16))
  }

  private static func text(_ result: ExportResult, _ path: String) -> String {
    return
      "\(path): \(result.experiments.counted("experiment")), \(result.trials.counted("trial")), \(result.bytes) bytes\ndigest \(result.digest)"
  }

  private static func json(_ result: ExportResult, _ path: String) -> JSONValue {
    .object([
      ("schema", .number(1)), ("file", .text(path)), ("digest", .text(result.digest)),
      ("experiments", .number(result.experiments)), ("trials", .number(result.trials)),
      ("bytes", .number(result.bytes)),
    ])
  }
}
