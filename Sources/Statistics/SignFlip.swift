/// The exact sign-flip test: under no effect each paired difference is as likely as its negative.
///
/// Fisher 1935, The Design of Experiments, section 21. With n pairs the smallest two-sided p is 2 / 2ⁿ, so five pairs can
/// never reach .05.
package enum SignFlip {
  /// The most pairs that are counted exactly; beyond, the two halves no longer fit small memory.
  package static let limit = 40

  /// Returns the share of the 2ⁿ sign choices whose |sum| is at least the observed one.
  ///
  /// Sums that fall short by no more than `tolerance`, or by what adding in another order rounds, count as ties; zero
  /// differences stay and change nothing. Both halves of the pairs are enumerated and joined in order (Pagano and
  /// Tritchler 1983 count the same by dynamic programming).
  /// Nil without differences or with more than `limit`.
  package static func twoSided(_ differences: Sample, tolerance: Double = 0) -> Double? {
    let sizes = differences.values.map(\.magnitude)
    guard (1...limit).contains(sizes.count) else { return nil }
    let observed = differences.values.reduce(0, +).magnitude
    let rounding = sizes.reduce(0, +) * Double(sizes.count) * 0x1p-53
    let threshold = observed - max(tolerance, rounding)
    guard threshold > 0 else { return 1 }
    let low = signedSums(sizes.prefix(sizes.count / 2))
    let high = signedSums(sizes.dropFirst(sizes.count / 2))
    // The sums are symmetric about 0: those at or below −threshold are as many as those at or above it.
    let total = Double(low.count) * Double(high.count)
    return min(1, 2 * Double(pairs(of: low, and: high, atLeast: threshold)) / total)
  }

  /// All ± sums in ascending order.
  private static func signedSums(_ sizes: ArraySlice<Double>) -> [Double] {
    var sums = [0.0]
    for size in sizes { sums = merged(sums.map { $0 - size }, sums.map { $0 + size }) }
    return sums
  }

  private static func merged(_ left: [Double], _ right: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(left.count + right.count)
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if j == right.count || (i < left.count && left[i] <= right[j]) {
        result.append(left[i])
        i += 1
      } else {
        result.append(right[j])
        j += 1
      }
    }
    return result
  }

  /// How many a + b reach the threshold; both lists ascend.
  private static func pairs(of left: [Double], and right: [Double], atLeast threshold: Double) -> Int {
    var count = 0
    var first = right.count
    for value in left {
      while first > 0, value + right[first - 1] >= threshold { first -= 1 }
      count += right.count - first
    }
    return count
  }
}
