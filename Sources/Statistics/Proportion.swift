import CKernels

/// A count of successes among independent attempts.
package struct Proportion: Hashable, Sendable {
  package let successes: Int
  package let attempts: Int

  package init(successes: Int, of attempts: Int) {
    precondition(attempts >= 0 && (0...attempts).contains(successes), "\(successes) successes of \(attempts) attempts")
    self.successes = successes
    self.attempts = attempts
  }

  /// The share of successes; nil without attempts.
  package var estimate: Double? { attempts == 0 ? nil : Double(successes) / Double(attempts) }

  /// Returns the exact interval of Clopper and Pearson (1934); nil without attempts.
  ///
  /// Beta quantiles B(α/2; k, n − k + 1) and B(1 − α/2; k + 1, n − k); 0 at no success, 1 at nothing else.
  package func clopperPearson(level: Double = 0.95) -> Interval? {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let (k, n, tail) = (Double(successes), Double(attempts), (1 - level) / 2)
    let low = successes == 0 ? 0 : BetaFunction.quantile(tail, a: k, b: n - k + 1)
    // From the other side, where the bound near 1 keeps its digits.
    let high = successes == attempts ? 1 : 1 - BetaFunction.quantile(tail, a: n - k, b: k + 1)
    return interval(low: low, high: high, level: level, method: .clopperPearson)
  }

  /// Returns the score interval of Wilson (1927) without continuity correction; nil without attempts.
  ///
  /// Centre (k + z²/2) / (n + z²), reach z √(k (n − k) / n + z²/4) / (n + z²).
  package func wilson(level: Double = 0.95) -> Interval? {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let (k, n) = (Double(successes), Double(attempts))
    let z = dl_normal_quantile(0.5 + level / 2)
    let centre = (k + z * z / 2) / (n + z * z)
    let reach = z * (k * (n - k) / n + z * z / 4).squareRoot() / (n + z * z)
    return interval(
      low: successes == 0 ? 0 : max(0, centre - reach), high: successes == attempts ? 1 : min(1, centre + reach),
      level: level, method: .wilson)
  }

  private func interval(low: Double, high: Double, level: Double, method: IntervalMethod) -> Interval? {
    estimate.map { Interval(estimate: $0, low: low, high: high, level: level, n: attempts, method: method) }
  }
}
