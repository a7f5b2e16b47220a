import Analysis
import Archive
import ArgumentParser
import Browser
import Foundation
import Reports

/// Builds HTML reports from the archive.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Build HTML reports with figures and data from the archive.",
    discussion: """
      Writes RESULTS/<experiment>/index.html with its figures, CSV and JSON; without a name, those of all experiments \
      and RESULTS/index.html.
      """)

  @Argument(help: "An experiment's name or latest, with ~1 the version before; all experiments unless given.")
  var experiment: String?

  @OptionGroup var results: ResultsOptions
  @OptionGroup var claims: ClaimsOptions

  @OptionGroup var pages: TemplateOptions

  @Option(help: "Folder to write to; the results folder unless given.", completion: .directory)
  var out: String?

  @Flag(help: "Put figures and data into the page itself.")
  var singleFile = false

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      let library = try pages.library()
      let folder = out.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? results.folder
      let file = try claims.claims()
      let loaded =
        if let experiment {
          [try LoadedExperiment(try chosen(experiment, in: archive), from: archive, claims: file)]
        } else {
          try LoadedExperiment.all(in: archive, claims: file)
        }
      let taken = loaded.map(\.archived.name).reduce(into: [String: PageTaken]()) { taken, name in
        taken[name] = PageOwner.refusal(
          ofReport: name, in: folder, shown: out ?? results.results, isResults: out == nil)
      }
      let refused = taken.sorted { $0.key < $1.key }.map(\.value)
      if let first = refused.first, experiment != nil || PageOwner.isSite(folder) { throw first }
      for page in refused { Messages.warning("\(page)") }
      let builder = ReportBuilder(
        templates: library, singleFile: singleFile, linksHome: experiment == nil, version: ProvenanceCollector.version)
      for file in try builder.files(loaded) where !taken.keys.contains(where: { file.path.hasPrefix($0 + "/") }) {
        try file.write(below: folder)
      }
      let page = experiment == nil ? "index.html" : "\(loaded[0].archived.name)/index.html"
      Output.print((out ?? results.results) + "/" + page)
    }
  }

  /// The experiment that is asked for; an earlier version has no place beside the page of the newest one.
  private func chosen(_ name: String, in archive: Archive) throws -> ArchivedExperiment {
    let found = try archive.chosenExperiment(name)
    guard out == nil, try !archive.isNewest(found) else { return found }
    throw ValidationError(
      "'\(name)' is an earlier version of '\(found.name)', whose page it would replace; --out FOLDER writes it elsewhere"
    )
  }
}
