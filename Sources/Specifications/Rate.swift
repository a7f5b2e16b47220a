import Foundation

/// A probability of dropping q with its complement, the retention p = 1 − q, complemented as decimals.
///
/// `rate: 0.2` and `retention: 0.8` are the same rate, although 1 − 0.8 is not 0.2 in binary.
package struct Rate: Hashable, Sendable, Comparable {
  /// The probability q of dropping.
  package let dropping: Double
  /// The probability p of keeping.
  package let retention: Double

  /// Makes a rate from the probability of dropping, in [0, 1].
  package init(_ dropping: Double) {
    precondition((0...1).contains(dropping), "a rate lies in [0, 1], not at \(dropping)")
    self.dropping = dropping
    retention = Self.complement(dropping)
  }

  /// Makes a rate from the probability of keeping, in [0, 1].
  package init(retention: Double) { self.init(Self.complement(retention)) }

  package static func < (left: Rate, right: Rate) -> Bool { left.dropping < right.dropping }

  private static func complement(_ value: Double) -> Double {
    guard let decimal = Decimal(string: "\(value)", locale: Locale(identifier: "en_US_POSIX")),
      let complement = Double("\(1 - decimal)")
    else { return 1 - value }
    return complement
  }
}

extension MapReader {
  /// Reads `rate` or `retention`, exactly one of them; a rate of 1 is refused, since it would keep nothing.
  package mutating func rate(default value: Rate? = nil) -> Rate? {
    let dropping = ifPresent("rate", Double.self, in: .zeroToBelowOne, or: "retention")
    let retention = ifPresent(
      "retention", Double.self, in: Bounds("a number above 0, at most 1") { $0 > 0 && $0 <= 1 }, or: "rate")
    guard let dropping, let retention else { return nil }
    switch (dropping, retention) {
    case (let dropping?, nil): return Rate(dropping)
    case (nil, let retention?):
      let rate = Rate(retention: retention)
      if rate.dropping < 1 { return rate }
      problems.report(
        place(of: "retention"), "retention is \(retention.shortestDecimal), so near to 0 that nothing is kept")
      return nil
    case (nil, nil):
      if value == nil { problems.reportGap(place, "\(noun) needs 'rate' (of dropping) or 'retention' (of keeping)") }
      return value
    case (_?, _?):
      problems.report(place, "\(noun) has both 'rate' and 'retention'; give one")
      return nil
    }
  }
}
