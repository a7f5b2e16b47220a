import CKernels
import Testing

/// Factors per example, over all positions of maps.
struct ResidualsTests {
  /// Positions, examples and channels.
  static let shapes = [(1, 1, 1), (3, 5, 7), (4, 7, 16), (9, 3, 33)]

  private func place(_ row: Int, _ column: Int, _ rows: Int) -> Int { (column / 16 * rows + row) * 16 + column % 16 }

  @Test(arguments: shapes)
  func `every path scales and adds by example with one rounding, as the formula says`(shape: (Int, Int, Int)) {
    let (positions, examples, channels) = shape
    let rows = positions * examples
    let (x, y) = (
      PanelFixture(rows: rows, columns: channels, seed: 31), PanelFixture(rows: rows, columns: channels, seed: 32)
    )
    let factors = (0..<examples).map { $0 % 3 == 1 ? 0 : Float($0) / 3 - 0.4 }
    let panels = dl_panels(channels)
    for path in ProductsTests.paths {
      for cut in [0, panels / 2] {
        var scaled = [Float](repeating: .nan, count: panels * rows * 16)
        var (added, plain) = (y.panels(), y.panels())
        for (first, last) in [(0, cut), (cut, panels)] {
          dl_scale_examples(x.panels(), rows, examples, factors, &scaled, first, last, path)
          dl_add_examples(x.panels(), rows, examples, factors, &added, first, last, path)
          dl_add_examples(x.panels(), rows, examples, nil, &plain, first, last, path)
        }
        for row in 0..<rows {
          for channel in 0..<channels {
            let at = place(row, channel, rows)
            let (from, to, factor) = (x.value(row, channel), y.value(row, channel), factors[row % examples])
            #expect(scaled[at] == from * factor)
            #expect(added[at] == to.addingProduct(from, factor))
            #expect(plain[at] == to + from)
          }
        }
        #expect(
          (channels..<panels * 16).allSatisfy { scaled[place(0, $0, rows)] == 0 && added[place(0, $0, rows)] == 0 })
      }
    }
  }

  @Test
  func `a branch that is dropped leaves no negative zero`() {
    let x = [Float](repeating: -1, count: 16)
    var y = [Float](repeating: .nan, count: 16)
    for path in ProductsTests.paths {
      dl_scale_examples(x, 1, 1, [0], &y, 0, 1, path)
      #expect(y.allSatisfy { $0.bitPattern == 0 })
    }
  }
}
