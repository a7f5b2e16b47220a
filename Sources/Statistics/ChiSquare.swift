import CKernels

/// The χ² distribution with ν degrees of freedom, ν > 0.
struct ChiSquare: Hashable, Sendable {
  let degreesOfFreedom: Double

  /// P(X ≥ x) = Q(ν / 2, x / 2), the upper regularised incomplete gamma function (DLMF 8.2.4).
  func upper(_ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    let (a, half) = (degreesOfFreedom / 2, x / 2)
    let scale = dl_exp(a * dl_log(half) - half - dl_lgamma(a))
    return half < a + 1 ? 1 - scale * series(a, half) : scale * fraction(a, half)
  }

  /// Σ xⁿ / (a (a + 1) … (a + n)) (DLMF 8.7.1).
  private func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > 1e-17 * sum {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  /// 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − …)) (DLMF 8.9.2) by the modified method of Lentz.
  private func fraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var numerator = 1e300
    var denominator = 1 / b
    var value = denominator
    for n in 1...10_000 {
      let d = -Double(n) * (Double(n) - a)
      b += 2
      denominator = 1 / (d * denominator + b)
      numerator = b + d / numerator
      let factor = numerator * denominator
      value *= factor
      if (factor - 1).magnitude < 1e-16 { break }
    }
    return value
  }
}
