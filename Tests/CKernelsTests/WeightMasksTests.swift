import CKernels
import Testing

/// Masks on weights: drawn by planes of bits against numbers put together one by one, and weights under them.
struct WeightMasksTests {
  static let shapes = [(1, 1), (7, 5), (21, 18), (16, 33), (40, 100), (130, 70)]
  static let examples: [UInt32] = [5, 59_999, .max]
  static let key: UInt64 = 0x0123_4567_89ab_cdef
  static let step: UInt64 = 3 << 32 | 17

  private static func place(_ input: Int, _ output: Int, _ inputs: Int) -> Int {
    (output / 16 * inputs + input) * 16 + output % 16
  }

  private static func isSet(_ bits: some Collection<UInt64>, _ place: Int) -> Bool {
    bits[bits.index(bits.startIndex, offsetBy: place / 64)] >> (place % 64) & 1 == 1
  }

  /// The 24-bit number of a weight, one bit of each plane, the first plane the highest.
  private static func number(place: Int, example: UInt32) -> UInt32 {
    (0..<24).reduce(0) { number, plane in
      let counter = [
        UInt32(place / 128 + plane << 27), example, UInt32(truncatingIfNeeded: step), UInt32(step >> 32),
      ]
      let words = PhiloxTests.block(counter, key: [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)])
      return number << 1 | words[place / 32 % 4] >> (place % 32) & 1
    }
  }

  private static func bits(_ threshold: UInt32, _ inputs: Int, _ outputs: Int, _ path: dl_path) -> [UInt64] {
    let words = dl_weight_mask_words(inputs, outputs)
    // Room behind the masks must stay as it is.
    var bits = [UInt64](repeating: 0xaaaa_aaaa_aaaa_aaaa, count: examples.count * words + 1)
    dl_weight_mask_bits(key, step, examples, examples.count, inputs, outputs, threshold, &bits, path)
    #expect(bits.removeLast() == 0xaaaa_aaaa_aaaa_aaaa)
    return bits
  }

  @Test(arguments: shapes)
  func `a weight is kept where its number is below the threshold, on every path, and padding is clear`(
    shape: (Int, Int)
  ) {
    let (inputs, outputs) = shape
    let words = dl_weight_mask_words(inputs, outputs)
    let numbers = Self.examples.map { example in
      (0..<inputs * outputs).map {
        Self.number(place: Self.place($0 % inputs, $0 / inputs, inputs), example: example)
      }
    }
    // One plane, two, all of them, and the ends of each.
    let thresholds = [0.5, 0.25, 0.75, 0.8, 0.1, 1, 0, 0x1p-24, 1 - 0x1p-24].map { dl_mask_threshold($0) }
    for threshold in thresholds + [numbers[0][0], numbers[0][0] + 1] {
      var expected = [UInt64](repeating: 0, count: Self.examples.count * words)
      for (row, numbers) in numbers.enumerated() {
        for (unit, number) in numbers.enumerated() where number < threshold {
          let place = Self.place(unit % inputs, unit / inputs, inputs)
          expected[row * words + place / 64] |= 1 << (place % 64)
        }
      }
      for path in ProductsTests.paths {
        let agrees = Self.bits(threshold, inputs, outputs, path) == expected
        #expect(agrees, "threshold \(threshold), \(path)")
      }
    }
  }

  @Test func `a mask at a lower threshold keeps a part of what one at a higher keeps`() {
    let masks = [0.1, 0.3, 0.5, 0.7, 0.9].map { Self.bits(dl_mask_threshold($0), 130, 70, DL_PATH_FASTEST) }
    for (low, high) in zip(masks, masks.dropFirst()) {
      #expect(zip(low, high).allSatisfy { $0 & ~$1 == 0 } && low != high)
    }
  }

  @Test(arguments: shapes)
  func `weights are dropped by the bit where they lie, in panels and turned, in any ranges`(shape: (Int, Int)) {
    let (inputs, outputs) = shape
    let fixture = PanelFixture(rows: inputs, columns: outputs, seed: 61)
    let weights = fixture.panels()
    let words = dl_weight_mask_words(inputs, outputs)
    let bits = (0..<words).map { UInt64($0 + 1) &* 0x9E37_79B9_7F4A_7C15 }
    for (path, hasMask) in ProductsTests.paths.flatMap({ [($0, true), ($0, false)] }) {
      var masked = [Float](repeating: .nan, count: weights.count)
      var turned = [Float](repeating: .nan, count: dl_panels(inputs) * outputs * 16)
      bits.withUnsafeBufferPointer { bits in
        var mask = dl_noise(
          bits: hasMask ? bits.baseAddress : nil, words: words, multipliers: nil, scale: 1.7, examples: 0, stride: 0)
        masked.withUnsafeMutableBufferPointer { to in
          for range in [0..<1, 1..<max(1, dl_panels(outputs))] {
            let from = to.baseAddress.map { $0 + range.lowerBound * inputs * 16 }
            dl_mask_weights(weights, inputs, &mask, from, range.lowerBound, range.upperBound, path)
          }
        }
        turned.withUnsafeMutableBufferPointer { to in
          for range in [0..<1, 1..<max(1, dl_panels(inputs))] {
            let from = to.baseAddress.map { $0 + range.lowerBound * outputs * 16 }
            dl_turn_masked_weights(
              weights, inputs, outputs, &mask, from, range.lowerBound, range.upperBound, path)
          }
        }
      }
      for input in 0..<inputs {
        for output in 0..<outputs {
          let place = Self.place(input, output, inputs)
          let isKept = !hasMask || Self.isSet(bits, place)
          let value = isKept ? fixture.value(input, output) * 1.7 : 0
          #expect(masked[place] == value && turned[Self.place(output, input, outputs)] == value, "\(path)")
        }
      }
      #expect(masked.allSatisfy(\.isFinite) && turned.allSatisfy(\.isFinite))
    }
  }
}
