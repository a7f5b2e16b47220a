/// What a test holds against "no effect": a difference either way, above or below.
package enum Alternative: String, Hashable, Sendable, CaseIterable {
  case twoSided = "two-sided"
  case greater
  case less
}

/// Where the p value of a rank test comes from.
package enum NullDistribution: String, Hashable, Sendable {
  /// Every arrangement counted, ties as they are.
  case exact
  /// The normal limit, its variance corrected for ties.
  case normal
  /// Student's t with n − 2 degrees of freedom.
  case studentT = "Student t"
}

extension StudentT {
  /// Returns the p value of a statistic, accurate in the tail it asks for.
  package func p(_ t: Double, _ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: twoSided(t)
    case .greater: cumulative(-t)
    case .less: cumulative(t)
    }
  }
}
