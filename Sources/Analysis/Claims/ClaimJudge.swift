import Experiments
import Statistics

/// Judges every claim of an experiment together, since claims of one family are corrected together.
struct ClaimJudge {
  let values: ClaimValues

  private var design: ExperimentDesign { values.design }
  private var claims: [Claim] { design.claims }

  /// One judgement per claim, in their order.
  var judgements: [ClaimJudgement] {
    let drafts = claims.map { ClaimDraft(of: $0, alpha: design.alpha(of: $0), from: values) }
    let adjusted = adjusted(drafts)
    var found: [ClaimJudgement] = []
    for (index, draft) in drafts.enumerated() {
      let parts = draft.claim.question.parts
      if parts.isEmpty {
        found.append(draft.judged(adjusted: adjusted[index], family: family(of: draft.claim), isLook: design.isLook))
      } else {
        found.append(combined(draft.claim, found))
      }
    }
    return found
  }

  /// The claims of a family that are put to trials.
  private func members(_ family: String) -> [Int] {
    claims.indices.filter { claims[$0].family == family && claims[$0].question.parts.isEmpty }
  }

  private func family(of claim: Claim) -> Int { members(claim.family).count }

  /// Holm's correction within each family; a claim without a p counts as one that failed.
  private func adjusted(_ drafts: [ClaimDraft]) -> [Double?] {
    var result = [Double?](repeating: nil, count: drafts.count)
    for family in Set(claims.map(\.family)).sorted() {
      let members = members(family)
      for (member, p) in zip(members, Holm.adjusted(members.map { drafts[$0].validP ?? 1 })) {
        result[member] = drafts[member].validP == nil ? nil : p
      }
    }
    return result
  }

  private func combined(_ claim: Claim, _ judged: [ClaimJudgement]) -> ClaimJudgement {
    let parts = claim.question.parts.compactMap { id in claims.firstIndex { $0.id == id } }
    let verdicts = parts.map { judged[$0].verdict }
    let words = Verdict.told(of: claim.question.parts, verdicts)
    let known = parts.compactMap { judged[$0].adjusted }
    let isAll = if case .allOf = claim.question { true } else { false }
    let verdict = isAll ? VerdictRule.allOf(verdicts) : VerdictRule.anyOf(verdicts)
    return ClaimJudgement(
      verdict: verdict.qualified(by: claim),
      adjusted: known.count == parts.count ? (isAll ? known.max() : known.min()) : nil,
      needed: verdict == .inconclusive ? parts.compactMap { judged[$0].needed }.max() : nil,
      reasons: [words.capitalizedFirst + "."])
  }
}

extension ExperimentDesign {
  /// The level of a claim: halved where an extension is declared, for two looks (Bonferroni).
  package func alpha(of claim: Claim) -> Double { extensionTo == nil ? claim.alpha : claim.alpha / 2 }
}

extension Verdict {
  /// A claim that was tested under a condition only is qualified where it holds.
  func qualified(by claim: Claim) -> Verdict { self == .reproduced && claim.qualifiedBy != nil ? .qualified : self }
}

// MARK: - One claim before correction

/// A claim's effects and raw p, and what stands in the way of a verdict.
struct ClaimDraft {
  let claim: Claim
  let alpha: Double
  let effects: [ClaimEffect]
  /// The p by which the claim enters its family.
  let p: Double?
  /// Which of the effects has it.
  let deciding: Int
  /// Ends of an optimum, corrected for being two.
  private let ends: [Double?]
  /// Trials that have neither an outcome nor a failed attempt.
  let open: Int
  let planned: Int
  /// Gates that failed, or why there is no effect.
  let reasons: [String]

  /// A p counts in the family when nothing stands in the way of a verdict.
  var validP: Double? { reasons.isEmpty && open == 0 ? p : nil }

  init(of claim: Claim, alpha: Double, from values: ClaimValues) {
    self.claim = claim
    self.alpha = alpha
    let counts = values.counts(of: claim)
    open = counts.open
    planned = counts.planned
    var reasons = counts.open == counts.planned ? [] : values.failedGates(of: claim)
    switch ClaimSamples(of: claim, from: values) {
    case .paired(let samples):
      effects = samples.map { ClaimEffect($0, of: claim, alpha: alpha) }
    case .ordered(let sample, let blocks):
      effects = [ClaimEffect(sample, of: claim, alpha: alpha, blocks: blocks)]
    case .undefined(let reason):
      effects = []
      if claim.question.parts.isEmpty { reasons.append(reason) }
    }
    self.reasons = reasons
    let raw = effects.map(\.p)
    if case .optimum = claim.question, raw.count == 2, let first = raw[0], let second = raw[1] {
      ends = Holm.adjusted([first, second])
    } else {
      ends = raw
    }
    let largest = ends.compactMap { $0 }.max()
    p = ends.contains(nil) ? nil : largest
    deciding = ends.firstIndex { $0 == largest } ?? 0
  }

  func judged(adjusted: Double?, family: Int, isLook: Bool) -> ClaimJudgement {
    if open == planned { return ClaimJudgement(verdict: .notRun, reasons: ["None of its \(planned) trials has run."]) }
    let rule = VerdictRule(alpha: alpha)
    let effect = effects.indices.contains(deciding) ? effects[deciding] : nil
    let verdict = verdict(rule, adjusted, isLook: isLook)
    var reasons = reasons
    if verdict == .notRun { reasons = ["\(open) of its \(planned) trials have not run."] }
    return ClaimJudgement(
      verdict: verdict.qualified(by: claim),
      direction: effect?.interval.map { rule.direction($0, p: adjusted) } ?? .undecided,
      magnitude: effect?.interval.map { rule.magnitude($0, delta: claim.question.delta ?? 0) } ?? .undecided,
      effects: effects, deciding: deciding, p: p, adjusted: adjusted,
      needed: verdict == .inconclusive ? effect.flatMap { needed($0, rule, family) } : nil, reasons: reasons)
  }

  private func verdict(_ rule: VerdictRule, _ adjusted: Double?, isLook: Bool) -> Verdict {
    if isLook { return .noVerdict }
    if open > 0 { return .notRun }
    if !reasons.isEmpty { return .invalid }
    let verdicts = effects.map { judge($0.interval, $0.inner, adjusted, rule) }
    return verdicts.isEmpty ? .invalid : VerdictRule.allOf(verdicts)
  }

  private func judge(_ outer: Interval?, _ inner: Interval?, _ p: Double?, _ rule: VerdictRule) -> Verdict {
    guard let outer else { return .inconclusive }
    switch claim.question {
    case .difference(_, let delta), .level(_, _, let delta), .trend(_, _, let delta), .optimum(_, _, let delta),
      .interaction(_, _, let delta):
      return rule.verdict(outer, delta: delta, p: p)
    case .notWorse(_, let margin):
      return inner.map { rule.notWorse(inner: $0, outer: outer, margin: margin, p: p) } ?? .inconclusive
    case .equivalence(_, _, let margin):
      return inner.map { rule.equivalence(inner: $0, outer: outer, margin: margin, p: p) } ?? .inconclusive
    case .allOf, .anyOf: return .inconclusive
    }
  }

  /// The replicates that would decide: the same mean and spread, and a p that passes the first step of the family.
  private func needed(_ effect: ClaimEffect, _ rule: VerdictRule, _ family: Int) -> Int? {
    guard let spread = effect.spread else { return nil }
    let m = Double(max(1, family))
    let found = rule.pairsNeeded(mean: effect.estimate, spread: spread, above: effect.values.count) { outer, inner, p in
      let own = claim.question.margin == nil ? p : 0
      return judge(outer, inner, min(1, own * m), rule) != .inconclusive
    }
    guard claim.test == .signFlip || claim.test == .wilcoxon else { return found }
    return found.map { max($0, Power.smallestSignFlipPairs(alpha: alpha, family: max(1, family))) }
  }
}
