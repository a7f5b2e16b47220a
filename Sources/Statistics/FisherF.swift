/// The F distribution with two degrees of freedom.
struct FisherF: Hashable, Sendable {
  let numerator: Double
  let denominator: Double

  /// P(F ≥ f) (DLMF 8.17 with x = d₂ / (d₂ + d₁ f)); 0 at infinity.
  func upper(_ f: Double) -> Double {
    guard f > 0 else { return 1 }
    let ratio = numerator * f / denominator
    guard ratio.isFinite else { return 0 }
    return BetaFunction.regularized(
      x: 1 / (1 + ratio), y: ratio / (1 + ratio), a: denominator / 2, b: numerator / 2)
  }

  /// Returns the f with P(F ≤ f) = p, 0 < p < 1.
  func quantile(_ p: Double) -> Double {
    // From the side where the beta quantile is small and keeps its digits.
    let rest = BetaFunction.quantile(1 - p, a: denominator / 2, b: numerator / 2)
    return denominator / numerator * (1 - rest) / rest
  }
}
