import CKernels

/// Page's test that values rise, or fall, along ordered levels within blocks (Page 1963), such as rates within seeds.
///
/// L = Σⱼ j Rⱼ with Rⱼ the sum of the ranks of level j, from 1, over the blocks; equal values share their mid-rank.
package struct PageTrend: Hashable, Sendable {
  /// The most levels, and the most blocks, for which every order within the blocks is counted.
  package static let exactLevels = WholeDistribution.permutationLimit
  package static let exactBlocks = 40

  package let blocks: Int
  package let levels: Int
  /// L; large where values rise with the level.
  package let statistic: Double
  /// The mean of L where levels make no difference, n k (k + 1)² / 4.
  package let expected: Double
  package let method: NullDistribution
  /// The p value against no trend where a rise is claimed.
  package let risingP: Double
  /// The p value against no trend where a fall is claimed.
  package let fallingP: Double

  /// Twice the smaller one-sided p, at most 1.
  package var p: Double { min(1, 2 * min(risingP, fallingP)) }

  /// Whether values rise or fall; nil where L is exactly its expectation.
  package var direction: Alternative? {
    statistic == expected ? nil : statistic > expected ? .greater : .less
  }

  /// Ranks each block's values by ascending level; nil without blocks, under two levels, or with a value not finite.
  ///
  /// Exact, also with ties, up to `exactLevels` and `exactBlocks`; beyond by the normal limit without continuity
  /// correction. Blocks whose values are all equal count and say nothing: where all are so, every p is 1.
  package init?(blocks values: [[Double]]) {
    guard let first = values.first, first.count >= 2, values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      return nil
    }
    precondition(
      values.allSatisfy { $0.count == first.count }, "every block has a value at each of \(first.count) levels")
    blocks = values.count
    levels = first.count
    let ranks = values.map { Ranks.doubled($0) }
    statistic = ranks.reduce(0) { $0 + Self.weighted($1) } / 2
    expected = Double(blocks * levels * (levels + 1) * (levels + 1)) / 4
    if levels <= Self.exactLevels && blocks <= Self.exactBlocks {
      method = .exact
      (risingP, fallingP) = Self.exact(ranks)
    } else {
      method = .normal
      let z = Self.score(statistic - expected, ranks)
      (risingP, fallingP) = z.map { (dl_normal_cdf(-$0), dl_normal_cdf($0)) } ?? (1, 1)
    }
  }

  /// Σ j rⱼ of a block, in doubled ranks.
  private static func weighted(_ ranks: [Int]) -> Double {
    Double(ranks.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element })
  }

  private static func exact(_ doubled: [[Int]]) -> (rising: Double, falling: Double) {
    let tied = doubled.contains { $0.contains { $0 % 2 == 1 } }
    let ranks = doubled.map { $0.map { tied ? $0 - 2 : ($0 - 2) / 2 } }
    let weights = Array(doubled[0].indices)
    var distribution = WholeDistribution.zero
    var observed = 0
    var block = WholeDistribution.zero
    for (index, scores) in ranks.enumerated() {
      if index == 0 || scores.sorted() != ranks[index - 1].sorted() {
        block = .permutationSum(weights: weights, scores: scores)
      }
      distribution = distribution.plus(block)
      observed += zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (distribution.upper(observed), distribution.lower(observed))
  }

  /// The standardised excess, with Σ(j − j̄)² Σ(r − r̄)² / (k − 1) as each block's variance; nil without any.
  private static func score(_ excess: Double, _ doubled: [[Int]]) -> Double? {
    let k = Double(doubled[0].count)
    let levels = k * (k * k - 1) / 12
    var variance = 0.0
    for ranks in doubled {
      variance +=
        levels / (k - 1)
        * ranks.reduce(0) { sum, rank in
          let distance = Double(rank) / 2 - (k + 1) / 2
          return sum + distance * distance
        }
    }
    return variance > 0 ? excess / variance.squareRoot() : nil
  }
}
