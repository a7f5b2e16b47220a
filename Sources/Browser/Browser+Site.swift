import Analysis
import Archive
import Experiments
import Reports

/// What the pages about all experiments need of one.
package struct SitePart: Sendable {
  let entry: Conclusions.Entry
  let claims: [LedgerClaim]
  let labels: [String]
  /// Files and bytes written for it.
  let files: Int
  let bytes: Int
}

extension Browser {
  /// Makes the pages of one experiment, hands each file on, and keeps what the common pages need.
  package func part(
    of archived: ArchivedExperiment, in state: ExperimentState, _ annotations: Annotations,
    write: (ReportFile) throws -> Void
  ) throws -> SitePart {
    let loaded = try LoadedExperiment(archived, from: archive)
    let files = try experiment(loaded) + [comparison(of: loaded), comparisonData(of: loaded)]
    for file in files { try write(file) }
    return SitePart(
      entry: Conclusions.Entry(
        archived: archived, state: state, conclusion: try loaded.conclusion(state: state, in: archive),
        annotations: annotations),
      claims: LedgerClaim.all(of: [loaded]), labels: loaded.summary.configurations.map(\.label), files: files.count,
      bytes: files.reduce(0) { $0 + $1.bytes.count })
  }

  /// Makes the pages about everything, with style sheet and scripts.
  package func common(
    _ parts: [SitePart], trials: [Membership], annotations: [AnnotationSubject: Annotations]
  ) -> [ReportFile] {
    [
      index(Conclusions(parts.map(\.entry))), claims(parts.flatMap(\.claims)), search,
      chooser(parts.map { (name: $0.entry.conclusion.name, labels: $0.labels) }),
      SearchIndex(parts: parts, trials: trials, annotations: annotations).file,
    ] + SiteAssets.files(templates)
  }

  /// `claims.html`: the ledger.
  package func claims(_ claims: [LedgerClaim]) -> ReportFile {
    ClaimsPage(claims: LedgerClaim.sorted(claims)).page.file(version: version)
  }

  /// `compare.html`: a reader chooses any configurations.
  package func chooser(_ experiments: [(name: String, labels: [String])]) -> ReportFile {
    ChooserPage(experiments: experiments).page.file(version: version)
  }

  /// `search.html`: finds what the index knows.
  package var search: ReportFile { SearchPage().page.file(version: version) }
}
