import Experiments
import Statistics

extension ClaimEffect {
  /// Tests one of `count` comparisons of a claim; `blocks` are the values along the levels of a trend.
  init(_ sample: EffectSample, of claim: Claim, alpha: Double, among count: Int = 1, blocks: [[Double]] = []) {
    let pairs = sample.pairs
    let margin = claim.question.margin
    let interval = Interval.pairedStudentT(pairs, level: 1 - alpha)
    let (p, opposite) = Self.p(pairs, of: claim, alpha: alpha, blocks: blocks)
    self.init(
      title: sample.title, replicates: sample.replicates, values: pairs.differences.values,
      estimate: interval?.estimate ?? pairs.differences.mean ?? .nan, spread: pairs.spread, interval: interval,
      inner: margin == nil ? nil : Interval.pairedStudentT(pairs, level: 1 - 2 * alpha),
      refuting: Interval.pairedStudentT(pairs, level: 1 - alpha / Double(count)), p: p, opposite: opposite,
      signFlip: pairs.signFlip,
      isCoarse: pairs.isCounted && pairs.isConstant && pairs.count < Power.smallestSignFlipPairs(alpha: alpha))
  }

  /// The p of a claim, and of the other direction where the first is of one side.
  private static func p(
    _ pairs: PairedSample, of claim: Claim, alpha: Double, blocks: [[Double]]
  ) -> (Double?, opposite: Double?) {
    switch claim.question {
    case .difference, .level, .interaction: return (twoSided(pairs, claim.test), nil)
    case .optimum:
      guard let p = twoSided(pairs, claim.test) else { return (nil, nil) }
      let isBetter = (pairs.differences.mean ?? 0) > 0
      return isBetter ? (p / 2, 1 - p / 2) : (1 - p / 2, p / 2)
    case .notWorse(_, let margin): return (Equivalence(pairs, margin: margin, alpha: alpha)?.lowerP, nil)
    case .equivalence(_, _, let margin): return (Equivalence(pairs, margin: margin, alpha: alpha)?.p, nil)
    case .trend(_, let direction, _): return trend(pairs, claim.test, direction, blocks)
    case .allOf, .anyOf: return (nil, nil)
    }
  }

  private static func twoSided(_ pairs: PairedSample, _ test: ClaimTest) -> Double? {
    switch test {
    case .pairedT: pairs.tTest
    case .signFlip, .page, .spearman, .kendall: pairs.signFlip
    case .wilcoxon: Wilcoxon(pairs)?.p
    }
  }

  private static func trend(
    _ pairs: PairedSample, _ test: ClaimTest, _ direction: TrendDirection, _ blocks: [[Double]]
  ) -> (Double?, opposite: Double?) {
    switch test {
    case .page:
      guard let found = PageTrend(blocks: blocks) else { return (nil, nil) }
      return direction == .rises ? (found.risingP, found.fallingP) : (found.fallingP, found.risingP)
    case .spearman, .kendall, .pairedT, .signFlip, .wilcoxon: return (pairs.signFlip, nil)
    }
  }
}
