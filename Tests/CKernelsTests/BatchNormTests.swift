import CKernels
import Testing

/// Moments, normalisation and pullback per channel against plain loops in Double.
struct BatchNormTests {
  /// Rows and channels, none of them comfortable.
  static let shapes = [(1, 1), (2, 7), (13, 16), (64, 17), (129, 40)]

  private struct Run: Equatable {
    var means, variances, sums, products: [Double]
    var sumsOfExamples, squaresOfExamples: [Double]
    var values, inputs: [Float]
  }

  private struct Fixture {
    let rows, channels: Int
    let x, dy, gain, offset: PanelFixture

    init(_ shape: (Int, Int)) {
      (rows, channels) = shape
      x = PanelFixture(rows: rows, columns: channels, seed: 21)
      dy = PanelFixture(rows: rows, columns: channels, seed: 22)
      gain = PanelFixture(rows: 1, columns: channels, seed: 23)
      offset = PanelFixture(rows: 1, columns: channels, seed: 24)
    }

    var padded: Int { dl_panels(channels) * 16 }
    /// Far from zero, so that E[x²] − E[x]² would fail; only as far as Float keeps the digits.
    func far(_ row: Int, _ channel: Int) -> Float { x.value(row, channel) + 50 }
    var farPanels: [Float] {
      var panels = x.panels()
      for row in 0..<rows { for channel in 0..<channels { panels[place(row, channel)] = far(row, channel) } }
      return panels
    }

    func place(_ row: Int, _ channel: Int) -> Int { (channel / 16 * rows + row) * 16 + channel % 16 }
  }

  private func run(_ fixture: Fixture, _ path: dl_path, cut: Int = 0) -> Run {
    let (rows, panels) = (fixture.rows, dl_panels(fixture.channels))
    let x = fixture.farPanels
    let dy = fixture.dy.panels()
    let zeros = [Double](repeating: 0, count: fixture.padded)
    let empty = [Float](repeating: .nan, count: x.count)
    var found = Run(
      means: zeros, variances: zeros, sums: zeros, products: zeros, sumsOfExamples: zeros, squaresOfExamples: zeros,
      values: empty, inputs: empty)
    for (first, last) in [(0, cut), (cut, panels)] {
      dl_channel_moments(x, rows, &found.means, &found.variances, first, last, path)
      dl_add_example_moments(
        x, 1, rows, found.means, &found.sumsOfExamples, &found.squaresOfExamples, first, last, path)
    }
    let (means, gain, offset) = (found.means.map(Float.init), fixture.gain.panels(), fixture.offset.panels())
    for (first, last) in [(0, cut), (cut, panels)] {
      dl_normalize_channels(x, rows, means, gain, offset, &found.values, first, last, path)
      dl_channel_gradients(x, dy, rows, means, &found.sums, &found.products, first, last, path)
      dl_normalize_pullback(x, dy, rows, means, gain, offset, gain, &found.inputs, first, last, path)
    }
    return found
  }

  @Test(arguments: shapes)
  func `every path and any range of panels gives the same bits`(shape: (Int, Int)) {
    let fixture = Fixture(shape)
    let expected = run(fixture, DL_PATH_PORTABLE)
    for path in ProductsTests.paths {
      #expect(run(fixture, path) == expected, "\(path)")
      #expect(run(fixture, path, cut: dl_panels(fixture.channels) / 2) == expected, "\(path)")
    }
  }

  @Test(arguments: shapes)
  func `moments are those of two passes in double, to 1e-12 of them`(shape: (Int, Int)) {
    let fixture = Fixture(shape)
    let found = run(fixture, DL_PATH_FASTEST)
    for channel in 0..<fixture.channels {
      let values = (0..<fixture.rows).map { Double(fixture.far($0, channel)) }
      let mean = values.reduce(0, +) / Double(fixture.rows)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(fixture.rows)
      #expect((found.means[channel] - mean).magnitude <= 1e-12 * mean.magnitude)
      #expect((found.variances[channel] - variance).magnitude <= 1e-12 * max(variance, 1))
      // One position per example: the sums over examples are those of the channel about its mean.
      #expect(found.sumsOfExamples[channel].magnitude <= 1e-12 * mean.magnitude * Double(fixture.rows))
      let squares = found.squaresOfExamples[channel] / Double(fixture.rows)
      #expect((squares - variance).magnitude <= 1e-12 * max(variance, 1))
    }
  }

  /// Each element is a difference and one fused multiply-add: two roundings, of which the first is of the difference.
  @Test(arguments: shapes)
  func `values and pullback are the formulas, to three roundings of their parts`(shape: (Int, Int)) {
    let fixture = Fixture(shape)
    let found = run(fixture, DL_PATH_FASTEST)
    let unit = Double(Float.ulpOfOne)
    for channel in 0..<fixture.channels {
      let mean = Double(Float(found.means[channel]))
      let (gain, offset) = (Double(fixture.gain.value(0, channel)), Double(fixture.offset.value(0, channel)))
      var (sum, product) = (0.0, 0.0)
      for row in 0..<fixture.rows {
        let centered = Double(fixture.far(row, channel)) - mean
        let slope = Double(fixture.dy.value(row, channel))
        let value = centered * gain + offset
        let bound = 3 * unit * ((centered * gain).magnitude + offset.magnitude)
        #expect((Double(found.values[fixture.place(row, channel)]) - value).magnitude <= bound)
        let input = slope * gain - gain - centered * offset
        let inputBound = 3 * unit * ((slope * gain).magnitude + gain.magnitude + (centered * offset).magnitude)
        #expect((Double(found.inputs[fixture.place(row, channel)]) - input).magnitude <= inputBound)
        (sum, product) = (sum + slope, product + slope * centered)
      }
      #expect((found.sums[channel] - sum).magnitude <= 1e-12 * Double(fixture.rows))
      #expect((found.products[channel] - product).magnitude <= 1e-12 * Double(fixture.rows))
    }
  }
}
