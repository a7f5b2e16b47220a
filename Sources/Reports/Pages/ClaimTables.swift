import Analysis
import Experiments

/// The claims of an experiment as a table and one entry each.
struct ClaimTables {
  let findings: [ClaimFinding]

  /// One row per claim: n, estimate, interval, p values, δ, published number and verdict.
  var table: DataTable {
    DataTable(
      name: "Verdicts", caption: caption,
      columns: [
        .init("Claim"), .init("n"), .init("Effect"), .init("Interval"), .init("δ or margin"), .init("p"),
        .init("p, Holm"), .init("p, sign-flip"), .init("Published"), .init("Verdict", holdsWords: true),
      ],
      rows: findings.map { finding in
        let text = ClaimText(finding)
        return DataTable.Row(
          finding.claim.id,
          cells: [
            finding.effect.map { "\($0.values.count)" } ?? SummaryTables.nothing, text.estimate, text.interval,
            text.threshold, text.p(finding.judgement.p), text.p(finding.judgement.adjusted),
            text.p(finding.effect?.signFlip), text.published, finding.verdict.word,
          ])
      })
  }

  private var caption: String {
    let hasMargin = findings.contains { $0.claim.question.margin != nil }
    let level = "1 − α" + (hasMargin ? ", of 1 − 2α against a margin" : "")
    let margin = hasMargin ? "; with a margin, the interval within it and Holm's p at α or less" : ""
    return
      "Effects are positive in the claimed direction, with Student t intervals over replicates of level \(level). "
      + "Reproduced needs the interval above 0, the effect at δ or more and Holm's p at α or less\(margin). The exact "
      + "sign-flip p stands beside and decides only where a claim names it. [R] read in the source, [M] recalled, "
      + "[D] derived."
  }

  /// One entry per claim, in the order of the specification.
  var entries: [ClaimModel] {
    findings.map { finding in
      let text = ClaimText(finding)
      return ClaimModel(
        anchor: "claim-\(finding.claim.id)", name: finding.claim.id, verdict: finding.verdict.word,
        tone: finding.verdict.tone == .plain ? nil : Self.tone(finding.verdict).rawValue,
        statement: finding.claim.statement,
        paper: finding.claim.source.isEmpty ? nil : finding.claim.source, sentence: text.sentence,
        facts: facts(finding, text).map { FactModel(term: $0.term, text: $0.text, code: false) })
    }
  }

  private func facts(_ finding: ClaimFinding, _ text: ClaimText) -> [ReportFact] {
    var facts = [ReportFact("Contrast", text.contrast), ReportFact("Measure", text.measure)]
    facts.append(ReportFact("Test", text.test + level(finding, text)))
    if let aspects = text.aspects { facts.append(ReportFact("Found", aspects)) }
    if let published = finding.claim.published {
      let words = [text.published, published.source, published.note].filter { !$0.isEmpty }
      facts.append(ReportFact("Published", words.joined(separator: "; ")))
    }
    if let pairing = finding.pairing { facts.append(ReportFact("Pairing", pairing.text)) }
    if let budget = finding.budget { facts.append(ReportFact("Budget", budget.text)) }
    if let condition = finding.claim.qualifiedBy { facts.append(ReportFact("Condition", condition)) }
    if let sensitivity = text.sensitivity { facts.append(ReportFact("Failures", sensitivity)) }
    return facts
  }

  /// Its level and family; claims over claims have those of their parts.
  private func level(_ finding: ClaimFinding, _ text: ClaimText) -> String {
    guard finding.claim.question.parts.isEmpty else { return "" }
    let members = findings.count { $0.claim.family == finding.claim.family && $0.claim.question.parts.isEmpty }
    let name = finding.claim.family.isEmpty ? "the family of the experiment" : "the family \(finding.claim.family)"
    return "; level \(text.level), \(members) in \(name)"
  }

  static func tone(_ verdict: Verdict) -> DataTable.Tag.Tone {
    switch verdict.tone {
    case .good: .good
    case .warn: .warn
    case .plain: .plain
    }
  }
}
