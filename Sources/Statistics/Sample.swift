/// Finite numbers in the order in which they were given; the answers depend on the order by rounding only.
///
/// Sums run in ascending index order in Double, around the first value, so equal values have exactly that mean and no
/// spread at all.
package struct Sample: Hashable, Sendable {
  package let values: [Double]

  /// Returns nil when a value is NaN or infinite; such a value must be counted by the caller, not averaged.
  package init?(_ values: [Double]) {
    guard values.allSatisfy(\.isFinite) else { return nil }
    self.values = values
  }

  package var count: Int { values.count }

  /// The arithmetic mean, finite like the values; nil without values.
  package var mean: Double? {
    guard let first = values.first else { return nil }
    var sum = 0.0
    for value in values { sum += value - first }
    let mean = first + sum / Double(count)
    // Only the sum can be too large for a Double.
    return mean.isFinite ? mean : values.reduce(0) { $0 + $1 / Double(count) }
  }

  /// The sum of squared deviations from the mean over n − 1, which may be infinite; nil with fewer than two values.
  package var variance: Double? {
    guard count >= 2, let mean else { return nil }
    var sum = 0.0
    for value in values { sum += (value - mean) * (value - mean) }
    return sum / Double(count - 1)
  }

  /// The square root of the variance with n − 1, also where that is too large or too small for a Double; nil with fewer
  /// than two values.
  package var standardDeviation: Double? {
    guard let variance, let mean else { return nil }
    if variance.isFinite, variance >= Self.leastVariance || minimum == maximum { return variance.squareRoot() }
    let distances = values.map { ($0 - mean).magnitude }
    let largest = distances.max() ?? 0
    return largest * (distances.reduce(0) { $0 + ($1 / largest) * ($1 / largest) } / Double(count - 1)).squareRoot()
  }

  /// Squares below are too small to have all their digits.
  private static let leastVariance = 0x1p-960

  /// The standard deviation of the mean, s / √n; nil with fewer than two values.
  package var standardError: Double? { standardDeviation.map { $0 / Double(count).squareRoot() } }
}

// MARK: - Order statistics

extension Sample {
  package var minimum: Double? { values.min() }
  package var maximum: Double? { values.max() }

  /// The middle value, or the mean of the two middle ones; nil without values.
  package var median: Double? { quantile(0.5) }

  /// Returns the quantile at p by definition 7 of Hyndman and Fan (1996); nil without values.
  ///
  /// Linear between order statistics: with h = (n − 1) p, x₍⌊h⌋₎ + (h − ⌊h⌋)(x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎), counted from 0. The default
  /// of R and of NumPy.
  package func quantile(_ p: Double) -> Double? {
    precondition((0...1).contains(p), "a quantile lies at a share in [0, 1], not at \(p)")
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let position = Double(count - 1) * p
    let below = Int(position)
    guard below + 1 < count else { return sorted[count - 1] }
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}
