import CKernels
import Testing

/// Philox4x32-10 against its published vectors, and its array kernels against single blocks.
struct PhiloxTests {
  static let examples: [UInt32] = [0, 1, 7, 59_999, .max, 12]
  static let key: UInt64 = 0x0123_4567_89ab_cdef
  static let step: UInt64 = 3 << 32 | 17

  static func block(_ counter: [UInt32], key: [UInt32]) -> [UInt32] {
    var words: [UInt32] = [0, 0, 0, 0]
    dl_philox4x32_10(counter, key, &words)
    return words
  }

  static func word(unit: Int, example: UInt32) -> UInt32 {
    let counter = [UInt32(unit / 4), example, UInt32(truncatingIfNeeded: step), UInt32(step >> 32)]
    return block(counter, key: [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)])[unit % 4]
  }

  static func words(_ units: Range<Int>, _ path: dl_path = DL_PATH_FASTEST) -> [UInt32] {
    var words = [UInt32](repeating: 0, count: examples.count * units.count)
    dl_random_words(key, step, examples, examples.count, UInt32(units.lowerBound), units.count, &words, path)
    return words
  }

  static func bits(_ retention: Double, _ units: Range<Int>, _ path: dl_path = DL_PATH_FASTEST) -> [UInt64] {
    var bits = [UInt64](repeating: .max, count: examples.count * dl_mask_row_words(units.count))
    dl_mask_bits(
      key, step, examples, examples.count, UInt32(units.lowerBound), units.count, dl_mask_threshold(retention), &bits,
      path)
    return bits
  }

  /// Salmon et al. 2011, known-answer tests of Random123: counters and keys of zeros, of ones and of digits of π.
  @Test
  func `the published vectors are met`() {
    #expect(Self.block([0, 0, 0, 0], key: [0, 0]) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    let ones = Self.block([.max, .max, .max, .max], key: [.max, .max])
    #expect(ones == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    let pi = Self.block([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0])
    #expect(pi == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test(arguments: [1, 3, 63, 64, 65, 333, 1_024, 1_100])
  func `arrays hold the words of their addresses on every path`(units: Int) {
    let expected = Self.examples.flatMap { example in
      (0..<units).map { Self.word(unit: $0, example: example) }
    }
    #expect(Self.words(0..<units, DL_PATH_V3) == expected)
    #expect(Self.words(0..<units, DL_PATH_V4) == expected)
    #expect(Self.words(0..<units, DL_PATH_PORTABLE) == expected)
  }

  @Test
  func `any split into ranges of units gives the same numbers`() {
    let whole = Self.words(0..<1_300)
    for start in [4, 64, 1_020, 1_024, 1_200] {
      let part = Self.words(start..<1_300)
      for row in Self.examples.indices {
        let width = 1_300 - start
        #expect(part[row * width..<(row + 1) * width] == whole[row * 1_300 + start..<(row + 1) * 1_300])
      }
    }
  }

  @Test(arguments: [0, 0.1, 0.5, 0.9, 1])
  func `a unit is kept where its 24-bit uniform is below the threshold`(retention: Double) {
    let units = 333
    let threshold = dl_mask_threshold(retention)
    let words = Self.words(0..<units)
    let rowWords = dl_mask_row_words(units)
    for path in [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4] {
      let bits = Self.bits(retention, 0..<units, path)
      for row in Self.examples.indices {
        let kept = (0..<units).map { bits[row * rowWords + $0 / 64] >> ($0 % 64) & 1 == 1 }
        #expect(kept == (0..<units).map { words[row * units + $0] >> 8 < threshold })
        #expect(bits[row * rowWords + rowWords - 1] >> (units % 64) == 0, "padding is cleared")
      }
    }
  }

  @Test
  func `multipliers and uniforms agree with bits and words`() {
    let units = 200
    let (examples, count) = (Self.examples, Self.examples.count)
    var multipliers = [Float](repeating: 9, count: count * units)
    var uniforms = multipliers
    let words = Self.words(0..<units)
    for path in [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4] {
      dl_mask_multipliers(
        Self.key, Self.step, examples, count, 0, units, dl_mask_threshold(0.3), 2.5, &multipliers, path)
      dl_uniform_f32(Self.key, Self.step, examples, count, 0, units, &uniforms, path)
      #expect(uniforms == words.map { Float($0 >> 8) * 0x1p-24 })
      #expect(multipliers == words.map { $0 >> 8 < dl_mask_threshold(0.3) ? 2.5 : 0 })
    }
  }

  @Test
  func `the threshold is the retention times 2²⁴, rounded up`() {
    #expect(dl_mask_threshold(0) == 0 && dl_mask_threshold(1) == 1 << 24 && dl_mask_threshold(0.5) == 1 << 23)
    #expect(dl_mask_threshold(0.1) == 1_677_722 && dl_mask_threshold(0x1p-30) == 1)
  }
}

// MARK: - Numbers other than words

extension PhiloxTests {
  @Test
  func `normal Floats are the quantiles of their words, on every path`() {
    let units = 4_096
    let words = Self.words(0..<units)
    var z = Array(repeating: [Float](repeating: 0, count: words.count), count: 3)
    for (index, path) in [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4].enumerated() {
      dl_normal_f32(Self.key, Self.step, Self.examples, Self.examples.count, 0, units, 0, 1, &z[index], path)
    }
    #expect(z[0].map(\.bitPattern) == z[1].map(\.bitPattern) && z[0].map(\.bitPattern) == z[2].map(\.bitPattern))
    var worst = 0.0
    for (word, found) in zip(words, z[0]) {
      let exact = dl_normal_quantile((Double(word) + 0.5) * 0x1p-32)
      worst = max(worst, abs(Double(found) - exact) / Double(Float(exact).ulp))
    }
    #expect(worst <= 4, "off by \(worst) ulp")
  }

  @Test
  func `mean and deviation are applied by one fused operation`() {
    var standard = [Float](repeating: 0, count: 500)
    var scaled = standard
    dl_normal_f32(1, 2, [3], 1, 0, 500, 0, 1, &standard, DL_PATH_FASTEST)
    dl_normal_f32(1, 2, [3], 1, 0, 500, 1, 0.5, &scaled, DL_PATH_FASTEST)
    #expect(zip(standard, scaled).allSatisfy { Float(1).addingProduct($0, 0.5) == $1 })
  }

  @Test
  func `numbers of 53 bits are those of their words on every path and in every range`() {
    let (examples, count) = (Self.examples, Self.examples.count)
    for (first, units) in [(0, 1), (0, 601), (2, 1_030)] {
      let words = examples.flatMap { example in
        (first..<first + units).map { dl_random_long_word(Self.key, Self.step, example, UInt64($0)) }
      }
      for path in [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4] {
        var numbers = [Double](repeating: 9, count: words.count)
        dl_uniform_f64(Self.key, Self.step, examples, count, UInt32(first), units, &numbers, path)
        #expect(numbers == words.map { dl_uniform_of_word($0) })
        dl_normal_f64(Self.key, Self.step, examples, count, UInt32(first), units, &numbers, path)
        #expect(numbers == words.map { dl_normal_of_word($0) })
      }
    }
  }

  @Test
  func `numbers of 64 bits are made of both halves of a block, low word first`() {
    let low = UInt64(Self.word(unit: 2, example: 0)) | UInt64(Self.word(unit: 3, example: 0)) << 32
    #expect(dl_random_long_word(Self.key, Self.step, 0, 1) == low)
    #expect(dl_uniform_of_word(low) == Double(low >> 11) * 0x1p-53)
    #expect(dl_uniform_of_word(.max) == 1 - 0x1p-53 && dl_uniform_of_word(0) == 0)
  }

  @Test
  func `normal numbers stay finite and are odd under inverting the word`() {
    #expect(dl_normal_of_word(0) == -dl_normal_of_word(.max))
    #expect(abs(dl_normal_of_word(0) + 8.2095) < 1e-4)
  }
}
