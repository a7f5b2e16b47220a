import CKernels
import Testing

@testable import Randomness

/// T01 and T02: masks keep with probability p, independently, with the moments that scaling assumes.
struct MaskStatisticsTests {
  static let replicate = RandomPlan(seed: 20).replicate(1)
  static let rows = 1_024
  static let units = 1_024
  static let count = Double(rows * units)

  /// Mask bits of a batch of examples first, first + 1, ….
  static func mask(_ retention: Double, layer: String = "hidden1", step: Int = 5, first: UInt32 = 0) -> [UInt64] {
    let examples = (0..<UInt32(rows)).map { first + $0 }
    var bits = [UInt64](repeating: 0, count: rows * units / 64)
    examples.withUnsafeBufferPointer { examples in
      bits.withUnsafeMutableBufferPointer { bits in
        replicate.noise(layer: layer).fillMask(
          retention: retention, RandomRegion(step: step, examples: examples, units: 0..<units), into: bits)
      }
    }
    return bits
  }

  static func ones(_ words: some Sequence<UInt64>) -> Double { Double(words.reduce(0) { $0 + $1.nonzeroBitCount }) }

  /// z of Σ (x − p)(y − p) over pairs, whose variance is n (p q)² when they are independent.
  static func covarianceScore(_ x: [UInt64], _ y: [UInt64], _ p: Double) -> Double {
    let both = ones(zip(x, y).map { $0 & $1 })
    let sum = both - p * (ones(x) + ones(y)) + count * p * p
    return sum / (count.squareRoot() * p * (1 - p))
  }

  @Test(arguments: [0.1, 0.3, 0.5, 0.8, 0.9])
  func `T01 a unit is kept with probability p`(p: Double) {
    let exact = Double(dl_mask_threshold(p)) * 0x1p-24
    let z = (Self.ones(Self.mask(p)) - Self.count * exact) / (Self.count * exact * (1 - exact)).squareRoot()
    #expect(abs(z) <= 4.5, "z = \(z)")
  }

  @Test(arguments: [0.1, 0.3, 0.5, 0.8, 0.9])
  func `T01 units are independent along memory, across steps, examples and layers`(p: Double) {
    let mask = Self.mask(p)
    let shifted = { (lag: UInt64) in mask.indices.map { mask[$0] >> lag | mask[($0 + 1) % mask.count] << (64 - lag) } }
    let others: [(String, [UInt64])] = [
      ("lag 1", shifted(1)), ("lag 2", shifted(2)), ("lag 4", shifted(4)), ("lag 32", shifted(32)),
      ("next step", Self.mask(p, step: 6)), ("step 2³² later", Self.mask(p, step: 5 + 1 << 32)),
      ("next example", Self.mask(p, first: 1)), ("other layer", Self.mask(p, layer: "hidden2")),
    ]
    for (what, other) in others {
      let z = Self.covarianceScore(mask, other, p)
      #expect(abs(z) <= 4.5, "\(what): z = \(z)")
    }
  }

  @Test
  func `T01 a mask repeats bit for bit and changes with layer, step and example`() {
    let mask = Self.mask(0.5)
    #expect(mask == Self.mask(0.5))
    let others = [Self.mask(0.5, layer: "hidden2"), Self.mask(0.5, step: 6), Self.mask(0.5, first: 1)]
    #expect(others.allSatisfy { $0 != mask })
    let words = Self.units / 64
    #expect(others[2].prefix(words).elementsEqual(mask[words..<2 * words]), "masks follow the example, not the row")
  }

  @Test
  func `T01 masks at two rates threshold the same uniforms`() {
    #expect(zip(Self.mask(0.3), Self.mask(0.8)).allSatisfy { $0 & ~$1 == 0 })
  }

  @Test
  func `T01 retention one keeps all and retention zero nothing`() {
    #expect(Self.mask(1).allSatisfy { $0 == .max })
    #expect(Self.mask(0).allSatisfy { $0 == 0 })
  }

  /// Mean and variance of the multipliers of a whole batch.
  static func moments(_ p: Double, kept: Float) -> (mean: Double, variance: Double) {
    let examples = (0..<UInt32(rows)).map { $0 }
    var values = [Float](repeating: 0, count: rows * units)
    examples.withUnsafeBufferPointer { examples in
      values.withUnsafeMutableBufferPointer { values in
        replicate.noise(layer: "moments").fillMultipliers(
          retention: p, kept: kept, RandomRegion(step: 0, examples: examples, units: 0..<units), into: values)
      }
    }
    let mean = dl_sum_f32(values, values.count, DL_PATH_FASTEST) / count
    return (mean, dl_centered_squares_f32(values, mean, values.count, DL_PATH_FASTEST) / count)
  }

  @Test(arguments: [0.1, 0.3, 0.8, 0.9])
  func `T02 multipliers have the mean and variance of their convention`(p: Double) {
    let error = 4.5 * (p * (1 - p) / Self.count).squareRoot()
    let classic = Self.moments(p, kept: 1)
    #expect(abs(classic.mean - p) <= error)
    #expect(abs(classic.variance - p * (1 - p)) <= error)
    let inverted = Self.moments(p, kept: Float(1 / p))
    #expect(abs(inverted.mean - 1) <= error / p)
    #expect(abs(inverted.variance - (1 - p) / p) <= error / (p * p))
    let wrong = Self.moments(p, kept: Float(1 / (1 - p)))
    #expect(abs(wrong.mean - p / (1 - p)) <= error / (1 - p))
    #expect(abs(wrong.mean - 1) > 100 * error, "scaling by 1 / (1 − p) is seen")
  }
}
