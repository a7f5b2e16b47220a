/// An estimate with bounds, the level they hold at, the number of values behind it and the method.
package struct Interval: Hashable, Sendable {
  package let estimate: Double
  package let low: Double
  package let high: Double
  /// Such as .95.
  package let level: Double
  package let n: Int
  package let method: IntervalMethod

  package init(estimate: Double, low: Double, high: Double, level: Double, n: Int, method: IntervalMethod) {
    self.estimate = estimate
    self.low = low
    self.high = high
    self.level = level
    self.n = n
    self.method = method
  }
}

/// How the bounds of an interval were found.
package enum IntervalMethod: String, Hashable, Sendable {
  case studentT = "Student t"
  case pairedStudentT = "Student t on paired differences"
  case welch = "Welch"
  case jackknife = "jackknife"
  case wilson = "Wilson"
  case clopperPearson = "Clopper–Pearson"
  case newcombe = "Newcombe"
  case noncentralT = "noncentral t"
  case dunnett = "Dunnett"
  case band = "simultaneous band"
  case correctedResampled = "corrected resampled t"
  case crossed = "crossed seeds and examples"
  case bca = "BCa bootstrap"
  case bootstrapT = "bootstrap t"
  case percentile = "percentile bootstrap"
  case stratifiedPercentile = "stratified percentile bootstrap"
}
