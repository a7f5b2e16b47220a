/// The difference of two independent means whose variances may differ (Welch 1947).
package struct Welch: Hashable, Sendable {
  /// First mean minus second.
  package let estimate: Double
  package let standardError: Double
  /// (a + b)² / (a² / (n₁ − 1) + b² / (n₂ − 1)) with a, b the squared standard errors (Satterthwaite 1946).
  package let degreesOfFreedom: Double
  /// Values on both sides.
  package let n: Int

  /// Nil where either sample has fewer than two values.
  ///
  /// Where neither has a spread, the degrees of freedom are n₁ + n₂ − 2, which then decide nothing.
  package init?(_ first: Sample, minus second: Sample) {
    guard let meanFirst = first.mean, let meanSecond = second.mean, let errorFirst = first.standardError,
      let errorSecond = second.standardError
    else { return nil }
    // Over the larger one, so that no square is too large or too small for a Double.
    let scale = max(errorFirst, errorSecond)
    let (x, y) = scale > 0 ? (errorFirst / scale, errorSecond / scale) : (0, 0)
    let (a, b) = (x * x, y * y)
    let (m, k) = (Double(first.count - 1), Double(second.count - 1))
    estimate = meanFirst - meanSecond
    standardError = scale * (a + b).squareRoot()
    let share = a + b > 0 ? a / (a + b) : 0
    degreesOfFreedom = a + b > 0 ? 1 / (share * share / m + (1 - share) * (1 - share) / k) : m + k
    n = first.count + second.count
  }

  /// Returns the p value that the means are equal; without a spread 0 where they differ the claimed way, else 1.
  package func p(_ alternative: Alternative = .twoSided) -> Double {
    if standardError > 0 {
      return StudentT(degreesOfFreedom: degreesOfFreedom).p(estimate / standardError, alternative)
    }
    return switch alternative {
    case .twoSided: estimate == 0 ? 1 : 0
    case .greater: estimate > 0 ? 0 : 1
    case .less: estimate < 0 ? 0 : 1
    }
  }

  /// Returns the difference with its t interval; of no width where there is no spread.
  package func interval(level: Double = 0.95) -> Interval {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let reach = standardError * StudentT(degreesOfFreedom: degreesOfFreedom).quantile(0.5 + level / 2)
    return Interval(
      estimate: estimate, low: estimate - reach, high: estimate + reach, level: level, n: n, method: .welch)
  }
}
