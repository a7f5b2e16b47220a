extension Interval {
  /// Returns the mean with Student's t interval, mean ± t₍ₙ₋₁₎ · s / √n; nil with fewer than two values.
  ///
  /// Equal values give an interval of no width: the sample then says nothing about the spread.
  package static func studentT(_ sample: Sample, level: Double = 0.95) -> Interval? {
    interval(of: sample, level: level, method: .studentT)
  }

  /// Returns the mean difference with Student's t interval over the pairs; nil with fewer than two pairs.
  ///
  /// Differences that are equal but for rounding give an interval of no width, at 0 where they are no more than that.
  package static func pairedStudentT(_ pairs: PairedSample, level: Double = 0.95) -> Interval? {
    guard pairs.isConstant, pairs.count > 1, let mean = pairs.differences.mean else {
      return interval(of: pairs.differences, level: level, method: .pairedStudentT)
    }
    let value = mean.magnitude > pairs.rounding ? mean : 0
    return Interval(estimate: value, low: value, high: value, level: level, n: pairs.count, method: .pairedStudentT)
  }

  static func interval(of sample: Sample, level: Double, method: IntervalMethod) -> Interval? {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    guard let mean = sample.mean, let error = sample.standardError else { return nil }
    let reach = error * StudentT(degreesOfFreedom: Double(sample.count - 1)).quantile(0.5 + level / 2)
    return Interval(
      estimate: mean, low: mean - reach, high: mean + reach, level: level, n: sample.count, method: method)
  }
}
