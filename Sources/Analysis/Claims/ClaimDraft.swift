import Experiments
import Statistics

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
  /// Completed trials that have not been asked yet what the claim looks at.
  let unasked: Int
  /// Gates that failed, or why there is no effect.
  let reasons: [String]

  /// A p counts in the family when nothing stands in the way of a verdict.
  var validP: Double? { reasons.isEmpty && isRun ? p : nil }

  private var isRun: Bool { open + unasked == 0 }

  init(of claim: Claim, alpha: Double, from values: ClaimValues) {
    self.claim = claim
    self.alpha = alpha
    let counts = values.counts(of: claim)
    open = counts.open
    planned = counts.planned
    unasked = values.unasked(claim)
    var reasons = counts.open == counts.planned ? [] : values.failedGates(of: claim)
    switch ClaimSamples(of: claim, from: values) {
    case .paired(let samples):
      effects = samples.map { ClaimEffect($0, of: claim, alpha: alpha, among: samples.count) }
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
    // All of them must hold, so that none is corrected for being one of several (Berger 1982).
    p = known.count < effects.count ? nil : known.max()
  }

  /// The verdict on claims over claims behind the gates of its own.
  func gated(_ verdict: Verdict) -> Verdict {
    guard !claim.gates.isEmpty, verdict != .noVerdict, verdict != .notRun else { return verdict }
    return !isRun ? .notRun : reasons.isEmpty ? verdict : .invalid
  }

  func judged(adjusted: Double?, family: Int, isLook: Bool) -> ClaimJudgement {
    if open == planned { return ClaimJudgement(verdict: .notRun, reasons: ["None of its \(planned) trials has run."]) }
    let rule = VerdictRule(alpha: alpha)
    let opposites = effects.map { opposite($0, adjusted: adjusted, family: family) }
    let verdicts = zip(effects, opposites).map { effect, opposite in
      effect.isCoarse ? .inconclusive : judge(JudgedIntervals(effect), adjusted, opposite: opposite, rule)
    }
    let deciding = weakest(verdicts)
    let effect = effects.indices.contains(deciding) ? effects[deciding] : nil
    let verdict = verdict(verdicts, isLook: isLook)
    var reasons = reasons
    if verdict == .notRun { reasons = [whatIsMissing] }
    return ClaimJudgement(
      verdict: verdict.qualified(by: claim),
      direction: effect?.interval.map { rule.direction($0, p: adjusted, opposite: opposites[deciding]) } ?? .undecided,
      magnitude: effect?.interval.map { rule.magnitude($0, delta: claim.question.delta ?? 0) } ?? .undecided,
      effects: effects, deciding: deciding, p: p, adjusted: adjusted,
      needed: verdict == .inconclusive ? needed(verdicts, rule, family) : nil, reasons: reasons)
  }

  private var whatIsMissing: String {
    if open > 0 { return "\(open) of its \(planned) trials have not run." }
    return "\(unasked) of its \(planned) trials are trained, and have not been asked yet what it looks at."
  }

  /// The p of the other direction, corrected: as `adjusted` where that is two-sided, else by Bonferroni.
  private func opposite(_ effect: ClaimEffect, adjusted: Double?, family: Int) -> Double? {
    guard let opposite = effect.opposite else { return adjusted }
    return min(1, opposite * Double(max(1, family) * effects.count))
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
    if !isRun { return .notRun }
    if !reasons.isEmpty { return .invalid }
    return verdicts.isEmpty ? .invalid : VerdictRule.allOf(verdicts)
  }

  func judge(
    _ intervals: JudgedIntervals?, _ p: Double?, opposite: Double?, _ rule: VerdictRule
  ) -> Verdict {
    guard let intervals else { return .inconclusive }
    let refuting = intervals.refuting
    switch claim.question {
    case .difference(_, let delta), .level(_, _, let delta), .trend(_, _, let delta), .optimum(_, _, let delta),
      .interaction(_, _, let delta):
      return rule.verdict(intervals.outer, refuting: refuting, delta: delta, p: p, opposite: opposite)
    case .notWorse(_, let margin):
      return rule.notWorse(inner: intervals.inner, refuting: refuting, margin: margin, p: p)
    case .equivalence(_, _, let margin):
      return rule.equivalence(inner: intervals.inner, refuting: refuting, margin: margin, p: p)
    case .allOf, .anyOf: return .inconclusive
    }
  }
}

/// The intervals that an effect is judged by.
struct JudgedIntervals {
  let outer: Interval
  /// Of level 1 − 2α.
  let inner: Interval
  let refuting: Interval

  /// Nil where the effect has none.
  init?(_ effect: ClaimEffect) {
    guard let outer = effect.interval, let refuting = effect.refuting else { return nil }
    (self.outer, inner, self.refuting) = (outer, effect.inner ?? outer, refuting)
  }

  init(alpha: Double, among count: Int, of interval: (Double) -> Interval) {
    (outer, inner) = (interval(1 - alpha), interval(1 - 2 * alpha))
    refuting = interval(1 - alpha / Double(max(1, count)))
  }
}
