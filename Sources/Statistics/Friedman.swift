import CKernels

/// Friedman's test that levels differ within blocks (Friedman 1937), with Nemenyi's comparison of all pairs.
package struct Friedman: Hashable, Sendable {
  package let blocks: Int
  package let levels: Int
  /// The mean rank of each level, from 1 for the lowest value.
  package let meanRanks: [Double]
  /// χ² corrected for ties (Conover 1999, 5.8).
  package let statistic: Double
  /// The p value by χ² with k − 1 degrees of freedom.
  package let p: Double
  /// The p value by Iman and Davenport's F (1980), less conservative: (n − 1) χ² / (n (k − 1) − χ²).
  package let imanDavenportP: Double

  /// Nil under two blocks or two levels, or with a value not finite; where every block is all tied χ² is 0 and p is 1.
  package init?(blocks values: [[Double]]) {
    guard values.count >= 2, let first = values.first, first.count >= 2,
      values.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { return nil }
    precondition(
      values.allSatisfy { $0.count == first.count }, "every block has a value at each of \(first.count) levels")
    blocks = values.count
    levels = first.count
    let (n, k) = (Double(values.count), Double(first.count))
    let ranks = values.map { Ranks.doubled($0).map { Double($0) / 2 } }
    meanRanks = first.indices.map { level in ranks.reduce(0) { $0 + $1[level] } / n }
    let mean = (k + 1) / 2
    let between = meanRanks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * n
    let within = ranks.reduce(0) { $0 + $1.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } } / (n * (k - 1))
    statistic = within > 0 ? between / within : 0
    p = ChiSquare(degreesOfFreedom: k - 1).upper(statistic)
    let rest = n * (k - 1) - statistic
    let f = rest > 0 ? (n - 1) * statistic / rest : .infinity
    imanDavenportP = FisherF(numerator: k - 1, denominator: (k - 1) * (n - 1)).upper(f)
  }

  /// Returns Nemenyi's p (1963) that two levels differ, valid for all pairs at once: q = |R̄ᵢ − R̄ⱼ| √(12 n / (k (k + 1))).
  package func nemenyiP(_ first: Int, _ second: Int) -> Double {
    let q = (meanRanks[first] - meanRanks[second]).magnitude / unit
    return StudentizedRange(groups: levels, degreesOfFreedom: .infinity).upper(q)
  }

  /// Returns the difference of mean ranks at which two levels differ at α (Demšar 2006).
  package func criticalDifference(alpha: Double = 0.05) -> Double {
    StudentizedRange(groups: levels, degreesOfFreedom: .infinity).quantile(1 - alpha) * unit
  }

  /// The standard error of a mean rank, √(k (k + 1) / (12 n)).
  private var unit: Double { (Double(levels * (levels + 1)) / Double(12 * blocks)).squareRoot() }
}
