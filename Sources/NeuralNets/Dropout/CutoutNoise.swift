import Randomness
import Specifications

/// Cutout: a square of the image is zero, its centre anywhere in it, cut off at the border; nothing at evaluation.
///
/// Nothing is rescaled. Source: DeVries & Taylor 2017, section 3.
package struct CutoutNoise: Hashable, Sendable {
  /// Side of the square.
  package let size: Int
  /// The probability that an image is cut at all.
  package let probability: Double

  package init(size: Int, probability: Double = 1) {
    precondition(size > 0, "a square of \(size) pixels cuts nothing")
    self.size = size
    self.probability = probability
  }

  package var laws: NoiseLaws {
    NoiseLaws(mean: nil, variance: nil, evaluationFactor: 1, isMask: true)
  }

  /// The expected share of pixels that are kept in images of a shape.
  package func keptShare(of image: MapShape) -> Double {
    func covered(_ length: Int) -> Double {
      Double((0..<length).reduce(0) { $0 + span(around: $1, of: length).count }) / Double(length * length)
    }
    return 1 - probability * covered(image.height) * covered(image.width)
  }

  private func span(around center: Int, of length: Int) -> Range<Int> {
    max(0, center - size / 2)..<min(length, center - size / 2 + size)
  }

  /// Draws the mask of a batch: one bit per number of the image, rows of ⌈units / 64⌉ words.
  package func sample(
    _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, image: MapShape, words: Int,
    into bits: UnsafeMutableBufferPointer<UInt64>
  ) {
    for (row, example) in examples.enumerated() {
      let mask = UnsafeMutableBufferPointer(rebasing: bits[row * words..<(row + 1) * words])
      for word in 0..<words { mask[word] = word * 64 + 64 <= image.units ? .max : (1 << UInt64(image.units % 64)) - 1 }
      func draw(_ unit: Int) -> Double { source.stream.uniform(unit: unit, example: Int(example), step: source.step) }
      guard draw(0) < probability else { continue }
      let columns = span(around: Int(draw(2) * Double(image.width)), of: image.width)
      for y in span(around: Int(draw(1) * Double(image.height)), of: image.height) {
        let first = (y * image.width + columns.lowerBound) * image.channels
        for unit in first..<first + columns.count * image.channels { mask[unit / 64] &= ~(1 << UInt64(unit % 64)) }
      }
    }
  }
}
