/// The t test of differences over resampled splits, corrected for their overlap (Nadeau and Bengio 2003).
///
/// The variance of the mean is (1 / J + n₂ / n₁) s² for J splits with n₁ training and n₂ test examples: the plain 1 / J takes
/// overlapping training sets for independent and finds differences that are not there.
package struct CorrectedResampled: Hashable, Sendable {
  package let estimate: Double
  package let standardError: Double
  /// Two-sided, by Student's t with J − 1 degrees of freedom.
  package let p: Double
  package let interval: Interval

  /// Nil with fewer than two splits. Where all differences are the same p is that of `PairedSample.tTest`.
  package init?(_ pairs: PairedSample, training: Int, test: Int, level: Double = 0.95) {
    precondition(training > 0 && test > 0, "a split has examples on both sides, not \(training) and \(test)")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    guard let mean = pairs.differences.mean, let variance = pairs.differences.variance, let plain = pairs.tTest else {
      return nil
    }
    let share = 1 / Double(pairs.count) + Double(test) / Double(training)
    let student = StudentT(degreesOfFreedom: Double(pairs.count - 1))
    estimate = mean
    standardError = (share * variance).squareRoot()
    p = pairs.isConstant ? plain : student.twoSided(mean / standardError)
    let reach = standardError * student.quantile(0.5 + level / 2)
    interval = Interval(
      estimate: mean, low: mean - reach, high: mean + reach, level: level, n: pairs.count, method: .correctedResampled)
  }
}
