import CKernels
import Randomness
import Specifications
import Tensors

/// Gaussian dropout: y = z ⊙ x, z ~ N(1, q / p), one z per example and unit; nothing at evaluation.
///
/// Source: Srivastava et al. 2014, section 10. Same mean and variance as inverted Bernoulli dropout; a factor is
/// negative with probability Φ(−√(p / q)).
package struct GaussianNoise: Hashable, Sendable {
  package let rate: Rate

  package init(rate: Rate) { self.rate = rate }

  package var laws: NoiseLaws {
    NoiseLaws(mean: 1, variance: rate.dropping / rate.retention, evaluationFactor: 1, isMask: false)
  }

  /// Draws the factors of a batch as dense rows, [examples × units].
  package func sample(
    _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, units: Int,
    into factors: UnsafeMutableBufferPointer<Float>
  ) {
    let region = RandomRegion(step: source.step, examples: examples, units: 0..<units)
    let deviation = Float(laws.variance.squareRoot())
    source.stream.fillNormals(mean: 1, deviation: deviation, region, into: factors)
  }
}
