/// Quantiles of sorted numbers that may be infinite; definition 7 of Hyndman and Fan.
enum OrderedQuantile {
  static func at(_ p: Double, of sorted: [Double]) -> Double {
    let position = Double(sorted.count - 1) * p
    let below = min(sorted.count - 1, Int(position))
    guard below + 1 < sorted.count, sorted[below] != sorted[below + 1] else { return sorted[below] }
    let share = position - Double(below)
    if share == 0 { return sorted[below] }
    return sorted[below] + share * (sorted[below + 1] - sorted[below])
  }

  static func middle(_ level: Double, of sorted: [Double]) -> (low: Double, high: Double) {
    (at(0.5 - level / 2, of: sorted), at(0.5 + level / 2, of: sorted))
  }
}
