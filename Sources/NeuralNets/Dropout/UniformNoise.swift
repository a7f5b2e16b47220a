import CKernels
import Specifications

/// Uniform noise: y = u ⊙ x, u ~ U(1 − β, 1 + β), one u per example and unit; nothing at evaluation.
///
/// Source: Li et al. 2018, section 5.2 (Uout), where its smaller variance suits batch normalisation.
package struct UniformNoise: Hashable, Sendable {
  /// β, half the width of the interval.
  package let spread: Double

  package init(spread: Double) { self.spread = spread }

  package var laws: NoiseLaws {
    NoiseLaws(mean: 1, variance: spread * spread / 3, evaluationFactor: 1, isMask: spread == 0)
  }

  /// How its factors are drawn.
  var factors: dl_factor_law {
    dl_factor_law(
      kind: DL_FACTORS_UNIFORM, first: Float(1 - spread), second: Float(2 * spread), third: 0, deviations: nil)
  }
}
