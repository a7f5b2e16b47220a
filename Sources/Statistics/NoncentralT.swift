import CKernels

/// The noncentral t distribution: (Z + δ) / S with Z normal and S² an independent χ²_ν / ν.
struct NoncentralT: Hashable, Sendable {
  let degreesOfFreedom: Double
  let noncentrality: Double

  /// P(T ≤ t) = E Φ(t S − δ), integrated over S; absolute error below 1e-13.
  func cumulative(_ t: Double) -> Double {
    quadrature.mean { dl_normal_cdf(t * $0 - noncentrality) }
  }

  /// P(T ≥ t), accurate where it is small.
  func upper(_ t: Double) -> Double {
    quadrature.mean { dl_normal_cdf(noncentrality - t * $0) }
  }

  private var quadrature: ScaleQuadrature {
    ScaleQuadrature(degreesOfFreedom: degreesOfFreedom, sharpness: noncentrality.magnitude)
  }
}
