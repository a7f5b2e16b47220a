import Analysis
import Archive
import Reports
import Specifications

/// The page of all experiments: question, answer, verdicts, trials, size and date.
struct IndexPage {
  let entries: [Conclusions.Entry]
  /// Finished trials of all of them; what several share counts once.
  let trials: Int
  /// Whether a server shows it, whose rows say of which results they are.
  let isLive: Bool

  var page: SitePage {
    SitePage(
      path: "index.html", title: "Experiments", description: sentence, place: .experiments,
      body: """
        <header class="title">
        <p class="kind">dropout-lab</p>
        <h1>Experiments</h1>
        <p class="question">\(sentence)</p>
        </header>
        <main id="main">
        \(entries.isEmpty ? Self.empty : table.html)</main>
        """)
  }

  private static let empty: HTML = """
    <p>No experiment has been archived yet. <code>dropout-lab run experiments/smoke.yaml</code> makes a first one in a few seconds.</p>

    """

  private var sentence: String {
    // A look gives no verdict.
    let claims = entries.flatMap(\.conclusion.verdicts).filter { $0.word != Verdict.noVerdict.word }
    let held = claims.count(where: \.holds)
    let words = entries.count == 1 ? "One experiment" : "\(NumberText.count(entries.count)) experiments"
    return "\(words), \(NumberText.count(trials)) finished \(trials == 1 ? "trial" : "trials")"
      + (claims.isEmpty ? "." : ", \(held) of \(claims.count) claims reproduced.")
  }

  private var table: SiteTable {
    SiteTable(
      name: "All experiments", caption: "Every archived experiment; the newest version of each name.",
      columns: [
        .init("Experiment"), .init("Answer", words: true), .init("Claims", words: true), .init("Best"), .init("Curve"),
        .init("Trials"), .init("Size"), .init("Date"),
      ],
      rows: entries.map(row))
  }

  private func row(_ entry: Conclusions.Entry) -> SiteTable.Row {
    let (state, found, counts) = (entry.state, entry.conclusion, Self.counts(of: entry))
    let verdicts = found.verdicts.map { verdict in
      HTML.tag(
        .init("\(verdict.claim) \(verdict.word)", DataTable.Tag.Tone(rawValue: verdict.tone) ?? .plain))
    }
    let best = found.best.map { best -> HTML in
      "\(best)<span class=\"under\">\(found.measure)</span>"
    }
    let version: HTML = isLive ? " data-version=\"\(found.version)\"" : ""
    let notes = entry.annotations.noteLines.map { line -> HTML in "<span class=\"under\">\(line)</span>" }
    return SiteTable.Row(
      cells: [
        SiteTable.Cell(
          """
          <a href="\(SiteAddress.experiment(found.name))"\(version)>\(found.name)</a>\(entry.annotations.marksHTML)\
          <span class="under">\(found.question)</span>\(notes)\
          <span class="under"><a href="\(SiteAddress.trials(found.name))">\(Self.trials(of: entry))</a></span>
          """),
        SiteTable.Cell(text: found.answer.dropFirst(found.verdicts.isEmpty ? 0 : 1).first ?? found.answer.first ?? ""),
        verdicts.isEmpty ? .nothing : SiteTable.Cell("\(verdicts.joined(" "))", key: Double(found.reproduced)),
        best.map { SiteTable.Cell($0, key: found.bestValue) } ?? .nothing,
        SiteTable.Cell(Sparkline(values: found.curve).svg, key: found.curve.last),
        found.isRead || !state.isTuned
          ? SiteTable.Cell(text: counts.words(isImported: found.isImported), key: Double(counts.done), role: "trials")
          : SiteTable.Cell(text: "–", role: "trials"),
        found.isRead ? SiteTable.Cell(text: SizeText(found.bytes).description, key: Double(found.bytes)) : .nothing,
        SiteTable.Cell(
          text: DateText.day(state.lastAt ?? entry.archived.recordedAt),
          key: state.lastAt ?? entry.archived.recordedAt),
      ],
      facets: [
        "state": state.isFinished ? "finished" : "unfinished",
        "verdict": Set(found.verdicts.map(\.word)).sorted().joined(separator: "\n"),
        "dropout": found.variants.joined(separator: "\n"), "tags": entry.annotations.tags.joined(separator: "\n"),
        "starred": entry.annotations.isStarred ? "yes" : "",
      ].filter { !$0.value.isEmpty })
  }

  /// `All trials`, and how many earlier versions there are beside them.
  private static func trials(of entry: Conclusions.Entry) -> String {
    entry.versions > 1 ? "All trials, \((entry.versions - 1).counted("earlier version"))" : "All trials"
  }

  /// As the archive has them now, which may be more than those that were read for the answer.
  private static func counts(of entry: Conclusions.Entry) -> TrialCounts {
    let (state, found) = (entry.state, entry.conclusion)
    let now = TrialCounts(
      planned: state.planned, completed: state.completed, diverged: state.diverged, failed: state.failed)
    // The state counts trials of tuning in; where there are none, it is the newer of the two.
    return found.counts.planned == now.planned ? now : found.counts
  }
}

extension ExperimentState {
  /// Whether every trial planned so far has an outcome.
  package var isFinished: Bool { completed + diverged == planned }
}

/// Bytes in words: `3.1 MB`.
package struct SizeText: CustomStringConvertible {
  let bytes: Int

  package init(_ bytes: Int) { self.bytes = bytes }

  package var description: String {
    if bytes < 1000 { return "\(bytes) B" }
    let (unit, size) = bytes < 1_000_000 ? ("kB", 1e3) : bytes < 1_000_000_000 ? ("MB", 1e6) : ("GB", 1e9)
    return NumberText.significant(Double(bytes) / size, digits: 3) + NumberText.space + unit
  }
}
