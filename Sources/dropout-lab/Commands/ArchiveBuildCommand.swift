import ArgumentParser
import Browser
import Foundation
import Reports
import Specifications

/// Makes a static site of everything in the archive.
struct ArchiveBuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Make a static site of everything in the archive.",
    discussion: """
      Writes an index of all experiments, their reports, a page per trial, comparisons, the ledger of claims and a search; \
      a browser opens it from the disk, without network and without server. The folder is replaced as a whole if it is a \
      site already.
      """)

  @OptionGroup var results: ResultsOptions

  @Option(help: "Folder to write to; RESULTS/site unless given.", completion: .directory)
  var out: String?

  @OptionGroup var pages: TemplateOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let library = try pages.library()
      let folder = out ?? results.results + "/site"
      let site = Site(
        of: results.archive, templates: library, version: ProvenanceCollector.version,
        jobs: ProcessInfo.processInfo.activeProcessorCount)
      let written = try await Self.write(site, to: URL(filePath: folder, directoryHint: .isDirectory))
      Output.print(json ? Self.json(written, folder).text : "\(folder)/index.html")
      if !json {
        Messages.note(
          "\(written.experiments.counted("experiment")), \(written.trials.counted("trial")), \(SizeText(written.bytes)) in \(written.files.counted("file"))"
        )
      }
    }
  }

  /// Writes the site; a signal takes back what was begun.
  private static func write(_ site: Site, to folder: URL) async throws -> Site.Written {
    let writing = Task { try await site.write(to: folder) }
    let signals = StopSignals { _, _ in writing.cancel() }
    defer { signals.end() }
    do {
      return try await writing.value
    } catch is CancellationError {
      Messages.note("Stopped; \(folder.path) is as it was.")
      throw signals.received.map { Ending(stoppedBy: $0).code } ?? Ending.terminated.code
    }
  }

  private static func json(_ written: Site.Written, _ folder: String) -> JSONValue {
    .object([
      ("schema", .number(1)), ("index", .text("\(folder)/index.html")), ("experiments", .number(written.experiments)),
      ("trials", .number(written.trials)), ("files", .number(written.files)), ("bytes", .number(written.bytes)),
    ])
  }
}
