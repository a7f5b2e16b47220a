import CKernels

/// The regularised incomplete beta function, on which the t, F and binomial distributions stand.
enum BetaFunction {
  /// Returns Iₓ(a, b) for y = 1 − x, which the caller knows without cancellation; a, b > 0.
  ///
  /// Continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, evaluated by Lentz's method on the
  /// side of the mean where it converges in O(√max(a, b)) steps. Relative error below 1e-11 up to a + b = 10⁴.
  static func regularized(x: Double, y: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && b > 0, "the incomplete beta function is not defined for a \(a), b \(b)")
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    return x < (a + 1) / (a + b + 2)
      ? tail(x: x, y: y, a: a, b: b)
      : 1 - tail(x: y, y: x, a: b, b: a)
  }

  /// Returns the x at which Iₓ(a, b) = p, by bisection down to neighbouring Doubles.
  static func quantile(_ p: Double, a: Double, b: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high, high - low > 1e-300 else { return middle }
      if regularized(x: middle, y: 1 - middle, a: a, b: b) < p { low = middle } else { high = middle }
    }
  }

  /// xᵃ yᵇ / (a B(a, b)) times the continued fraction.
  private static func tail(x: Double, y: Double, a: Double, b: Double) -> Double {
    let logarithm = a * dl_log(x) + b * dl_log(y) + dl_lgamma(a + b) - dl_lgamma(a) - dl_lgamma(b)
    return dl_exp(logarithm) / (a * continuedFraction(x: x, a: a, b: b))
  }

  /// 1 + d₁ / (1 + d₂ / (1 + …)) by the modified method of Lentz (Thompson and Barnett 1986).
  private static func continuedFraction(x: Double, a: Double, b: Double) -> Double {
    var value = 1.0
    var numerator = 1.0
    var denominator = 0.0
    for step in 1...20_000 {
      let d = coefficient(step, x: x, a: a, b: b)
      denominator = 1 / away(from: 0, 1 + d * denominator)
      numerator = away(from: 0, 1 + d / numerator)
      let factor = numerator * denominator
      value *= factor
      if (factor - 1).magnitude < 1e-16 { break }
    }
    return value
  }

  private static func coefficient(_ step: Int, x: Double, a: Double, b: Double) -> Double {
    let m = Double(step / 2)
    if step % 2 == 0 { return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) }
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
  }

  private static func away(from zero: Double, _ value: Double) -> Double { value == zero ? 1e-300 : value }
}
