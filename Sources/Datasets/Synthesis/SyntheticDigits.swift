import CKernels
import Dispatch
import Files
import Randomness

/// Makes stroke-drawn digits: 28 × 28, several skeletons per class, affine and smooth distortion, pen, ink, noise.
///
/// Calibrated with networks 784-256-256-10 (He, SGD, momentum .9, batches of 100, 30 epochs, linear decay, learning rate
/// chosen on 1 000 validation examples from .01, .03, .1, .3) on 2 000 examples, eight replicates of seed 2014: 6.8 % test
/// error without dropout, 5.5 % with rate .5 on both hidden layers, training error below .1 %. Classes take turns, so
/// every beginning is balanced. The chance of an image is addressed by its position in the data set.
package enum SyntheticDigits {
  package static let trainingCount = 60_000
  package static let testCount = 10_000
  /// Pixels of an edge.
  static let side = Int(DL_GLYPH_SIDE)

  /// How far the images of a class differ; changing a number changes the data, hence every digest.
  static let style = dl_glyph_style(
    rotation: 12 * .pi / 180, slant: 0.2, smallest: 0.85, largest: 1.15, shift: 2, jitter: 0.2, bending: 0.65,
    thin: 2.2,
    thick: 3, faint: 0.45, noise: 0.1, black: 0.15)

  /// Draws the four files of the seed's data set.
  package static func files(_ plan: RandomPlan) -> DatasetFiles {
    files(plan, training: trainingCount, test: testCount)
  }

  /// The first examples of a seed's data set, for showing them; its digest is that of these alone.
  package static func beginning(of count: Int, seed: UInt64) throws(DatasetError) -> LoadedDataset {
    try files(RandomPlan(seed: seed), training: count, test: count).dataset(from: .syntheticDigits)
  }

  private static func files(_ plan: RandomPlan, training: Int, test: Int) -> DatasetFiles {
    let stream = plan.dataset("synthesis: synthetic-digits")
    let (trainingImages, trainingLabels) = draw(training, from: 0, stream)
    let (testImages, testLabels) = draw(test, from: trainingCount, stream)
    return DatasetFiles(
      files: [trainingImages, trainingLabels, testImages, testLabels],
      names: DatasetPart.allCases.map { "synthetic-digits: \($0.title)" })
  }

  /// Draws the examples at positions `first` to `first + count − 1`.
  static func draw(_ count: Int, from first: Int, _ stream: RandomStream) -> (images: IDXFile, labels: IDXFile) {
    let labels = (first..<first + count).map { UInt8($0 % Int(DL_GLYPH_CLASSES)) }
    let pixels = [UInt8](unsafeUninitializedCapacity: count * side * side) { buffer, filled in
      dl_prefer_large_pages(buffer.baseAddress, buffer.count)
      // Every image has its own address of chance, so the split into pieces cannot be seen in the result.
      let pieces = 16
      let bounds = (0...pieces).map { count * $0 / pieces }
      let output = SharedPixels(start: buffer.baseAddress)
      DispatchQueue.concurrentPerform(iterations: pieces) { piece in
        let range = bounds[piece]..<bounds[piece + 1]
        withUnsafePointer(to: style) { style in
          dl_draw_glyphs(
            stream.key, UInt32(first + range.lowerBound), Array(labels[range]), range.count, style,
            output.start?.advanced(by: range.lowerBound * side * side))
        }
      }
      filled = count * side * side
    }
    return (IDXFile(dimensions: [count, side, side], values: pixels), IDXFile(dimensions: [count], values: labels))
  }
}

/// Memory that several threads write, each its own part.
private struct SharedPixels: @unchecked Sendable {
  let start: UnsafeMutablePointer<UInt8>?
}
