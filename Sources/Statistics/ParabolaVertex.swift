import CKernels

/// The level at which a measure is least, between the levels that were tried: a parabola in the logarithm of the level.
package enum ParabolaVertex {
  /// Returns the vertex through the least value and its two neighbours; nil under three levels that have a value.
  ///
  /// Levels ascend and are above 0; one whose value is nil was not measured. Where the least value stands at an end, that
  /// end is returned; the lower one of equal values counts as least. Exact for v = a + b (ln level − c)².
  package static func level(_ levels: [Double], _ values: [Double?]) -> Double? {
    precondition(levels.count == values.count, "\(levels.count) levels with \(values.count) values")
    precondition(levels.allSatisfy { $0 > 0 } && zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 })
    let known = zip(levels, values).compactMap { level, value in value.map { (x: dl_log(level), y: $0, level: level) } }
    guard known.count >= 3, let least = known.indices.min(by: { (known[$0].y, $0) < (known[$1].y, $1) }) else {
      return nil
    }
    guard known.indices.dropFirst().dropLast().contains(least) else { return known[least].level }
    let (left, middle, right) = (known[least - 1], known[least], known[least + 1])
    let (a, b) = ((middle.x - left.x) * (middle.y - right.y), (middle.x - right.x) * (middle.y - left.y))
    guard a != b else { return middle.level }
    return dl_exp(middle.x - ((middle.x - left.x) * a - (middle.x - right.x) * b) / (2 * (a - b)))
  }
}
