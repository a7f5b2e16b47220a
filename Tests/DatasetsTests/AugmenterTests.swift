import Datasets
import Foundation
import Randomness
import Testing

struct AugmenterTests {
  /// One image of 5 × 5 with a bright pixel right of the middle, and a dimmer one below it.
  private let dataset = {
    var bytes = [UInt8](repeating: 0, count: 25)
    bytes[2 * 5 + 3] = 200
    bytes[3 * 5 + 2] = 100
    let stored = StoredExamples(shape: ExampleShape(height: 5, width: 5), bytes: bytes + bytes, labels: [0, 1])
    return LoadedDataset(
      source: .folder(path: "f"), training: stored, test: stored, classes: 2, digest: smallFiles().digest)
  }()

  private func gather(_ augmentation: Augmentation?, step: Int, replicate: Int = 0) throws -> [Float] {
    let spec = DatasetSpec(
      source: .folder(path: "f"), training: 2, validation: 0, test: 0, normalization: .none,
      augmentation: augmentation)
    let dealt = try dataset.deal(spec, seed: 3, replicate: replicate)
    return [Float](unsafeUninitializedCapacity: 50) { buffer, filled in
      dealt.training.gather([0, 1], into: buffer, moved: dealt.augmenter, step: step)
      filled = 50
    }
  }

  @Test
  func `a motion of nothing gives the very image`() throws {
    #expect(try gather(Augmentation(), step: 4) == gather(nil, step: 4))
  }

  @Test
  func `a shift moves the picture by the drawn distance, splitting a pixel bilinearly`() throws {
    let stream = RandomPlan(seed: 3).replicate(0).augmentation
    let dealt = try gather(Augmentation(shift: 1), step: 9)
    // The two examples have the positions 0 and 1 in some order; the first image belongs to position `first`.
    for (row, position) in [0, 1].enumerated() {
      let right = 2 * stream.uniform(unit: 0, example: position, step: 9) - 1
      let down = 2 * stream.uniform(unit: 1, example: position, step: 9) - 1
      let image = Array(dealt[25 * row..<25 * row + 25])
      let mass = image.reduce(0, +)
      let x = zip(image, 0...).reduce(0) { $0 + Double($1.0) * Double($1.1 % 5) } / Double(mass)
      let y = zip(image, 0...).reduce(0) { $0 + Double($1.0) * Double($1.1 / 5) } / Double(mass)
      #expect(abs(mass - 300) < 0.01)
      #expect(abs(x - (8.0 / 3 + right)) < 1e-4)
      #expect(abs(y - (7.0 / 3 + down)) < 1e-4)
    }
  }

  @Test(arguments: 0..<8)
  func `a rotation turns against the clock by the drawn angle`(step: Int) throws {
    let stream = RandomPlan(seed: 3).replicate(0).augmentation
    let images = try gather(Augmentation(rotation: 90), step: step)
    for position in 0..<2 {
      let angle = (2 * stream.uniform(unit: 2, example: position, step: step) - 1) * 90
      // The middle of mass of the pixel at (1, 0) and the half as bright one at (0, 1), turned; y points down.
      let image = images[25 * position..<25 * position + 25].map(Double.init)
      let mass = image.reduce(0, +)
      let x = image.indices.reduce(0) { $0 + image[$1] * Double($1 % 5 - 2) } / mass
      let y = image.indices.reduce(0) { $0 + image[$1] * Double($1 / 5 - 2) } / mass
      let turned = (atan2(1.0 / 3, 2.0 / 3) - atan2(y, x)) * 180 / .pi
      // Bilinear weights move the middle of mass a little.
      #expect(abs(turned - angle) < 12, "\(turned) for \(angle)")
      #expect(abs((x * x + y * y).squareRoot() - 0.745) < 0.2)
    }
  }

  @Test
  func `motions differ between steps, examples and replicates, and repeat at the same address`() throws {
    let motion = Augmentation(shift: 1, rotation: 20)
    let images = try gather(motion, step: 1)
    #expect(try gather(motion, step: 1) == images)
    #expect(try gather(motion, step: 2) != images)
    #expect(try gather(motion, step: 1, replicate: 1) != images)
    #expect(images[..<25] != images[25...])
  }
}
