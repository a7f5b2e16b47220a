import CKernels
import Randomness
import Specifications
import Tensors

/// Bernoulli dropout: y = (r / p) ⊙ x inverted, y = r ⊙ x classic; r ~ Bernoulli(p), one r per example and unit.
///
/// Source: Srivastava et al. 2014, section 4 (classic) and section 10 (the remark on scaling up in training).
package struct BernoulliNoise: Hashable, Sendable {
  package let rate: Rate
  package let convention: Convention

  package init(rate: Rate, convention: Convention) {
    self.rate = rate
    self.convention = convention
  }

  /// What a kept unit is multiplied by in training.
  package var scale: Float {
    switch convention {
    case .inverted: Float(1 / rate.retention)
    case .classic: 1
    }
  }

  package var laws: NoiseLaws {
    let p = rate.retention
    return switch convention {
    case .inverted: NoiseLaws(mean: 1, variance: (1 - p) / p, evaluationFactor: 1, isMask: true)
    case .classic: NoiseLaws(mean: p, variance: p * (1 - p), evaluationFactor: p, isMask: true)
    }
  }

  /// Draws one mask for all examples of a batch, addressed as that of example 0.
  package func sampleOnce(
    _ source: NoiseSource, rows: Int, units: Int, into bits: UnsafeMutableBufferPointer<UInt64>
  ) {
    withUnsafePointer(to: UInt32(0)) { example in
      sample(source, examples: UnsafeBufferPointer(start: example, count: 1), units: units, into: bits)
    }
    let words = dl_mask_row_words(units)
    for row in 1..<max(rows, 1) {
      for word in 0..<words { bits[row * words + word] = bits[word] }
    }
  }

  /// Draws the mask of a batch: one bit per unit, rows of ⌈units / 64⌉ words.
  package func sample(
    _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, units: Int,
    into bits: UnsafeMutableBufferPointer<UInt64>
  ) {
    let region = RandomRegion(step: source.step, examples: examples, units: 0..<units)
    source.stream.fillMask(retention: rate.retention, region, into: bits)
  }
}
