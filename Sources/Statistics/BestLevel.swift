/// Which levels may be the best: a set that holds the truly best one with the stated confidence.
///
/// Multiple comparisons with the best (Hsu 1981, 1984): a level stays unless some other is better by more than Dunnett's
/// one-sided allowance d σ √(2 / n), for k − 1 comparisons that correlate by ½. The confidence holds for all levels at once,
/// so that choosing the best and testing it on the same runs is not needed.
package struct BestLevel: Hashable, Sendable {
  /// The positions of the levels that are not excluded, ascending; never empty.
  package let candidates: [Int]
  /// The position of the level with the best mean, the first of equals.
  package let best: Int
  package let means: [Double]
  /// The difference of means that excludes a level.
  package let allowance: Double
  package let level: Double

  /// Compares levels within blocks such as seeds; nil under two blocks or levels, or with a value not finite.
  ///
  /// Assumes blocks and levels add up, as `Dunnett` on replicates. Without any residual spread only the best means stay.
  package init?(blocks: [[Double]], lowerIsBetter: Bool = true, level: Double = 0.95) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    guard let fit = TwoWay(blocks) else { return nil }
    let law = ManyToOne(
      loadings: Array(repeating: 0.5.squareRoot(), count: fit.levels - 1), degreesOfFreedom: fit.degreesOfFreedom)
    let error = (2 * fit.residualVariance / Double(fit.blocks)).squareRoot()
    let allowance = law.critical(level: level, twoSided: false) * error
    means = fit.levelMeans
    let scores = lowerIsBetter ? means.map { -$0 } : means
    let top = scores.max() ?? 0
    best = scores.firstIndex(of: top) ?? 0
    candidates = scores.indices.filter { scores[$0] + allowance >= top }
    self.allowance = allowance
    self.level = level
  }
}
