import CKernels
import Randomness
import Specifications

/// Spatial dropout: y = (r / p) ⊙ x with one r ~ Bernoulli(p) per example and channel, shared by all positions.
///
/// Source: Tompson et al. 2015, section 3.2. On sequences it is the mask tied over time; on one position it is inverted
/// Bernoulli dropout with the same draws.
package struct SpatialNoise: Hashable, Sendable {
  package let rate: Rate

  package init(rate: Rate) { self.rate = rate }

  /// What a kept channel is multiplied by in training.
  package var scale: Float { Float(1 / rate.retention) }

  package var laws: NoiseLaws {
    NoiseLaws(mean: 1, variance: rate.dropping / rate.retention, evaluationFactor: 1, isMask: true)
  }

  /// Draws the mask of a batch: one bit per channel, rows of ⌈channels / 64⌉ words.
  package func sample(
    _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, channels: Int,
    into bits: UnsafeMutableBufferPointer<UInt64>
  ) {
    let region = RandomRegion(step: source.step, examples: examples, units: 0..<channels)
    source.stream.fillMask(retention: rate.retention, region, into: bits)
  }
}
