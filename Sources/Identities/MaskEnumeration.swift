/// All 2ⁿ masks of n units with their probabilities Π p^r (1 − p)^(1 − r).
struct MaskEnumeration: Sequence {
  let retentions: [Double]

  /// Enumerates masks of units that are kept with their own probabilities.
  init(_ retentions: [Double]) { self.retentions = retentions }

  /// Enumerates masks of `units` units, each kept with probability p.
  init(units: Int, retention p: Double) { self.init(Array(repeating: p, count: units)) }

  var count: Int { 1 << retentions.count }

  func makeIterator() -> AnyIterator<(mask: [Double], probability: Double)> {
    var code = 0
    return AnyIterator {
      guard code < count else { return nil }
      defer { code += 1 }
      return self[code]
    }
  }

  /// The mask whose unit j is bit j of the code.
  subscript(code: Int) -> (mask: [Double], probability: Double) {
    let mask = retentions.indices.map { Double(code >> $0 & 1) }
    let probability = zip(mask, retentions).reduce(1) { $0 * ($1.0 == 1 ? $1.1 : 1 - $1.1) }
    return (mask, probability)
  }

  /// Returns the expectation of a vector over the masks.
  func expectation(_ value: ([Double]) -> [Double]) -> [Double] {
    var total: [Double] = []
    for (mask, probability) in self {
      let part = value(mask)
      if total.isEmpty { total = Array(repeating: 0, count: part.count) }
      for index in part.indices { total[index] += probability * part[index] }
    }
    return total
  }

  /// Returns the expectation of a number over the masks.
  func expectation(_ value: ([Double]) -> Double) -> Double { expectation { [value($0)] }[0] }
}
