import CKernels
import Specifications

/// Gaussian dropout: y = z ⊙ x, z ~ N(1, q / p), one z per example and unit; nothing at evaluation.
///
/// Source: Srivastava et al. 2014, section 10. Same mean and variance as inverted Bernoulli dropout; a factor is
/// negative with probability Φ(−√(p / q)); clipped noise is 0 there, and its mean, which is above 1, is what evaluation
/// multiplies by.
package struct GaussianNoise: Hashable, Sendable {
  package let rate: Rate
  /// Whether negative factors are 0.
  package let isClipped: Bool

  package init(rate: Rate, isClipped: Bool = false) {
    self.rate = rate
    self.isClipped = isClipped
  }

  package var laws: NoiseLaws {
    let variance = rate.dropping / rate.retention
    guard isClipped, variance > 0 else {
      return NoiseLaws(mean: 1, variance: variance, evaluationFactor: 1, isMask: false)
    }
    // E max(0, z) = Φ(1/σ) + σ φ(1/σ) and E max(0, z)² = (1 + σ²) Φ(1/σ) + σ φ(1/σ) for z ~ N(1, σ²).
    let deviation = variance.squareRoot()
    let share = dl_normal_cdf(1 / deviation)
    let bell = dl_exp(-0.5 / variance) / (2 * Double.pi).squareRoot() * deviation
    let mean = share + bell
    return NoiseLaws(
      mean: mean, variance: (1 + variance) * share + bell - mean * mean, evaluationFactor: mean, isMask: false)
  }

  /// How its factors are drawn.
  var factors: dl_factor_law {
    dl_factor_law(
      kind: isClipped ? DL_FACTORS_CLIPPED : DL_FACTORS_NORMAL, first: 1,
      second: Float((rate.dropping / rate.retention).squareRoot()), third: 0, deviations: nil)
  }
}
