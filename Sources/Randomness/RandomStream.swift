import CKernels

/// Random numbers by address: the same key, unit, example and step give the same number, whatever was asked before.
///
/// Philox4x32-10 (Salmon et al. 2011) with counter (unit / 4, example, step low, step high). `example` is the position
/// in the data set, `unit` the flat NHWC index. Made by `RandomPlan` only.
package struct RandomStream: Hashable, Sendable {
  /// The 64-bit key of Philox.
  package let key: UInt64

  init(key: UInt64) { self.key = key }

  /// Returns the four words of a block of units 4 · block … 4 · block + 3.
  package func words(block: Int, example: Int = 0, step: Int = 0) -> SIMD4<UInt32> {
    precondition(step >= 0, "steps are counted from 0, not \(step)")
    let low = UInt32(truncatingIfNeeded: step)
    let high = UInt32(truncatingIfNeeded: step >> 32)
    let counter = [UInt32(block), UInt32(example), low, high]
    let keyWords = [UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)]
    var words: [UInt32] = [0, 0, 0, 0]
    dl_philox4x32_10(counter, keyWords, &words)
    return SIMD4(words)
  }

  /// Returns the uniform of 53 bits in [0, 1) at an address.
  package func uniform(unit: Int, example: Int = 0, step: Int = 0) -> Double {
    dl_uniform_of_word(longWord(unit: unit, example: example, step: step))
  }

  /// Returns the standard normal number at an address, of 52 bits.
  package func normal(unit: Int, example: Int = 0, step: Int = 0) -> Double {
    dl_normal_of_word(longWord(unit: unit, example: example, step: step))
  }

  /// The 64-bit number at an address: the even or odd half of block unit / 2.
  func longWord(unit: Int, example: Int, step: Int) -> UInt64 {
    precondition(unit >= 0 && step >= 0, "units and steps are counted from 0, not \(unit) and \(step)")
    return dl_random_long_word(key, UInt64(step), UInt32(example), UInt64(unit))
  }

  /// Makes a generator that draws the numbers of one step and example in order.
  package func generator(step: Int = 0, example: Int = 0) -> RandomGenerator {
    RandomGenerator(stream: self, step: step, example: example)
  }

  /// Returns 0 ..< count in random order: `generator(step:)` shuffling them.
  package func permutation(of count: Int, step: Int = 0) -> [UInt32] {
    var items = (0..<UInt32(count)).map { $0 }
    shuffle(&items, step: step)
    return items
  }

  /// Shuffles numbers as `generator(step:)` would.
  package func shuffle(_ items: inout [UInt32], step: Int = 0) {
    precondition(step >= 0, "steps are counted from 0, not \(step)")
    dl_shuffle_u32(key, UInt64(step), &items, items.count)
  }
}
