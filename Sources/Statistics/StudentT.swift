/// Student's t distribution with ν degrees of freedom, ν > 0 and not necessarily whole.
package struct StudentT: Hashable, Sendable {
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "t needs degrees of freedom above 0, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Returns P(T ≤ t); relative error below 1e-10 in either tail.
  package func cumulative(_ t: Double) -> Double { t > 0 ? 1 - upperTail(t) : upperTail(-t) }

  /// Returns P(|T| ≥ |t|), the two-sided p value of a statistic.
  package func twoSided(_ t: Double) -> Double { min(1, 2 * upperTail(t.magnitude)) }

  /// Returns the t with P(T ≤ t) = p; ±∞ at 0 and 1.
  package func quantile(_ p: Double) -> Double {
    precondition((0...1).contains(p), "a quantile lies at a share in [0, 1], not at \(p)")
    if p == 0.5 { return 0 }
    return p > 0.5 ? upperQuantile(1 - p) : -upperQuantile(p)
  }

  /// P(T ≥ t) for t ≥ 0: ½ I with x = ν / (ν + t²) of (ν / 2, ½) (DLMF 8.17.1; Abramowitz and Stegun 26.7.1).
  private func upperTail(_ t: Double) -> Double {
    precondition(!t.isNaN, "the t distribution has no value at NaN")
    let ratio = t / degreesOfFreedom.squareRoot()
    let square = ratio * ratio
    guard square.isFinite else { return 0 }
    let tail = BetaFunction.regularized(x: 1 / (1 + square), y: square / (1 + square), a: degreesOfFreedom / 2, b: 0.5)
    return tail / 2
  }

  /// The t ≥ 0 with P(T ≥ t) = tail, by doubling and bisection down to neighbouring Doubles.
  private func upperQuantile(_ tail: Double) -> Double {
    guard tail > 0 else { return .infinity }
    var high = 1.0
    while high.isFinite, upperTail(high) > tail { high *= 2 }
    guard high.isFinite else { return .infinity }
    var low = high == 1 ? 0 : high / 2
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if upperTail(middle) > tail { low = middle } else { high = middle }
    }
  }
}
