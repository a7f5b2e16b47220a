import CKernels
import Randomness
import Specifications
import Tensors

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

  /// Draws the factors of a batch as dense rows, [examples × units].
  package func sample(
    _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, units: Int,
    into factors: UnsafeMutableBufferPointer<Float>
  ) {
    source.stream.fillUniforms(
      RandomRegion(step: source.step, examples: examples, units: 0..<units), into: factors)
    dl_scale_and_shift(factors.baseAddress, factors.count, Float(2 * spread), Float(1 - spread), DL_PATH_FASTEST)
  }
}
