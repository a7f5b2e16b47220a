import Experiments
import Statistics

// How many replicates would decide.

extension ClaimDraft {
  /// The replicates at which one effect would refute the claim, or every one that is undecided would be decided; nil where
  /// no number would do.
  func needed(_ verdicts: [Verdict], _ rule: VerdictRule, _ family: Int) -> Int? {
    let each = zip(effects, verdicts).filter { $0.1 == .inconclusive }.map { needed($0.0, rule, max(1, family)) }
    let refuted = each.compactMap { $0 }.filter(\.isRefuted).map(\.count).min()
    return refuted ?? (each.contains { $0 == nil } ? nil : each.compactMap { $0?.count }.max())
  }

  /// The replicates that would decide: the same mean and spread, and a p that passes the first step of the family.
  private func needed(
    _ effect: ClaimEffect, _ rule: VerdictRule, _ family: Int
  ) -> (count: Int, isRefuted: Bool)? {
    guard let spread = effect.spread, let intervals = JudgedIntervals(effect) else { return nil }
    var verdict = Verdict.inconclusive
    func decides(_ intervals: JudgedIntervals, _ p: Double) -> Bool {
      let p = min(1, p * Double(family))
      let found = judge(intervals, p, opposite: p, rule)
      if found != .inconclusive { verdict = found }
      return found != .inconclusive
    }
    let found: Int?
    if spread > 0 {
      found = rule.pairsNeeded(mean: effect.estimate, spread: spread, above: effect.values.count) { interval, p in
        let intervals = JudgedIntervals(alpha: alpha, among: effects.count, of: interval)
        return decides(intervals, marginP(effect.estimate, spread, pairs: intervals.outer.n) ?? p)
      }
    } else {
      // Equal effects leave no interval; what is missing is pairs for the test.
      found = decides(intervals, 0) ? effect.values.count + 1 : nil
    }
    let signs = effect.isCoarse ? Power.smallestSignFlipPairs(alpha: alpha, family: family) : 0
    let least = max(signs, LeastReplicates(of: claim, alpha: alpha).count(family: family))
    guard let count = found.map({ max($0, least) }), !claim.test.flipsSigns || count <= SignFlip.limit else {
      return nil
    }
    return (count, VerdictRule.rank(verdict) <= VerdictRule.rank(.notReproduced))
  }

  /// The p of the tests against the margin at another number of pairs; nil without a margin.
  private func marginP(_ mean: Double, _ spread: Double, pairs: Int) -> Double? {
    guard let margin = claim.question.margin else { return nil }
    let p = Equivalence.pValues(mean: mean, error: spread / Double(pairs).squareRoot(), pairs: pairs, margin: margin)
    if case .notWorse = claim.question { return p.lower }
    return max(p.lower, p.upper)
  }
}
