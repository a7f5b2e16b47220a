/// Two one-sided t tests that a mean lies within ± margin of 0 (Schuirmann 1987); "no difference" is shown by this only.
package struct Equivalence: Hashable, Sendable {
  /// The mean, or the mean difference.
  package let estimate: Double
  /// The largest difference that does not count, in the unit of the values; above 0.
  package let margin: Double
  package let alpha: Double
  /// The one-sided p against a mean at or below −margin.
  package let lowerP: Double
  /// The one-sided p against a mean at or above +margin.
  package let upperP: Double
  /// Student's t interval at level 1 − 2α; it lies within ± margin exactly where `p` < α.
  package let interval: Interval

  /// The p value of equivalence: the larger of the two.
  package var p: Double { max(lowerP, upperP) }

  /// Whether both one-sided tests reject at α.
  package var isShown: Bool { p <= alpha }

  /// Tests the mean of paired differences; nil with fewer than two pairs.
  ///
  /// Where all differences are the same, up to rounding, a one-sided p is 0 inside its bound and 1 on it or beyond; where
  /// they are counted, 1 / 2ⁿ in place of 0.
  package init?(_ pairs: PairedSample, margin: Double, alpha: Double = 0.05) {
    self.init(
      pairs.differences, constantP: pairs.isConstant ? pairs.constantP : nil, margin: margin, alpha: alpha,
      method: .pairedStudentT)
  }

  /// Tests the mean of a sample; nil with fewer than two values. Equal values are answered as equal differences are.
  package init?(_ sample: Sample, margin: Double, alpha: Double = 0.05) {
    self.init(
      sample, constantP: sample.minimum == sample.maximum ? 0 : nil, margin: margin, alpha: alpha, method: .studentT)
  }

  /// `constantP` is the p of equal values inside a bound; nil where they differ.
  private init?(_ sample: Sample, constantP: Double?, margin: Double, alpha: Double, method: IntervalMethod) {
    precondition(margin > 0 && margin.isFinite, "a margin is a number above 0, not \(margin)")
    precondition(alpha > 0 && alpha < 0.5, "α lies between 0 and .5, not at \(alpha)")
    guard let mean = sample.mean, let error = sample.standardError,
      let interval = Interval.interval(of: sample, level: 1 - 2 * alpha, method: method)
    else { return nil }
    self.estimate = mean
    self.margin = margin
    self.alpha = alpha
    self.interval = interval
    (lowerP, upperP) =
      constantP.map { p in (mean > -margin ? p : 1, mean < margin ? p : 1) }
      ?? Self.pValues(mean: mean, error: error, pairs: sample.count, margin: margin)
  }

  /// Returns the one-sided p against a mean at or below −margin, and against one at or above +margin; `error` is above 0.
  package static func pValues(
    mean: Double, error: Double, pairs: Int, margin: Double
  ) -> (lower: Double, upper: Double) {
    let t = StudentT(degreesOfFreedom: Double(pairs - 1))
    return (t.p((mean + margin) / error, .greater), t.p((mean - margin) / error, .less))
  }
}
