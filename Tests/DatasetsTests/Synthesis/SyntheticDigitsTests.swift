import CKernels
import Files
import Foundation
import Randomness
import Testing

@testable import Datasets

struct SyntheticDigitsTests {
  private let stream = RandomPlan(seed: 2014).dataset("synthesis: synthetic-digits")

  @Test
  func `the data set of seed 2014 has its known digest`() throws {
    let clock = ContinuousClock()
    var files: DatasetFiles?
    let time = clock.measure { files = SyntheticDigits.files(RandomPlan(seed: 2014)) }
    let dataset = try #require(files).dataset(from: .syntheticDigits)
    #expect(dataset.digest.hex == "8227bb8a347f26286ffba06c1cce94dac4ebe85573f537102c2bb66fd87a979f")
    #expect(dataset.training.count == 60_000 && dataset.test.count == 10_000 && dataset.classes == 10)
    #expect(dataset.shape == ExampleShape(height: 28, width: 28))
    #expect(time < .seconds(8), "70 000 images took \(time)")
  }

  @Test
  func `an image depends on its position only`() {
    let whole = SyntheticDigits.draw(50, from: 100, stream)
    let part = SyntheticDigits.draw(7, from: 130, stream)
    #expect(Array(whole.images.values[(30 * 784)..<(37 * 784)]) == part.images.values)
    #expect(Array(whole.labels.values[30..<37]) == part.labels.values)
    #expect(whole.labels.values.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
  }

  @Test
  func `images are mostly black with some ink, and no two are alike`() {
    let count = 500
    let images = SyntheticDigits.draw(count, from: 0, stream).images.values
    let ink = (0..<count).map { image in images[(image * 784)..<(image * 784 + 784)].count { $0 > 0 } }
    let share = Double(ink.reduce(0, +)) / Double(784 * count)
    #expect(share > 0.12 && share < 0.22, "\(share)")
    #expect(ink.allSatisfy { $0 > 40 && $0 < 300 })
    #expect(Set((0..<count).map { Array(images[($0 * 784)..<($0 * 784 + 784)]) }).count == count)
  }

  @Test
  func `a skeleton without any distortion is drawn in the middle and stays clear of the border`() {
    var style = dl_glyph_style(
      rotation: 0, slant: 0, smallest: 1, largest: 1, shift: 0, jitter: 0, bending: 0, thin: 3, thick: 3, faint: 1,
      noise: 0, black: 0)
    for digit in 0..<10 {
      var pixels = [UInt8](repeating: 7, count: 784)
      dl_draw_glyphs(5, 0, [UInt8(digit)], 1, &style, &pixels)
      let inked = pixels.indices.filter { pixels[$0] > 0 }
      #expect(inked.allSatisfy { (2...25).contains($0 % 28) && (2...25).contains($0 / 28) }, "\(digit)")
      let x = Double(inked.reduce(0) { $0 + $1 % 28 }) / Double(inked.count)
      #expect(abs(x - 13.5) < 3.5, "\(digit) at \(x)")
      #expect((pixels.max() ?? 0) >= 180, "\(digit)")
    }
  }
}
