import CKernels
import Testing

struct EmbeddingsTests {
  @Test func `symbols are read up to the first that is none`() {
    func read(_ values: [Float]) -> Int {
      let panel = values.flatMap { [$0] + [Float](repeating: 0, count: 15) }
      var symbols = [UInt32](repeating: 0, count: values.count)
      return dl_read_symbols(panel, values.count, 10, &symbols)
    }
    #expect(read([0, 9, 3]) == 3)
    #expect(read([0, 10, 3]) == 1)
    #expect(read([-1]) == 0 && read([1.5]) == 0 && read([.nan]) == 0 && read([.infinity]) == 0)
  }

  @Test func `every path gives the same bits`() {
    let (rows, words, columns) = (24, 70, 40)
    let table = PanelFixture(rows: words, columns: columns, seed: 1).panels()
    let slopes = PanelFixture(rows: rows, columns: columns, seed: 2).panels()
    let symbols = (0..<rows).map { UInt32($0 * 29 % words) }
    let bits = (0..<8).map { UInt64($0 + 3) &* 0x9e37_79b9_7f4a_7c15 }
    func run(_ path: dl_path) -> [[Float]] {
      var (out, gradient) = (slopes, table)
      bits.withUnsafeBufferPointer { bits in
        var noise = dl_noise(bits: bits.baseAddress, words: 2, multipliers: nil, scale: 1.25, examples: 0, stride: 0)
        dl_embed(table, words, 3, symbols, rows, 4, &noise, &out, path)
        dl_embed_gradient(slopes, words, 3, symbols, rows, 4, &noise, &gradient, path)
      }
      var (moved, sums) = (slopes, [Float](repeating: .nan, count: 3 * 6 * 16))
      dl_add_positions(slopes, table, 6, 4, 3, &moved, path)
      dl_sum_positions(slopes, 6, 4, 3, &sums, path)
      return [out, gradient, moved, sums]
    }
    let expected = run(DL_PATH_PORTABLE)
    for path in ProductsTests.paths { #expect(run(path) == expected) }
  }
}
