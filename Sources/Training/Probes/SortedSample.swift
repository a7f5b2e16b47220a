/// Numbers in ascending order with what probes say of them.
struct SortedSample {
  private let values: [Double]

  /// At least one value is expected.
  init(_ values: [Double]) { self.values = values.sorted() }

  /// The arithmetic mean, summed in ascending order.
  var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The quantile at p by definition 7 of Hyndman and Fan (1996).
  func quantile(_ p: Double) -> Double {
    let position = Double(values.count - 1) * p
    let below = Int(position)
    guard below + 1 < values.count else { return values[values.count - 1] }
    return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
  }

  /// The Gini coefficient Σ (2 i − n − 1) x₍ᵢ₎ / (n Σ x), i = 1 … n, values below 0 taken as 0; 0 where nothing is left.
  ///
  /// 0 where all are equal, (n − 1) / n where one has everything.
  var gini: Double {
    let positive = values.map { max($0, 0) }
    let sum = positive.reduce(0, +)
    guard sum > 0 else { return 0 }
    let count = Double(values.count)
    let weighted = positive.enumerated().reduce(0) { $0 + (2 * Double($1.offset + 1) - count - 1) * $1.element }
    return weighted / (count * sum)
  }
}
