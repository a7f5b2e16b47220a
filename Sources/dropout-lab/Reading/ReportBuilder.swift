import Analysis
import Reports

/// Turns loaded experiments into the files of their reports.
struct ReportBuilder {
  let templates: TemplateLibrary
  let singleFile: Bool
  /// Whether pages link to the index of all experiments, which is written along.
  let linksHome: Bool

  init(templates: TemplateLibrary, singleFile: Bool, linksHome: Bool) {
    self.templates = templates
    self.singleFile = singleFile
    self.linksHome = linksHome
  }

  func files(_ experiments: [LoadedExperiment]) throws -> [ReportFile] {
    let reports = try experiments.map(report)
    let pages = reports.flatMap {
      $0.files(templates, singleFile: singleFile, home: linksHome ? "../index.html" : nil)
    }
    guard linksHome else { return pages }
    let index = IndexReport(reports.map { IndexReport.Entry(of: $0) }, version: ProvenanceCollector.version)
    return pages + [index.file(templates)]
  }

  private func report(_ loaded: LoadedExperiment) throws -> ExperimentReport {
    ExperimentReport(
      design: loaded.design, evidence: loaded.evidence, figures: [], provenance: loaded.reportProvenance)
  }
}
