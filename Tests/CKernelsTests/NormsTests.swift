import CKernels
import Testing

struct NormsTests {
  private struct Run: Equatable {
    var values, inputs, gain, offset: [Float]
  }

  private let rows = 13

  /// Forward and pullback of numbers far from zero, so that a one-pass variance would fail.
  private func run(_ columns: Int, _ path: dl_path, rowCuts: [Int] = [0, 13], panelCut: Int = 0) -> Run {
    let x = panels(columns, seed: 1).map { $0 == 0 ? 0 : $0 + 100 }
    let dy = panels(columns, seed: 2)
    let (gain, offset) = (one(columns, seed: 3), one(columns, seed: 4))
    var means = [Double](repeating: 0, count: rows)
    var scales = means
    let empty = [Float](repeating: .nan, count: x.count)
    var found = Run(values: empty, inputs: empty, gain: gain, offset: offset)
    for (first, last) in zip(rowCuts, rowCuts.dropFirst()) {
      dl_layer_norm(
        x, rows, columns, gain, offset, 1e-5, &means, &scales, &found.values, first, last, path)
      dl_layer_norm_pullback(x, dy, rows, columns, gain, means, scales, &found.inputs, first, last, path)
    }
    for (first, last) in [(0, panelCut), (panelCut, dl_panels(columns))] {
      dl_layer_norm_gradients(x, dy, rows, means, scales, &found.gain, &found.offset, first, last, path)
    }
    return found
  }

  private func panels(_ columns: Int, seed: UInt64) -> [Float] {
    PanelFixture(rows: rows, columns: columns, seed: seed).panels()
  }

  private func one(_ columns: Int, seed: UInt64) -> [Float] {
    PanelFixture(rows: 1, columns: columns, seed: seed).panels()
  }

  @Test(arguments: [1, 7, 16, 40])
  func `every path and any range gives the same bits`(columns: Int) {
    let expected = run(columns, DL_PATH_PORTABLE)
    for path in ProductsTests.paths {
      #expect(run(columns, path) == expected)
      #expect(run(columns, path, rowCuts: [0, 1, 6, 13], panelCut: dl_panels(columns) / 2) == expected)
    }
  }

  @Test(arguments: [7, 40])
  func `rows come out with the offset as mean and the gain as deviation`(columns: Int) {
    let x = panels(columns, seed: 1)
    let (gain, offset) = (filled(columns, 2), filled(columns, -0.5))
    var (means, scales) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows))
    var y = x
    dl_layer_norm(x, rows, columns, gain, offset, 0, &means, &scales, &y, 0, rows, DL_PATH_FASTEST)
    for row in 0..<rows {
      let values = (0..<columns).map { Double(y[($0 / 16 * rows + row) * 16 + $0 % 16]) }
      let mean = values.reduce(0, +) / Double(columns)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      #expect((mean + 0.5).magnitude < 1e-6 && (variance - 4).magnitude < 1e-5)
    }
    #expect((columns..<dl_panels(columns) * 16).allSatisfy { y[($0 / 16 * rows) * 16 + $0 % 16] == 0 })
  }

  private func filled(_ columns: Int, _ value: Float) -> [Float] {
    (0..<dl_panels(columns) * 16).map { $0 < columns ? value : 0 }
  }
}
