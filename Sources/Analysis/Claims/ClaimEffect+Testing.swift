import Experiments
import Statistics

extension ClaimEffect {
  /// Tests one comparison of a claim; `blocks` are the values along the levels of a trend.
  init(_ sample: EffectSample, of claim: Claim, alpha: Double, blocks: [[Double]] = []) {
    let pairs = sample.pairs
    let margin = claim.question.margin
    let interval = Interval.pairedStudentT(pairs, level: 1 - alpha)
    self.init(
      title: sample.title, replicates: sample.replicates, values: pairs.differences.values,
      estimate: interval?.estimate ?? pairs.differences.mean ?? .nan, spread: pairs.spread, interval: interval,
      inner: margin == nil ? nil : Interval.pairedStudentT(pairs, level: 1 - 2 * alpha),
      p: Self.p(pairs, of: claim, alpha: alpha, blocks: blocks), signFlip: pairs.signFlip)
  }

  private static func p(_ pairs: PairedSample, of claim: Claim, alpha: Double, blocks: [[Double]]) -> Double? {
    switch claim.question {
    case .difference, .level, .interaction: twoSided(pairs, claim.test)
    case .optimum: twoSided(pairs, claim.test).map { (pairs.differences.mean ?? 0) > 0 ? $0 / 2 : 1 - $0 / 2 }
    case .notWorse(_, let margin): Equivalence(pairs, margin: margin, alpha: alpha)?.lowerP
    case .equivalence(_, _, let margin): Equivalence(pairs, margin: margin, alpha: alpha)?.p
    case .trend(_, let direction, _): trend(pairs, claim.test, direction, blocks)
    case .allOf, .anyOf: nil
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
  ) -> Double? {
    switch test {
    case .page: PageTrend(blocks: blocks).map { direction == .rises ? $0.risingP : $0.fallingP }
    case .spearman, .kendall, .pairedT, .signFlip, .wilcoxon: pairs.signFlip
    }
  }
}
