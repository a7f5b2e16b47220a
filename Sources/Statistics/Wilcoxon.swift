import CKernels

/// Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945), with zeros and ties.
package struct Wilcoxon: Hashable, Sendable {
  /// What becomes of differences that are 0.
  package enum Zeros: String, Hashable, Sendable, CaseIterable {
    /// Ranked with the others, then left out (Pratt 1959); the default, since dropping them first can favour a weaker effect.
    case pratt
    /// Left out before ranking (Wilcoxon).
    case drop
  }

  /// The most differences whose signs are all counted.
  package static let exactLimit = 50

  /// The differences that are not 0.
  package let count: Int
  package let zeros: Int
  /// W₊, the sum of the ranks of positive differences.
  package let statistic: Double
  package let method: NullDistribution
  /// The p value where the first is claimed to be larger.
  package let greaterP: Double
  /// The p value where the first is claimed to be smaller.
  package let lessP: Double

  /// Twice the smaller one-sided p, at most 1.
  package var p: Double { min(1, 2 * min(greaterP, lessP)) }

  /// Ranks the sizes of the differences; nil without pairs.
  ///
  /// Sizes no further apart than the rounding of the differences are tied and share their mid-rank. Exact up to
  /// `exactLimit` differences other than 0, ties as they are; beyond by the normal limit with variance Σ r² / 4, without
  /// continuity correction. Where all differences are 0, every p is 1.
  package init?(_ pairs: PairedSample, zeros treatment: Zeros = .pratt) {
    guard pairs.count > 0 else { return nil }
    let all = pairs.differences.values
    let moved = all.filter { $0.magnitude > pairs.rounding }
    let none = all.count - moved.count
    let ranks = Ranks.doubled(moved.map(\.magnitude), tolerance: pairs.rounding).map {
      treatment == .pratt ? $0 + 2 * none : $0
    }
    count = moved.count
    zeros = none
    let positive = zip(moved, ranks).reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    statistic = Double(positive) / 2
    if moved.count <= Self.exactLimit {
      method = .exact
      let distribution = ranks.reduce(WholeDistribution.zero) { $0.plusOrNot($1) }
      (greaterP, lessP) = (distribution.upper(positive), distribution.lower(positive))
    } else {
      method = .normal
      let total = Double(ranks.reduce(0, +))
      let squares = ranks.reduce(0.0) { $0 + Double($1) * Double($1) }
      let z = (Double(positive) - total / 2) / (squares / 4).squareRoot()
      (greaterP, lessP) = (dl_normal_cdf(-z), dl_normal_cdf(z))
    }
  }
}
