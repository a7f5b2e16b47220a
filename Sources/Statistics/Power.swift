import CKernels

/// How many pairs a comparison needs, and what it can see; effects are in standard deviations of the paired difference.
package enum Power {
  /// The most pairs that are searched for.
  package static let limit = 1_000_000

  /// Returns the chance that the two-sided paired t test rejects at α, either way; nil with fewer than two pairs.
  package static func power(effect: Double, pairs: Int, alpha: Double = 0.05) -> Double? {
    precondition(effect.isFinite, "an effect is a number, not \(effect)")
    guard pairs >= 2, let critical = critical(pairs: pairs, alpha: alpha) else { return nil }
    return power(effect: effect, pairs: pairs, critical: critical)
  }

  /// Returns the least effect that the two-sided paired t test at α finds with the chance `power`; nil below two pairs.
  ///
  /// By the noncentral t distribution with n − 1 degrees of freedom and δ = d √n. 0 where power ≤ α.
  package static func detectableEffect(pairs: Int, alpha: Double = 0.05, power: Double = 0.8) -> Double? {
    guard pairs >= 2, let critical = critical(pairs: pairs, alpha: alpha) else { return nil }
    precondition(power > 0 && power < 1, "a power lies between 0 and 1, not at \(power)")
    if power <= alpha { return 0 }
    return MonotoneRoot.rising(from: 0, toAtLeast: 1) { effect in
      self.power(effect: effect, pairs: pairs, critical: critical) - power
    }
  }

  /// Returns the least pairs with which the two-sided paired t test at α finds the effect with the chance `power`.
  ///
  /// `effect` is standardised. Nil where it is 0 or would need more than `limit` pairs.
  package static func pairsNeeded(effect: Double, alpha: Double = 0.05, power: Double = 0.8) -> Int? {
    precondition(effect.isFinite, "an effect is a number, not \(effect)")
    precondition(power > 0 && power < 1, "a power lies between 0 and 1, not at \(power)")
    func suffices(_ pairs: Int) -> Bool { (self.power(effect: effect, pairs: pairs, alpha: alpha) ?? 0) >= power }
    guard effect != 0 else { return nil }
    var (low, high) = (1, 2)
    while !suffices(high) {
      guard high < limit else { return nil }
      (low, high) = (high, min(limit, 2 * high))
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if suffices(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// Returns the least pairs whose smallest two-sided sign-flip p, 2 / 2ⁿ, passes Holm's first step α / m.
  package static func smallestSignFlipPairs(alpha: Double = 0.05, family: Int = 1) -> Int {
    precondition(alpha > 0 && alpha < 1, "α lies between 0 and 1, not at \(alpha)")
    precondition(family >= 1, "a family has at least one test, not \(family)")
    var (pairs, p) = (1, 1.0)
    while p > alpha / Double(family) { (pairs, p) = (pairs + 1, p / 2) }
    return pairs
  }

  /// Returns the least blocks whose smallest one-sided p of Page's test, 1 / (k!)ⁿ at k levels, passes Holm's first step α / m.
  package static func smallestPageBlocks(levels: Int, alpha: Double = 0.05, family: Int = 1) -> Int {
    precondition(alpha > 0 && alpha < 1, "α lies between 0 and 1, not at \(alpha)")
    precondition(levels >= 2 && family >= 1, "\(levels) levels have no order, or a family of \(family) no test")
    let orders = (2...levels).reduce(1.0) { $0 * Double($1) }
    var (blocks, p) = (1, 1 / orders)
    while p > alpha / Double(family) { (blocks, p) = (blocks + 1, p / orders) }
    return blocks
  }

  private static func critical(pairs: Int, alpha: Double) -> Double? {
    precondition(alpha > 0 && alpha < 1, "α lies between 0 and 1, not at \(alpha)")
    return StudentT(degreesOfFreedom: Double(pairs - 1)).quantile(1 - alpha / 2)
  }

  private static func power(effect: Double, pairs: Int, critical: Double) -> Double {
    let t = NoncentralT(
      degreesOfFreedom: Double(pairs - 1), noncentrality: effect * Double(pairs).squareRoot())
    return min(1, t.upper(critical) + t.cumulative(-critical))
  }
}
