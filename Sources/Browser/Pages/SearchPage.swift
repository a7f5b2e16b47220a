import Archive
import Experiments
import Reports
import Specifications

/// The page on which a script searches the prebuilt index.
struct SearchPage {
  var page: SitePage {
    SitePage(
      path: "search.html", title: "Search", description: "Search experiments, claims and trials.", place: .search,
      scripts: ["data/search.js"],
      body: """
        <header class="title">
        <p class="kind">dropout-lab</p>
        <h1>Search</h1>
        </header>
        <main id="main">
        <noscript><p class="warning">Searching needs JavaScript. Without it, <a href="index.html">all experiments</a> lead to \
        their trials and <a href="claims.html">all claims</a> to their evidence; the browser's own search finds words within a page.</p></noscript>
        <div class="search needs-script">
        <label for="query">Words, a configuration, a claim, or the first digits of a trial</label>
        <input id="query" type="search" autocomplete="off" spellcheck="false">
        <p id="found" role="status"></p>
        <ol id="results"></ol>
        </div>
        </main>
        """)
  }
}

/// All that can be found, as a script file that works without a server.
struct SearchIndex {
  let parts: [SitePart]
  let trials: [Membership]
  /// Earlier versions of experiments, whose own trials no newer version has.
  let earlier: [VersionTrials]
  let annotations: [AnnotationSubject: Annotations]

  /// `dropoutLab.search({experiments: [[name, question, answer, [label, …], written, page]], claims: […], trials: […]})`; only
  /// an earlier version names its page.
  var file: ReportFile {
    let names = Dictionary(uniqueKeysWithValues: parts.enumerated().map { ($1.entry.conclusion.name, $0) })
    let experiments = parts.map { part in
      ScriptValue.list([
        .text(part.entry.conclusion.name), .text(part.entry.conclusion.question),
        .text(part.entry.conclusion.answer.joined(separator: " ")), .list(part.labels.map { .text($0) }),
        .text(annotations[.experiment(name: part.entry.conclusion.name)]?.words ?? ""),
      ])
    }
    let versions = earlier.map { version in
      ScriptValue.list([
        .text(version.name), .text(version.archived.question), .text("An earlier version."),
        .list(version.labels.map { .text($0) }), .text(""),
        .text(SiteAddress.trials(version.archived.name) + "#" + version.anchor),
      ])
    }
    let claims = parts.flatMap(\.claims).map { claim in
      ScriptValue.list([
        .text(claim.id), .text(claim.experiment), .text(claim.statement), .text(claim.verdict), .text(claim.source),
      ])
    }
    let places = trials.compactMap { place in names[place.experiment].map { entry(place, of: $0) } }
    let others = earlier.enumerated().flatMap { number, version in
      version.own.filter(\.isFinished).map { entry($0, of: parts.count + number) }
    }
    let value = ScriptValue.object([
      ("experiments", .list(experiments + versions)), ("claims", .list(claims)),
      ("trials", .list(places + others)),
    ])
    return ReportFile(path: "data/search.js", text: value.script(calling: "search"))
  }

  /// A trial by its place in the list of experiments.
  private func entry(_ place: Membership, of experiment: Int) -> ScriptValue {
    .list(
      [
        .number(Double(experiment)), .number(Double(place.configuration)), Self.repetition(place),
        .text(String(place.trial.hex.prefix(16))),
      ] + (annotations[.trial(place.trial)].map { [.text($0.words)] } ?? []))
  }

  /// The number of the replicate; words where a trial was trained to tune, whose number is a seed.
  private static func repetition(_ place: Membership) -> ScriptValue {
    place.isTuning ? .text(place.repetition) : .number(Double(place.replicate))
  }
}
