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
        found.append(combined(draft, found))
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

  private func combined(_ draft: ClaimDraft, _ judged: [ClaimJudgement]) -> ClaimJudgement {
    let claim = draft.claim
    let parts = claim.question.parts.compactMap { id in claims.firstIndex { $0.id == id } }
    let verdicts = parts.map { judged[$0].verdict }
    let words = Verdict.told(of: claim.question.parts, verdicts)
    let known = parts.compactMap { judged[$0].adjusted }
    let isAll = if case .allOf = claim.question { true } else { false }
    let verdict = draft.gated(isAll ? VerdictRule.allOf(verdicts) : VerdictRule.anyOf(verdicts))
    return ClaimJudgement(
      verdict: verdict.qualified(by: claim),
      adjusted: known.count == parts.count ? (isAll ? known.max() : known.min()) : nil,
      needed: verdict == .inconclusive ? parts.compactMap { judged[$0].needed }.max() : nil,
      reasons: (verdict == .invalid ? draft.reasons : []) + [words.capitalizedFirst + "."])
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
    if claim.test.flipsSigns, effects.contains(where: { $0.values.count > SignFlip.limit }) {
      reasons.append("The exact sign-flip test counts at most \(SignFlip.limit) replicates.")
    }
    self.reasons = reasons
    let known = effects.compactMap(\.p)
    let isOptimum = if case .optimum = claim.question { true } else { false }
    // The ends of an optimum are corrected for being two.
    p = known.count < effects.count ? nil : (isOptimum ? Holm.adjusted(known) : known).max()
  }

  /// The verdict on claims over claims behind the gates of its own.
  func gated(_ verdict: Verdict) -> Verdict {
    guard !claim.gates.isEmpty, verdict != .noVerdict, verdict != .notRun else { return verdict }
    return open > 0 ? .notRun : reasons.isEmpty ? verdict : .invalid
  }

  func judged(adjusted: Double?, family: Int, isLook: Bool) -> ClaimJudgement {
    if open == planned { return ClaimJudgement(verdict: .notRun, reasons: ["None of its \(planned) trials has run."]) }
    let rule = VerdictRule(alpha: alpha)
    let verdicts = effects.map { judge($0.interval, $0.inner, adjusted, rule) }
    let deciding = weakest(verdicts)
    let effect = effects.indices.contains(deciding) ? effects[deciding] : nil
    let verdict = verdict(verdicts, isLook: isLook)
    var reasons = reasons
    if verdict == .notRun { reasons = ["\(open) of its \(planned) trials have not run."] }
    return ClaimJudgement(
      verdict: verdict.qualified(by: claim),
      direction: effect?.interval.map { rule.direction($0, p: adjusted) } ?? .undecided,
      magnitude: effect?.interval.map { rule.magnitude($0, delta: claim.question.delta ?? 0) } ?? .undecided,
      effects: effects, deciding: deciding, p: p, adjusted: adjusted,
      needed: verdict == .inconclusive ? needed(verdicts, rule, family) : nil, reasons: reasons)
  }

  /// The index of the effect with the weakest verdict; of several the one with the largest p, then the weakest estimate.
  private func weakest(_ verdicts: [Verdict]) -> Int {
    func key(_ index: Int) -> (Int, Double, Double) {
      let effect = effects[index]
      let strength = claim.question.margin == nil ? effect.estimate : -effect.estimate.magnitude
      return (VerdictRule.rank(verdicts[index]), -(effect.p ?? 2), strength)
    }
    return effects.indices.min { key($0) < key($1) } ?? 0
  }

  private func verdict(_ verdicts: [Verdict], isLook: Bool) -> Verdict {
    if isLook { return .noVerdict }
    if open > 0 { return .notRun }
    if !reasons.isEmpty { return .invalid }
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

  /// The replicates that would decide every effect that is undecided; nil where no number would decide one of them.
  private func needed(_ verdicts: [Verdict], _ rule: VerdictRule, _ family: Int) -> Int? {
    let each = zip(effects, verdicts).filter { $0.1 == .inconclusive }.map { needed($0.0, rule, max(1, family)) }
    return each.contains(nil) ? nil : each.compactMap { $0 }.max()
  }

  /// The replicates that would decide: the same mean and spread, and a p that passes the first step of the family.
  private func needed(_ effect: ClaimEffect, _ rule: VerdictRule, _ family: Int) -> Int? {
    guard let spread = effect.spread, let interval = effect.interval else { return nil }
    func decides(_ outer: Interval, _ inner: Interval, _ p: Double) -> Bool {
      judge(outer, inner, min(1, p * Double(family)), rule) != .inconclusive
    }
    let found: Int?
    if spread > 0 {
      found = rule.pairsNeeded(mean: effect.estimate, spread: spread, above: effect.values.count) { outer, inner, p in
        decides(outer, inner, marginP(effect.estimate, spread, pairs: outer.n) ?? p)
      }
    } else {
      // Equal effects leave no interval; what is missing is pairs for the test.
      found = decides(interval, interval, 0) ? effect.values.count + 1 : nil
    }
    let least = LeastReplicates(of: claim, alpha: alpha).count(family: family)
    return found.map { max($0, least) }.flatMap { claim.test.flipsSigns && $0 > SignFlip.limit ? nil : $0 }
  }

  /// The p of the tests against the margin at another number of pairs; nil without a margin.
  private func marginP(_ mean: Double, _ spread: Double, pairs: Int) -> Double? {
    guard let margin = claim.question.margin else { return nil }
    let p = Equivalence.pValues(mean: mean, error: spread / Double(pairs).squareRoot(), pairs: pairs, margin: margin)
    if case .notWorse = claim.question { return p.lower }
    return max(p.lower, p.upper)
  }
}
