/// Finds where a continuous function changes sign.
enum MonotoneRoot {
  /// Returns the root between two places of different signs, to the rounding of the function (Chandrupatla 1997).
  static func find(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
    var (a, b, c) = (low, high, low)
    var (fa, fb) = (function(a), function(b))
    var fc = fa
    if fa == 0 { return a }
    if fb == 0 { return b }
    precondition((fa < 0) != (fb < 0), "no change of sign between \(low) and \(high): \(fa), \(fb)")
    var share = 0.5
    for _ in 0..<200 {
      let x = a + share * (b - a)
      let fx = function(x)
      (c, fc) = (fx < 0) == (fa < 0) ? (a, fa) : (b, fb)
      if (fx < 0) != (fa < 0) { (b, fb) = (a, fa) }
      (a, fa) = (x, fx)
      let best = fa.magnitude < fb.magnitude ? a : b
      let tolerance = 0x1p-50 * best.magnitude + 1e-300
      let least = tolerance / (b - a).magnitude
      if least > 0.5 || fx == 0 { return best }
      share = min(1 - least, max(least, step(a: a, fa, b: b, fb, c: c, fc)))
    }
    return a
  }

  /// The share of a … b at which inverse quadratic interpolation puts the root, or the middle where it is not to be trusted.
  private static func step(a: Double, _ fa: Double, b: Double, _ fb: Double, c: Double, _ fc: Double) -> Double {
    let xi = (a - b) / (c - b)
    let phi = (fa - fb) / (fc - fb)
    guard phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi else { return 0.5 }
    return fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
  }

  /// Returns the root of a function that is negative at `low` and rises, doubling `high` until it is not.
  static func rising(from low: Double, toAtLeast high: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    while function(high) < 0 {
      guard high.isFinite else { return .infinity }
      (low, high) = (high, 2 * high)
    }
    return find(from: low, to: high, function)
  }
}
