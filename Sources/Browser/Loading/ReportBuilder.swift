import Analysis
import Archive
import Datasets
import Experiments
import Foundation
import Reports

/// Turns loaded experiments into the files of their reports.
package struct ReportBuilder {
  let templates: TemplateLibrary
  let singleFile: Bool
  /// Whether pages link to the index of all experiments, which is written along.
  let linksHome: Bool
  /// The version of the program, shown on every page.
  let version: String

  package init(templates: TemplateLibrary, singleFile: Bool, linksHome: Bool, version: String) {
    self.templates = templates
    self.singleFile = singleFile
    self.linksHome = linksHome
    self.version = version
  }

  package func files(_ experiments: [LoadedExperiment]) throws -> [ReportFile] {
    let reports = try experiments.map { try report($0) }
    let pages = reports.flatMap {
      $0.files(templates, singleFile: singleFile, home: linksHome ? "../index.html" : nil)
    }
    guard linksHome else { return pages }
    let index = IndexReport(reports.map { IndexReport.Entry(of: $0) }, version: version)
    return pages + [index.file(templates)]
  }

  /// The parts of an experiment's page, its figures drawn; one that attaches no numbers need not collect them.
  package func report(_ loaded: LoadedExperiment, attachesNumbers: Bool = true) throws -> ExperimentReport {
    let source = PlotSource(
      summary: loaded.summary, sheet: try loaded.sheet(), filters: loaded.filters,
      specificationDigest: loaded.archived.digest,
      version: version)
    var provenance = loaded.reportProvenance(version: version)
    if templates.isOwn { provenance.origin.options.append("templates") }
    let export =
      attachesNumbers
      ? TrialExport(of: loaded.design, evidence: loaded.evidence, atLastEpoch: true)
      : TrialExport(experiment: loaded.archived.name, paths: [], rows: [])
    return ExperimentReport(
      design: loaded.design, summary: loaded.summary, export: export, figures: try source.figures(),
      provenance: provenance, protocolFinding: loaded.protocolFinding)
  }
}
