import Analysis
import Archive
import Experiments
import Reports
import Specifications

/// What the pages about all experiments need of one.
package struct SitePart: Sendable {
  package let entry: Conclusions.Entry
  package let claims: [LedgerClaim]
  package let labels: [String]
  /// Files and bytes written for it.
  var files = 0
  var bytes = 0
}

extension Browser {
  /// Makes the pages of one experiment, hands each file on, and keeps what the common pages need; `isSmall` where
  /// the archive has so few trials that there is room for the curves of each.
  package func part(
    of loaded: LoadedExperiment, in state: ExperimentState, _ annotations: Annotations, isSmall: Bool,
    write: (ReportFile) throws -> Void
  ) throws -> SitePart {
    let hasRuns = isSmall && loaded.summary.trials.count <= RunCurves.most
    let files =
      try experiment(loaded) + [
        comparison(of: loaded), comparisonData(of: loaded, hasRuns: hasRuns), trials(of: loaded.archived.name),
      ] + (hasRuns ? [runs(of: loaded)] : [])
    for file in files { try write(file) }
    var part = try part(of: loaded, in: state, annotations)
    (part.files, part.bytes) = (files.count, files.reduce(0) { $0 + $1.bytes.count })
    return part
  }

  /// What the common pages need of a loaded experiment, none of whose own pages is made.
  package func part(
    of loaded: LoadedExperiment, in state: ExperimentState, _ annotations: Annotations
  ) throws -> SitePart {
    SitePart(
      entry: Conclusions.Entry(
        archived: loaded.archived, state: state, conclusion: try loaded.conclusion(state: state, in: archive),
        annotations: annotations, versions: try archive.versions(of: loaded.archived.name).count),
      claims: LedgerClaim.all(of: [loaded]), labels: loaded.summary.configurations.map(\.label))
  }

  /// Makes the pages about everything, with style sheet and scripts.
  package func common(
    _ parts: [SitePart], trials: [Membership], annotations: [AnnotationSubject: Annotations]
  ) throws -> [ReportFile] {
    [
      try index(Conclusions(parts.map(\.entry))), claims(parts.flatMap(\.claims)), search,
      chooser(parts.map { (name: $0.entry.conclusion.name, labels: $0.labels) }),
      try searchIndex(parts, trials: trials, annotations: annotations),
    ] + assets
  }

  /// `data/search.js`: what `search.html` searches.
  package func searchIndex(
    _ parts: [SitePart], trials: [Membership], annotations: [AnnotationSubject: Annotations]
  ) throws -> ReportFile {
    let earlier = try parts.filter { $0.entry.versions > 1 }.flatMap { part in
      try VersionTrials.all(of: part.entry.archived.name, in: archive).dropFirst()
    }
    return SearchIndex(parts: parts, trials: trials, earlier: earlier, annotations: annotations).file
  }

  /// The style sheet and the scripts.
  package var assets: [ReportFile] { Self.assets(templates, isLive: isLive) }

  package static func assets(_ templates: TemplateLibrary, isLive: Bool) -> [ReportFile] {
    SiteAssets.files(templates, isLive: isLive)
  }

  /// A page of a server that says one thing, such as why there is no other; it needs no archive.
  package static func notice(_ title: String, _ text: String, version: String) -> ReportFile {
    SitePage(
      path: "notice.html", title: title, description: text, isAbsolute: true,
      body: """
        <header class="title">
        <p class="kind">dropout-lab</p>
        <h1>\(title)</h1>
        <p class="question">\(text.visible)</p>
        </header>
        <main id="main">
        <p><a href="/index.html">All experiments</a></p>
        </main>
        """
    ).file(version: version, isLive: true)
  }

  /// `claims.html`: the ledger.
  package func claims(_ claims: [LedgerClaim]) -> ReportFile {
    file(ClaimsPage(claims: LedgerClaim.sorted(claims)).page)
  }

  /// `compare.html`: a reader chooses any configurations.
  package func chooser(_ experiments: [(name: String, labels: [String])]) -> ReportFile {
    file(ChooserPage(experiments: experiments, isLive: isLive).page)
  }

  /// `experiments/<name>/trials.html`: every trial of every version, with the attempts that left no outcome.
  package func trials(of name: String) throws -> ReportFile {
    file(TrialsPage(name: name, versions: try VersionTrials.all(of: name, in: archive)).page)
  }

  /// `search.html`: finds what the index knows.
  package var search: ReportFile { file(SearchPage().page) }
}
