import CKernels

/// An estimate from n observations with the n estimates that each leave one of them out (Efron & Stein 1981).
package struct Jackknife: Hashable, Sendable {
  package let estimate: Double
  package let left: [Double]

  /// Needs at least two observations.
  package init(_ estimate: Double, leavingOut left: [Double]) {
    precondition(left.count > 1, "a jackknife needs two observations, not \(left.count)")
    (self.estimate, self.left) = (estimate, left)
  }

  /// √((n − 1) / n Σ (left − mean)²).
  package var standardError: Double { Self.error(left) }

  private static func error(_ left: [Double]) -> Double {
    let count = Double(left.count)
    let mean = left.reduce(0, +) / count
    return ((count - 1) / count * left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
  }

  /// Returns the estimate ± t₍ₙ₋₁₎ standard errors.
  package func interval(level: Double) -> Interval {
    let reach = standardError * factor(level)
    return Interval(
      estimate: estimate, low: estimate - reach, high: estimate + reach, level: level, n: left.count,
      method: .jackknife)
  }

  /// Returns the same on the scale of logarithms, for ratios; nil unless all estimates are above 0 and finite.
  package func logarithmicInterval(level: Double) -> Interval? {
    guard ([estimate] + left).allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let reach = Self.error(left.map { dl_log($0) }) * factor(level)
    return Interval(
      estimate: estimate, low: estimate * dl_exp(-reach), high: estimate * dl_exp(reach), level: level, n: left.count,
      method: .jackknife)
  }

  private func factor(_ level: Double) -> Double {
    StudentT(degreesOfFreedom: Double(left.count - 1)).quantile(0.5 + level / 2)
  }
}
