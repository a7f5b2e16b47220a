import CKernels
import Testing

/// Squares around seeds, bit by bit against plain loops; one copy of plain C serves every processor.
struct BlocksTests {
  /// Height, width, channels, block.
  static let shapes = [
    (1, 1, 1, 1), (5, 4, 3, 2), (7, 7, 64, 3), (6, 9, 65, 4), (4, 4, 130, 4), (8, 3, 17, 3),
  ]

  /// Rows of mask bits whose seeds are rare, one word more at the end.
  private func seeds(_ examples: Int, _ units: Int) -> (bits: [UInt64], words: Int) {
    let words = dl_mask_row_words(units)
    let drawn = PanelFixture(rows: examples, columns: units, density: 0.93, seed: 41)
    var bits = [UInt64](repeating: 0, count: examples * words + 1)
    for example in 0..<examples {
      for unit in 0..<units where drawn.value(example, unit) != 0 {
        bits[example * words + unit / 64] |= 1 << (unit % 64)
      }
    }
    return (bits, words)
  }

  private func bit(_ bits: [UInt64], _ words: Int, _ example: Int, _ unit: Int) -> Bool {
    bits[example * words + unit / 64] >> (unit % 64) & 1 == 1
  }

  @Test(arguments: shapes)
  func `a unit is dropped iff a square of its channel covers it`(shape: (Int, Int, Int, Int)) {
    let (height, width, channels, block) = shape
    let examples = 3
    let (before, words) = seeds(examples, height * width * channels)
    var after = before
    let blocks = dl_blocks(height: height, width: width, channels: channels, block: block)
    var scratch = [UInt64](repeating: 77, count: dl_blocks_scratch(blocks))
    dl_grow_blocks(&after, examples, words, blocks, &scratch)
    for example in 0..<examples {
      for y in 0..<height {
        for x in 0..<width {
          for channel in 0..<channels {
            let corners = (max(0, y - block + 1)...y).flatMap { row in
              (max(0, x - block + 1)...x).map { column in (row, column) }
            }.filter { $0.0 + block <= height && $0.1 + block <= width }
            let covered = corners.contains { !bit(before, words, example, ($0.0 * width + $0.1) * channels + channel) }
            #expect(bit(after, words, example, (y * width + x) * channels + channel) != covered)
          }
        }
      }
    }
  }

  @Test(arguments: [(1, 1), (6, 3), (9, 64), (5, 65), (70, 10)])
  func `one bit per position is spread over all channels, and only over them`(shape: (Int, Int)) {
    let (positions, channels) = shape
    let (from, fromWords) = seeds(4, positions)
    let toWords = dl_mask_row_words(positions * channels)
    var to = [UInt64](repeating: .max, count: 4 * toWords + 1)
    dl_spread_positions(from, 4, fromWords, positions, channels, &to, toWords)
    for example in 0..<4 {
      for unit in 0..<positions * channels {
        #expect(bit(to, toWords, example, unit) == bit(from, fromWords, example, unit / channels))
      }
      let kept = (0..<positions).count { bit(from, fromWords, example, $0) } * channels
      let words = to[example * toWords..<(example + 1) * toWords]
      #expect(words.reduce(0) { $0 + $1.nonzeroBitCount } == kept)
    }
  }
}
