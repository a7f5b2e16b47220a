import Analysis
import Archive
import Experiments
import Reports
import Specifications

/// Every trial of every version of an experiment by its configuration, and the attempts that left no outcome: what can be
/// reached without a script.
///
/// One line per configuration, so that a trial takes about fifty bytes.
struct TrialsPage {
  let name: String
  /// The newest first.
  let versions: [VersionTrials]

  var page: SitePage {
    SitePage(
      path: SiteAddress.trials(name), title: "Trials of \(name)",
      description: "Every trial of \(name), with attempts that left no outcome and earlier versions.",
      body: """
        <header class="title">
        <p class="kind"><a href="../../index.html">All experiments</a> · <a href="index.html">\(name)</a> · \
        <a href="compare.html">compare</a> · trials</p>
        <h1>Trials of \(name)</h1>
        \(earlier)</header>
        <main id="main">
        \(versions.map(section))</main>
        """)
  }

  /// Leads to the earlier versions, whose trials stand below those of the newest.
  private var earlier: HTML {
    let links = versions.dropFirst().map { version -> HTML in "<a href=\"#\(version.anchor)\">\(version.name)</a>" }
    return links.isEmpty ? .nothing : "<p>Earlier versions: \(links.joined(", "))</p>\n"
  }

  private func section(_ version: VersionTrials) -> HTML {
    let title = version.steps == 0 ? versions.count > 1 ? "The newest version" : "By configuration" : version.name
    return """
      <section id="\(version.anchor)">
      <h2>\(title)</h2>
      \(facts(of: version))\(Self.trials(of: version))\(Self.attempts(of: version))</section>

      """
  }

  private func facts(of version: VersionTrials) -> HTML {
    guard versions.count > 1 else { return .nothing }
    let shared =
      version.shared == 0
      ? version.own.isEmpty ? "" : ", none of them a trial of a newer version"
      : ", \(version.shared) of them listed with a newer version"
    return HTML.facts([
      ("Question", "\(version.archived.question)"),
      ("Recorded", "\(DateText.minute(version.archived.recordedAt))"),
      ("Specification", "<code>\(version.archived.digest)</code>"),
      ("Trials", "\(version.count.counted("trial"))\(version.steps == 0 ? "" : shared)"),
      ("Shown by", "<code>dropout-lab show \(version.name)</code>"),
    ])
  }

  // MARK: Trials

  /// Trials that stand in one line.
  private struct Group: Hashable {
    let configuration: Int
    let label: String
    /// -1 where they are compared.
    let candidate: Int

    init(_ place: Membership) {
      (configuration, label) = (place.configuration, place.label)
      candidate = place.isTuning ? place.candidate : -1
    }

    var title: String {
      let name = label.isEmpty ? "configuration \(configuration)" : label
      return candidate < 0 ? name : "\(name), to tune: value \(candidate + 1), by seed"
    }
  }

  private static func trials(of version: VersionTrials) -> HTML {
    var groups: [Group] = []
    let members = Dictionary(grouping: version.own, by: Group.init)
    for place in version.own where groups.last != Group(place) {
      if !groups.contains(Group(place)) { groups.append(Group(place)) }
    }
    guard !groups.isEmpty else { return "<p>It has no trial of its own.</p>\n" }
    let tried = Set(version.attempts.map(\.attempt.trial))
    // What is compared comes before what tuned it.
    let rows = (groups.filter { $0.candidate < 0 } + groups.filter { $0.candidate >= 0 }).map { group -> HTML in
      let links = (members[group] ?? []).map { link($0, isTried: tried.contains($0.trial)) }.joined(" ")
      return "<dt>\(group.title)<dd>\(links)"
    }
    return "<dl class=\"facts trials\">\(rows)</dl>\n"
  }

  /// Named by its replicate; a trial without an outcome has no page.
  private static func link(_ place: Membership, isTried: Bool) -> HTML {
    guard place.isFinished else { return "\(place.replicate) (\(isTried ? "no outcome" : "open"))" }
    let link: HTML = "<a href=\"../../\(SiteAddress.trial(place.trial))\">\(place.replicate)</a>"
    return place.status == "diverged" ? "\(link) (diverged)" : link
  }

  // MARK: Attempts

  private static func attempts(of version: VersionTrials) -> HTML {
    guard !version.attempts.isEmpty else { return .nothing }
    let entries = version.attempts.map { attempt, place -> HTML in
      let member = place.map {
        "\($0.label.isEmpty ? "configuration \($0.configuration)" : $0.label), \($0.repetition)"
      }
      let took = DurationText(attempt.endedAt - attempt.startedAt)
      let words = "\(member ?? "") \(attempt.state.words) after \(took): \(attempt.message)"
      let log: HTML =
        attempt.log.isEmpty
        ? "<p>It left no lines.</p>"
        : "<pre tabindex=\"0\">\(attempt.log.map(EpochLine.words).joined(separator: "\n"))</pre>"
      return """
        <details><summary>\(DateText.minute(attempt.startedAt)) <code>\(attempt.trial.short)</code> \(words)</summary>
        \(log)
        </details>

        """
    }
    return "<h3>Attempts without an outcome</h3>\n\(entries)"
  }
}
