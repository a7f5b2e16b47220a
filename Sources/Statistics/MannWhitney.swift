import CKernels

/// The Mann–Whitney test of two independent samples (Mann and Whitney 1947), with the chance that the first is larger.
package struct MannWhitney: Hashable, Sendable {
  /// The most values in both samples for which all divisions into two are counted.
  package static let exactLimit = 40

  /// U: the pairs in which the first is larger, ties counted half.
  package let statistic: Double
  package let firstCount: Int
  package let secondCount: Int
  package let method: NullDistribution
  /// The p value where the first is claimed to be larger.
  package let greaterP: Double
  /// The p value where the first is claimed to be smaller.
  package let lessP: Double

  /// Twice the smaller one-sided p, at most 1.
  package var p: Double { min(1, 2 * min(greaterP, lessP)) }

  /// Ranks both samples together; nil where one is empty.
  ///
  /// Exact over all divisions, ties as they are, up to `exactLimit` values; beyond by the normal limit with the variance
  /// corrected for ties, without continuity correction. Where all values are equal every p is 1.
  package init?(_ first: Sample, _ second: Sample) {
    guard first.count > 0, second.count > 0 else { return nil }
    firstCount = first.count
    secondCount = second.count
    let values = first.values + second.values
    let ranks = Ranks.doubled(values)
    let sum = ranks.prefix(first.count).reduce(0, +)
    statistic = Double(sum - first.count * (first.count + 1)) / 2
    if values.count <= Self.exactLimit {
      method = .exact
      let law = WholeDistribution.subsetSum(ranks.map { $0 - 2 }, choosing: first.count)
      let observed = sum - 2 * first.count
      (greaterP, lessP) = (law.upper(observed), law.lower(observed))
    } else {
      method = .normal
      let z = Self.score(sum: Double(sum) / 2, ranks, first.count)
      (greaterP, lessP) = z.map { (dl_normal_cdf(-$0), dl_normal_cdf($0)) } ?? (1, 1)
    }
  }

  /// The standardised rank sum of n₁ of N: variance n₁ n₂ Σ(r − r̄)² / (N (N − 1)); nil where all ranks are tied.
  private static func score(sum: Double, _ ranks: [Int], _ chosen: Int) -> Double? {
    let (total, first) = (Double(ranks.count), Double(chosen))
    let mean = (total + 1) / 2
    let squares = ranks.reduce(0.0) { $0 + (Double($1) / 2 - mean) * (Double($1) / 2 - mean) }
    guard squares > 0 else { return nil }
    return (sum - first * mean) / (first * (total - first) * squares / (total * (total - 1))).squareRoot()
  }
}

// MARK: - Effect sizes

extension MannWhitney {
  /// Vargha and Delaney's A (2000): the chance that a value of the first exceeds one of the second, ties counted half.
  package var varghaDelaneyA: Double { statistic / Double(firstCount * secondCount) }

  /// Cliff's δ (1993): 2 A − 1, in [−1, 1].
  package var cliffsDelta: Double { 2 * varghaDelaneyA - 1 }

  /// Returns A with its interval by method 5 of Newcombe (2006), which has a width at A = 0 and 1 too.
  ///
  /// The bounds solve |A − θ| = z √V(θ) with V = θ (1 − θ) (1 + m ((1 − θ) / (2 − θ) + θ / (1 + θ))) / (n₁ n₂) and
  /// m = (n₁ + n₂) / 2 − 1.
  package func varghaDelaneyInterval(level: Double = 0.95) -> Interval {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let z = dl_normal_quantile(0.5 + level / 2)
    let a = varghaDelaneyA
    func excess(_ theta: Double) -> Double { (a - theta) * (a - theta) - z * z * variance(theta) }
    // At θ = A the variance wins, at the ends the distance.
    let low = a == 0 ? 0 : MonotoneRoot.find(from: 0, to: a == 1 ? 1 - 0x1p-30 : a, excess)
    let high = a == 1 ? 1 : MonotoneRoot.find(from: a == 0 ? 0x1p-30 : a, to: 1, excess)
    return Interval(
      estimate: a, low: low, high: high, level: level, n: firstCount + secondCount, method: .newcombe)
  }

  /// Returns Cliff's δ with the interval of A carried over: 2 × bound − 1.
  package func cliffsDeltaInterval(level: Double = 0.95) -> Interval {
    let a = varghaDelaneyInterval(level: level)
    return Interval(
      estimate: cliffsDelta, low: 2 * a.low - 1, high: 2 * a.high - 1, level: level, n: a.n, method: a.method)
  }

  private func variance(_ theta: Double) -> Double {
    let mean = Double(firstCount + secondCount) / 2 - 1
    let dependence = (1 - theta) / (2 - theta) + theta / (1 + theta)
    return theta * (1 - theta) * (1 + mean * dependence) / Double(firstCount * secondCount)
  }
}
