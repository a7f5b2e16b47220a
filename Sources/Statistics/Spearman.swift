/// Spearman's rank correlation (Spearman 1904): Pearson's of the mid-ranks.
package struct Spearman: Hashable, Sendable {
  /// The most pairs whose orders are all counted.
  package static let exactLimit = WholeDistribution.permutationLimit

  package let count: Int
  /// ρ in [−1, 1].
  package let coefficient: Double
  package let method: NullDistribution
  /// The p value against an association where one of positive sign is claimed.
  package let positiveP: Double
  /// The p value where one of negative sign is claimed.
  package let negativeP: Double

  /// Twice the smaller one-sided p, at most 1.
  package var p: Double { min(1, 2 * min(positiveP, negativeP)) }

  /// Nil with fewer than three pairs, with a value not finite, or where all x or all y are equal: ρ is then undefined.
  ///
  /// Exact over all orders, ties as they are, up to `exactLimit` pairs; beyond by t = ρ √((n − 2) / (1 − ρ²)) with n − 2
  /// degrees of freedom (Kendall and Stuart 31.19).
  package init?(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "\(x.count) values cannot be paired with \(y.count)")
    guard x.count >= 3, (x + y).allSatisfy(\.isFinite) else { return nil }
    let (a, b) = (Ranks.doubled(x), Ranks.doubled(y))
    guard let coefficient = Self.correlation(a, b) else { return nil }
    self.coefficient = coefficient
    count = x.count
    if count <= Self.exactLimit {
      method = .exact
      let (weights, scores) = (Ranks.compact(a), Ranks.compact(b))
      let distribution = WholeDistribution.permutationSum(weights: weights, scores: scores)
      let observed = zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1 }
      (positiveP, negativeP) = (distribution.upper(observed), distribution.lower(observed))
    } else {
      method = .studentT
      let freedom = Double(count - 2)
      let t = coefficient * (freedom / ((1 - coefficient) * (1 + coefficient))).squareRoot()
      let student = StudentT(degreesOfFreedom: freedom)
      (positiveP, negativeP) = (student.p(t, .greater), student.p(t, .less))
    }
  }

  /// Pearson's correlation of doubled ranks, whose mean is n + 1; the sums are whole and exact.
  private static func correlation(_ a: [Int], _ b: [Int]) -> Double? {
    let mean = a.count + 1
    var (products, squaresA, squaresB) = (0, 0, 0)
    for (left, right) in zip(a, b) {
      products += (left - mean) * (right - mean)
      squaresA += (left - mean) * (left - mean)
      squaresB += (right - mean) * (right - mean)
    }
    guard squaresA > 0, squaresB > 0 else { return nil }
    return max(-1, min(1, Double(products) / (Double(squaresA) * Double(squaresB)).squareRoot()))
  }
}
