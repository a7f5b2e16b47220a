import Analysis
import Archive
import Experiments
import Specifications

/// Everything the archive knows of one trial, as a page of a few kilobytes.
struct TrialPage {
  let dossier: TrialDossier
  /// Whether a server shows it, which has its numbers as files and compares any trials.
  let isLive: Bool
  /// Whether it lists the measures of every epoch beside their curves.
  let listsEpochs: Bool

  private var trial: ArchivedTrial { dossier.trial }
  private var metrics: [EpochMetric] { trial.outcome.metrics }

  var page: SitePage {
    SitePage(
      path: SiteAddress.trial(trial.id), title: "Trial \(trial.id.short)",
      description: nil, body: body)
  }

  private var body: HTML {
    """
    <header class="title">
    <p class="kind">Trial · \(trial.outcome.status.words)\(dossier.annotations.marksHTML)</p>
    <h1><code>\(trial.id.short)</code></h1>
    <p class="question">\(setting)</p>
    \(dossier.annotations.notesHTML)</header>
    <main id="main">
    \(charts)\(epochs)\(numbers)\(audit)\(answers)\(neighbours)\(facts)\(log)<section>
    <h2>Specification</h2>
    <pre tabindex="0" role="region" aria-label="Specification"><code>\(dossier.specification)</code></pre>
    \(downloads)</section>
    </main>
    """
  }

  private var downloads: HTML {
    guard isLive else { return .nothing }
    let address = "../api/trials/\(trial.id.hex)"
    return """
      <p>Download: <a href="\(address)/metrics.csv">the numbers of every epoch as CSV</a> · \
      <a href="\(address)/specification.yaml">the specification</a></p>

      """
  }

  // MARK: Places

  private static func words(_ place: VersionedPlace) -> String {
    let member = place.membership
    return "\(member.label.isEmpty ? "configuration \(member.configuration)" : member.label), \(member.repetition) of "
      + place.experimentWords
  }

  /// Its places; the report of an experiment is of its newest version and has no other's trials.
  private var setting: HTML {
    dossier.places.map { place -> HTML in
      place.isNewest
        ? "<a href=\"../\(SiteAddress.experiment(place.membership.experiment))\">\(Self.words(place))</a>"
        : "<a href=\"../\(SiteAddress.trials(place.membership.experiment))\">\(Self.words(place))</a>"
    }.joined("<br>")
  }

  // MARK: Neighbours

  private var neighbours: HTML {
    let groups = dossier.neighbours.map { group -> HTML in
      let replicates = group.replicates.map { Self.link($0, text: "\($0.replicate)", current: trial.id) }
      let beside = group.beside.map { Self.link($0, text: $0.label, current: trial.id) }
      let comparison: HTML =
        group.isNewest
        ? "<a href=\"../\(SiteAddress.comparison(group.experiment))\">Compare the configurations of \(group.experiment)</a>"
        : "<a href=\"../\(SiteAddress.trials(group.experiment))\">Trials of all versions of \(group.experiment)</a>"
      return """
        <p>Same configuration, replicates: \(replicates.joined(" "))\(sideBySide(group.replicates))</p>
        \(beside.isEmpty ? HTML.nothing : "<p>Same replicate: \(beside.joined(" · "))</p>")
        <p>\(comparison)</p>

        """
    }
    return groups.isEmpty ? .nothing : "<section>\n<h2>Neighbours</h2>\n\(groups)</section>\n"
  }

  /// Leads to the finished ones side by side, where a server makes that page.
  private func sideBySide(_ members: [Membership]) -> HTML {
    let sides = members.filter(\.isFinished).map { "side=\($0.trial.hex)" }
    guard isLive, sides.count > 1 else { return .nothing }
    return " · <a href=\"../comparison?\(sides.joined(separator: "&"))\">Compare them</a>"
  }

  /// A trial without an outcome has no page.
  private static func link(_ member: Membership, text: String, current: TrialID) -> HTML {
    if member.trial == current { return "<b aria-current=\"true\">\(text)</b>" }
    return member.isFinished ? "<a href=\"\(SiteAddress.trialFile(member.trial))\">\(text)</a>" : "\(text)"
  }

  // MARK: Where it comes from

  private var facts: HTML {
    var facts: [(term: String, value: HTML)] = [
      ("Trial", "<code>\(trial.id.hex)</code>"),
      ("Seed", "\(trial.seed), replicate \(trial.replicate)"),
    ]
    // Trials of other programs come without.
    let digests = trial.outcome.digests
    for (term, digest) in [("Weights at the end", digests.finalWeights), ("Order of examples", digests.batchOrder)]
    where !digest.isEmpty {
      facts.append((term, "<code>\(digest)</code>"))
    }
    if let measured = trial.measurements.first {
      let seconds = DurationText(measured.trainingSeconds + measured.evaluationSeconds)
      facts.append(("Trained", "\(DateText.minute(measured.startedAt)), \("\(seconds)")"))
    }
    if !dossier.checks.isEmpty {
      facts.append(("Trained again", dossier.checks.map { "\($0.words)" as HTML }.joined("<br>")))
    }
    facts += Provenance(text: trial.provenance).facts.map { fact in
      let value = fact.name == "engine version" ? EngineVersion.numbers(in: fact.value) : fact.value
      return (fact.name, value.count >= 40 ? "<code>\(value)</code>" : "\(value)")
    }
    return "<section>\n<h2>Provenance</h2>\n\(HTML.facts(facts))</section>\n"
  }

  private var log: HTML {
    guard !dossier.attempts.isEmpty else { return .nothing }
    let entries = dossier.attempts.map { attempt -> HTML in
      let head = "\(attempt.state.words) after \(DurationText(attempt.endedAt - attempt.startedAt)): \(attempt.message)"
      let lines: HTML =
        attempt.log.isEmpty
        ? "" : "<pre tabindex=\"0\">\(attempt.log.map(EpochLine.words).joined(separator: "\n"))</pre>"
      return "<li>\(DateText.minute(attempt.startedAt)) \(head)\(lines)</li>"
    }
    return "<section>\n<h2>Attempts without an outcome</h2>\n<ul>\(entries)</ul>\n</section>\n"
  }
}

extension Attempt.State {
  package var words: String {
    switch self {
    case .failed: "failed"
    case .timedOut: "timed out"
    case .interrupted: "interrupted"
    }
  }
}
