import CKernels

/// The noncentral t distribution: (Z + δ) / S with Z normal and S² an independent χ²_ν / ν.
struct NoncentralT: Hashable, Sendable {
  let degreesOfFreedom: Double
  let noncentrality: Double

  /// P(T ≤ t); absolute error below 1e-13, small values accurate to as many digits where |δ| ≤ 12.
  func cumulative(_ t: Double) -> Double {
    if t < 0 { return mirrored.upper(-t) }
    if noncentrality < -Self.beyond { return 1 }
    if isFar(t) { return overNormal { upperScale((noncentrality + $0) / t) } }
    return quadrature.mean { dl_normal_cdf(t * $0 - noncentrality) }
  }

  /// P(T ≥ t), as `cumulative`.
  func upper(_ t: Double) -> Double {
    if t < 0 { return mirrored.cumulative(-t) }
    if noncentrality < -Self.beyond { return 0 }
    if isFar(t) { return overNormal { 1 - upperScale((noncentrality + $0) / t) } }
    return quadrature.mean { dl_normal_cdf(noncentrality - t * $0) }
  }

  /// Φ(−39) is 0 to the last digit of a Double.
  private static let beyond = 39.0

  private var mirrored: NoncentralT {
    NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: -noncentrality)
  }

  /// Whether Z is the better variable to integrate over: the step in S is then sharp, the one in Z is not.
  private func isFar(_ t: Double) -> Bool { noncentrality > 12 && t > 2 * (2 * degreesOfFreedom).squareRoot() }

  private func overNormal(_ function: (Double) -> Double) -> Double {
    let rule = NormalQuadrature(step: 0.3)
    var sum = 0.0
    for (node, weight) in zip(rule.nodes, rule.weights) { sum += weight * function(node) }
    return sum
  }

  /// P(S ≥ s).
  private func upperScale(_ s: Double) -> Double {
    ChiSquare(degreesOfFreedom: degreesOfFreedom).upper(s > 0 ? degreesOfFreedom * s * s : 0)
  }

  private var quadrature: ScaleQuadrature {
    ScaleQuadrature(degreesOfFreedom: degreesOfFreedom, sharpness: max(1, noncentrality.magnitude))
  }
}
