import Analysis
import Archive
import Datasets
import Experiments
import Foundation
import Reports

/// Turns loaded experiments into the files of their reports.
struct ReportBuilder {
  let templates: TemplateLibrary
  let singleFile: Bool
  /// Whether pages link to the index of all experiments, which is written along.
  let linksHome: Bool
  /// Whether the templates are not those built in.
  private let hasOwnTemplates: Bool
  private let store: DatasetStore

  init(templates: TemplateLibrary, hasOwnTemplates: Bool = false, singleFile: Bool, linksHome: Bool) {
    self.templates = templates
    self.hasOwnTemplates = hasOwnTemplates
    self.singleFile = singleFile
    self.linksHome = linksHome
    // Only data that the program makes itself is shown, so no folder is searched.
    store = DatasetStore(folders: DatasetFolders(given: nil, environment: [:], current: URL(filePath: ".")))
  }

  func files(_ experiments: [LoadedExperiment]) throws -> [ReportFile] {
    let reports = try experiments.map { try report($0) }
    let pages = reports.flatMap {
      $0.files(templates, singleFile: singleFile, home: linksHome ? "../index.html" : nil)
    }
    guard linksHome else { return pages }
    let index = IndexReport(reports.map { IndexReport.Entry(of: $0) }, version: ProvenanceCollector.version)
    return pages + [index.file(templates)]
  }

  /// The parts of an experiment's page, its figures drawn.
  func report(_ loaded: LoadedExperiment) throws -> ExperimentReport {
    let source = PlotSource(
      summary: loaded.summary, sheet: try loaded.sheet(store), filters: loaded.filters,
      specificationDigest: loaded.archived.digest,
      version: ProvenanceCollector.version)
    var provenance = loaded.reportProvenance
    if hasOwnTemplates { provenance.origin.options.append("templates") }
    return ExperimentReport(
      design: loaded.design, evidence: loaded.evidence, figures: try source.figures(),
      provenance: provenance, protocolFinding: loaded.protocolFinding)
  }
}
