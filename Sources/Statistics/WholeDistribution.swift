/// The distribution of a whole number: share i belongs to the value i, counted from 0.
struct WholeDistribution: Sendable {
  private(set) var shares: [Double]

  init(shares: [Double]) { self.shares = shares }

  /// The certain value 0.
  static let zero = WholeDistribution(shares: [1])

  /// Returns the distribution of the sum with an independent number.
  func plus(_ other: WholeDistribution) -> WholeDistribution {
    var sums = [Double](repeating: 0, count: shares.count + other.shares.count - 1)
    for (value, share) in shares.enumerated() where share > 0 {
      for (added, otherShare) in other.shares.enumerated() { sums[value + added] += share * otherShare }
    }
    return WholeDistribution(shares: sums)
  }

  /// Returns the distribution of the sum with `value` or 0 on even chances.
  func plusOrNot(_ value: Int) -> WholeDistribution {
    var sums = [Double](repeating: 0, count: shares.count + value)
    for (index, share) in shares.enumerated() {
      sums[index] += share / 2
      sums[index + value] += share / 2
    }
    return WholeDistribution(shares: sums)
  }

  /// P(X ≥ value).
  func upper(_ value: Int) -> Double { min(1, shares.dropFirst(max(0, value)).reduce(0, +)) }

  /// P(X ≤ value).
  func lower(_ value: Int) -> Double { min(1, shares.prefix(max(0, value + 1)).reduce(0, +)) }

  /// Returns the p value of a value; two-sided is twice the smaller tail, at most 1.
  func p(_ value: Int, _ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: min(1, 2 * min(lower(value), upper(value)))
    case .greater: upper(value)
    case .less: lower(value)
    }
  }
}

// MARK: - Sums over permutations

extension WholeDistribution {
  /// The most terms whose orders are all counted.
  static let permutationLimit = 10

  /// Returns the distribution of Σ wⱼ s_π(j) over all orders π, for whole weights and scores of at least 0.
  ///
  /// By dynamic programming over the sets of scores that the first weights took: 2ᵏ sets instead of k! orders.
  static func permutationSum(weights: [Int], scores: [Int]) -> WholeDistribution {
    precondition(weights.count == scores.count && weights.count <= permutationLimit, "\(weights.count) terms")
    let size = zip(weights.sorted(), scores.sorted()).reduce(1) { $0 + $1.0 * $1.1 }
    var counts = [[Double]](repeating: [], count: 1 << weights.count)
    counts[0] = [Double](repeating: 0, count: size)
    counts[0][0] = 1
    for taken in 0..<(1 << weights.count) - 1 {
      let from = counts[taken]
      counts[taken] = []
      let weight = weights[taken.nonzeroBitCount]
      for (index, score) in scores.enumerated() where taken >> index & 1 == 0 {
        add(from, shiftedBy: weight * score, to: &counts[taken | 1 << index])
      }
    }
    let orders = counts[counts.count - 1].reduce(0, +)
    return WholeDistribution(shares: counts[counts.count - 1].map { $0 / orders })
  }

  private static func add(_ counts: [Double], shiftedBy shift: Int, to sums: inout [Double]) {
    if sums.isEmpty { sums = [Double](repeating: 0, count: counts.count) }
    for (value, count) in counts.enumerated() where count > 0 { sums[value + shift] += count }
  }
}
