import Foundation

/// Values on an axis with their texts, free of any locale.
package struct Ticks: Hashable, Sendable {
  package let values: [Double]
  package let labels: [String]

  package init(values: [Double], labels: [String]) {
    self.values = values
    self.labels = labels
  }

  /// Chooses multiples of 1, 2 or 5 times a power of ten within the range, at most `count` of them.
  package static func linear(from low: Double, to high: Double, atMost count: Int, whole: Bool = false) -> Ticks {
    precondition(low < high && count > 0, "no ticks from \(low) to \(high), at most \(count)")
    var exponent = Int(log10((high - low) / Double(count)).rounded(.down))
    if whole { exponent = max(0, exponent) }
    while true {
      for factor in [1.0, 2, 5] {
        let step = scaled(factor, by: exponent)
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last - first < Double(count) else { continue }
        guard first <= last else { return Ticks(values: [], labels: []) }
        let values = (0...Int(last - first)).map { scaled((first + Double($0)) * factor, by: exponent) }
        return Ticks(values: values, labels: values.map { text($0, places: max(0, -exponent)) })
      }
      exponent += 1
    }
  }

  /// Chooses powers of ten, with 2 and 5 between them (or 3) while there is room.
  package static func log(from low: Double, to high: Double, atMost count: Int) -> Ticks {
    precondition(0 < low && low < high && count > 0, "no logarithmic ticks from \(low) to \(high), at most \(count)")
    let decades = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    for factors in [[1.0, 2, 5], [1, 3], [1]] {
      let all: [Double] = decades.flatMap { decade in factors.map { scaled($0, by: decade) } }
      let values = all.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
      if values.count <= count, values.count >= 2 { return Ticks(values: values, labels: values.map(plain)) }
    }
    let step = max(1, (decades.count + count - 1) / count)
    let powers = stride(from: decades.lowerBound, through: decades.upperBound, by: step).map { scaled(1, by: $0) }
    let values = powers.filter { $0 >= low && $0 <= high }
    return values.count >= 2 || high / low > 100
      ? Ticks(values: values, labels: values.map(plain)) : linear(from: low, to: high, atMost: count)
  }

  /// Every n-th tick from the first.
  func thinned(by step: Int) -> Ticks {
    let kept = values.indices.filter { $0.isMultiple(of: step) }
    return Ticks(values: kept.map { values[$0] }, labels: kept.map { labels[$0] })
  }

  /// Returns the number with so many places, a true minus sign and never a negative zero; from 10¹⁵ on, and with more than
  /// 15 places, with an exponent.
  package static func text(_ value: Double, places: Int) -> String {
    let size = value.magnitude
    if places > 15 { return value == 0 ? "0" : plain(value) }
    let digits =
      size < 1e15
      ? String(format: "%.\(places)f", size) : String(format: "%.2e", size).replacing("e+", with: "e")
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? "−" + digits : digits
  }

  /// The shortest decimals without an exponent while that is handy.
  private static func plain(_ value: Double) -> String {
    let size = value.magnitude
    if size >= 1e-5, size < 1e7 {
      let places = (0...6).first { (size * power($0)).rounded() / power($0) == size } ?? 6
      return text(value, places: places)
    }
    return String(format: "%.0e", value).replacing("-", with: "−").replacing("e+", with: "e")
      .replacing(/e(−?)0/) { "e\($0.1)" }
  }

  private static func scaled(_ value: Double, by exponent: Int) -> Double {
    exponent < 0 ? value / power(-exponent) : value * power(exponent)
  }

  /// 10ⁿ without rounding, n in 0…22 exact.
  private static func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * 10 } }
}
