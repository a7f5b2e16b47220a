import CKernels

/// Kendall's τ-b (Kendall 1945): concordant minus discordant pairs over √(pairs untied in x · pairs untied in y).
package struct Kendall: Hashable, Sendable {
  /// The most values for which the exact distribution is counted where nothing is tied.
  package static let exactLimit = 50

  package let count: Int
  /// τ-b in [−1, 1].
  package let coefficient: Double
  package let method: NullDistribution
  /// The p value against an association where one of positive sign is claimed.
  package let positiveP: Double
  /// The p value where one of negative sign is claimed.
  package let negativeP: Double

  /// Twice the smaller one-sided p, at most 1.
  package var p: Double { min(1, 2 * min(positiveP, negativeP)) }

  /// Nil with fewer than two pairs, with a value not finite, or where all x or all y are equal: τ-b is then undefined.
  ///
  /// Without ties exact up to `exactLimit` values, by the count of orders with so many inversions; with ties or beyond by
  /// the normal limit of the concordant minus the discordant pairs, without continuity correction (Kendall 1970, 4.4).
  package init?(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "\(x.count) values cannot be paired with \(y.count)")
    guard x.count >= 2, (x + y).allSatisfy(\.isFinite) else { return nil }
    let (tiesX, tiesY) = (Ties(x), Ties(y))
    let pairs = x.count * (x.count - 1) / 2
    guard tiesX.pairs < pairs, tiesY.pairs < pairs else { return nil }
    let excess = Self.concordantMinusDiscordant(x, y)
    count = x.count
    coefficient = max(
      -1, min(1, Double(excess) / Double(pairs - tiesX.pairs).squareRoot() / Double(pairs - tiesY.pairs).squareRoot()))
    if tiesX.pairs == 0, tiesY.pairs == 0, count <= Self.exactLimit {
      method = .exact
      let inversions = Self.inversions(count)
      let discordant = (pairs - excess) / 2
      (positiveP, negativeP) = (inversions.lower(discordant), inversions.upper(discordant))
    } else {
      method = .normal
      let z = Double(excess) / Self.variance(Double(count), tiesX, tiesY).squareRoot()
      (positiveP, negativeP) = (dl_normal_cdf(-z), dl_normal_cdf(z))
    }
  }

  private static func concordantMinusDiscordant(_ x: [Double], _ y: [Double]) -> Int {
    var excess = 0
    for i in x.indices {
      for j in 0..<i {
        excess += (x[i] > x[j] ? 1 : x[i] < x[j] ? -1 : 0) * (y[i] > y[j] ? 1 : y[i] < y[j] ? -1 : 0)
      }
    }
    return excess
  }

  /// The distribution of the inversions of n values in random order: a sum of uniforms on 0 … i.
  private static func inversions(_ count: Int) -> WholeDistribution {
    (1..<count).reduce(.zero) { sum, last in
      sum.plus(WholeDistribution(shares: [Double](repeating: 1 / Double(last + 1), count: last + 1)))
    }
  }

  /// The variance of the excess where x and y are independent, given their ties.
  private static func variance(_ n: Double, _ x: Ties, _ y: Ties) -> Double {
    let orders = n * (n - 1)
    let single = (orders * (2 * n + 5) - x.quintic - y.quintic) / 18
    let double = 2 * Double(x.pairs) * Double(y.pairs) / orders
    return single + double + (n > 2 ? x.triples * y.triples / (9 * orders * (n - 2)) : 0)
  }
}

/// The sums over groups of t equal values that the variance of Kendall's excess needs.
private struct Ties {
  /// Σ t (t − 1) / 2.
  var pairs = 0
  /// Σ t (t − 1) (t − 2).
  var triples = 0.0
  /// Σ t (t − 1) (2 t + 5).
  var quintic = 0.0

  init(_ values: [Double]) {
    for size in Ranks.groupSizes(values) {
      pairs += size * (size - 1) / 2
      triples += Double(size * (size - 1) * (size - 2))
      quintic += Double(size * (size - 1) * (2 * size + 5))
    }
  }
}
