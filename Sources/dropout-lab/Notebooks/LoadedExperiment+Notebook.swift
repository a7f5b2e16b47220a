import Archive
import Browser
import Experiments
import Reports

extension LoadedExperiment {
  /// What a notebook shows of it, with the pictures that its cells ask for.
  func notebookAnswer(_ pictures: Set<NotebookRequests.Picture>) throws -> ExperimentAnswer {
    let facts = provenances.flatMap(\.facts)
    let data = facts.filter { $0.name.hasPrefix("data ") }.map { ReportFact($0.name, $0.value, isCode: true) }
    return ExperimentAnswer(
      design: design, evidence: evidence, summary: summary,
      provenance: reportProvenance(version: ProvenanceCollector.version),
      sheet: pictures.contains(.data) ? try sheet() : nil, filters: filters, data: Self.unique(data),
      commits: Self.unique(facts.filter { $0.name == "git commit" }.map(\.value)), protocolFinding: protocolFinding)
  }

  private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}
