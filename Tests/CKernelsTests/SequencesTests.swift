import CKernels
import Testing

struct SequencesTests {
  @Test(arguments: [(3, 5), (1, 16), (2, 40), (4, 28)])
  func `a mask spreads to the unit of every step`(shape: (steps: Int, columns: Int)) {
    let units = shape.steps * shape.columns
    let words = dl_mask_row_words(units)
    let bits = (0..<2 * words).map { UInt64($0 + 3) &* 0x9e37_79b9_7f4a_7c15 }
    for path in ProductsTests.paths {
      var factors = [Float](repeating: .nan, count: dl_panels(shape.columns) * shape.steps * 2 * 16)
      bits.withUnsafeBufferPointer { bits in
        var noise = dl_noise(bits: bits.baseAddress, words: words, multipliers: nil, scale: 1.5, examples: 0, stride: 0)
        dl_spread_mask(&noise, shape.steps, 2, shape.columns, &factors, path)
      }
      for (place, factor) in factors.enumerated() {
        let (column, row) = (place / 16 / (shape.steps * 2) * 16 + place % 16, place / 16 % (shape.steps * 2))
        let unit = row / 2 * shape.columns + column
        let kept = column < shape.columns && bits[row % 2 * words + unit / 64] >> (unit % 64) & 1 == 1
        #expect(factor == (kept ? 1.5 : 0))
      }
    }
  }
}
