import CKernels
import Testing

/// Pooling against plain loops over windows.
struct PoolingTests {
  static let paths = [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4, DL_PATH_FASTEST]

  /// Height, width, channels, kernel, stride, padding, examples.
  static let shapes = [
    (1, 1, 1, 1, 1, 0, 1), (4, 6, 3, 2, 2, 0, 5), (7, 7, 17, 3, 2, 1, 3), (5, 4, 16, 3, 1, 1, 9),
    (8, 5, 33, 2, 3, 1, 64),
    (7, 3, 40, 3, 3, 0, 1),
  ]

  /// Maps with many equal values, so that ties are met, and their windows.
  private struct Fixture {
    let shape: dl_pooling
    let input: PanelFixture
    let gradient: PanelFixture

    init(_ numbers: (Int, Int, Int, Int, Int, Int, Int)) {
      let (height, width, channels, kernel, stride, padding, examples) = numbers
      let y = Self.axis(height, kernel, stride, padding)
      let x = Self.axis(width, kernel, stride, padding)
      shape = dl_pooling(y: y, x: x, examples: examples, channels: channels)
      input = PanelFixture(rows: height * width * examples, columns: channels, density: 0.6, seed: 11)
      gradient = PanelFixture(rows: y.out * x.out * examples, columns: channels, seed: 12)
    }

    static func axis(_ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> dl_axis {
      dl_axis(
        size: size, kernel: kernel, stride: stride, padding: padding, out: (size + 2 * padding - kernel) / stride + 1)
    }

    var outputPositions: Int { shape.y.out * shape.x.out }
    var inputPositions: Int { shape.y.size * shape.x.size }

    /// The input rows of the window of an output row with their taps, ascending.
    func window(_ row: Int) -> [(tap: Int, row: Int)] {
      let (position, example) = (row / shape.examples, row % shape.examples)
      let (oy, ox) = (position / shape.x.out, position % shape.x.out)
      return (0..<shape.y.kernel).flatMap { ky in
        (0..<shape.x.kernel).compactMap { kx in
          let iy = oy * shape.y.stride + ky - shape.y.padding
          let ix = ox * shape.x.stride + kx - shape.x.padding
          guard (0..<shape.y.size).contains(iy), (0..<shape.x.size).contains(ix) else { return nil }
          return (ky * shape.x.kernel + kx, (iy * shape.x.size + ix) * shape.examples + example)
        }
      }
    }

    /// Per output row and channel: the largest value and the input row it stands in; nil where ReLU cut it.
    func largest(rectifies: Bool) -> [(value: Float, row: Int?)] {
      (0..<gradient.rows).flatMap { row in
        let window = window(row)
        return (0..<shape.channels).map { channel in
          var best = window[0].row
          for place in window where input.value(place.row, channel) > input.value(best, channel) { best = place.row }
          let value = input.value(best, channel)
          return rectifies && value <= 0 ? (0, nil) : (value, best)
        }
      }
    }
  }

  private func rowMajor(_ panels: [Float], _ rows: Int, _ columns: Int) -> [Float] {
    var matrix = [Float](repeating: 0, count: rows * columns)
    dl_scatter_rows(panels, rows, columns, &matrix)
    return matrix
  }

  /// Calls a kernel for two ranges of `count` positions.
  private func split(_ count: Int, _ body: (Int, Int) -> Void) {
    body(0, count / 2)
    body(count / 2, count)
  }

  @Test(arguments: shapes)
  func `the largest value, its first place and its gradient are those of a plain loop`(
    numbers: (Int, Int, Int, Int, Int, Int, Int)
  ) {
    let fixture = Fixture(numbers)
    var shape = fixture.shape
    let channels = shape.channels
    for rectifies in [false, true] {
      let expected = fixture.largest(rectifies: rectifies)
      var slopes = [Float](repeating: 0, count: fixture.input.values.count)
      for (index, best) in expected.enumerated() {
        guard let row = best.row else { continue }
        slopes[row * channels + index % channels] += fixture.gradient.values[index]
      }
      for path in Self.paths {
        var out = [Float](repeating: .nan, count: dl_panels(channels) * fixture.gradient.rows * 16)
        var taps = [UInt8](repeating: 77, count: out.count)
        split(fixture.outputPositions) {
          dl_pool_max(&shape, fixture.input.panels(), rectifies ? 1 : 0, &out, &taps, $0, $1, path)
        }
        #expect(rowMajor(out, fixture.gradient.rows, channels) == expected.map(\.value), "\(path)")
        var back = [Float](repeating: .nan, count: dl_panels(channels) * fixture.input.rows * 16)
        split(fixture.inputPositions) {
          dl_pool_max_pullback(&shape, taps, fixture.gradient.panels(), &back, $0, $1, path)
        }
        #expect(rowMajor(back, fixture.input.rows, channels) == slopes, "\(path)")
      }
    }
  }

  /// Windows that tile the maps, with rows that end a chain of 32 and rows that do not.
  static let tiles = [
    (4, 6, 3, 2, 2, 0, 5), (6, 9, 17, 3, 3, 0, 7), (4, 4, 40, 2, 2, 0, 64), (3, 2, 16, 1, 1, 0, 40),
  ]

  @Test(arguments: tiles)
  func `noise behind tiles acts in their pullback as it does ahead of it, bit for bit`(
    numbers: (Int, Int, Int, Int, Int, Int, Int)
  ) {
    let fixture = Fixture(numbers)
    var shape = fixture.shape
    let (gradient, panels) = (fixture.gradient.panels(), dl_panels(shape.channels))
    let factors = gradient.indices.map { Float($0 % 13) / 7 }
    let plain = gradient.indices.map { Float($0 % 11) - 4 }
    var slope = dl_factor_slope(constant: -0.5, linear: 0.7, square: 0.3)
    for path in Self.paths {
      var (maps, taps) = (gradient, [UInt8](repeating: 77, count: gradient.count))
      dl_pool_max(&shape, fixture.input.panels(), 1, &maps, &taps, 0, fixture.outputPositions, path)
      /// The gradient of the input and the sums, of windows that know nothing of noise and of tiles.
      func both(multiplies: Bool, learns: Bool) -> [[[Double]]] {
        var (step, sums) = (gradient, [Double](repeating: 0, count: 16 * panels))
        var apart = [Float](repeating: .nan, count: panels * fixture.input.rows * 16)
        var (fused, fusedSums) = (apart, sums)
        if learns {
          dl_factor_pullback(plain, &step, factors, fixture.gradient.rows, 0, &slope, &sums, 0, panels, path)
        } else if multiplies {
          step = zip(gradient, factors).map { $0 * $1 + 0 }
        }
        dl_pool_max_pullback(&shape, taps, step, &apart, 0, fixture.inputPositions, path)
        factors.withUnsafeBufferPointer { factors in
          plain.withUnsafeBufferPointer { plain in
            fusedSums.withUnsafeMutableBufferPointer { sums in
              var noise = dl_pooled_noise(
                factors: multiplies ? factors.baseAddress : nil, plain: learns ? plain.baseAddress : nil,
                slope: slope, sums: sums.baseAddress)
              dl_pool_tiles_pullback(&shape, taps, gradient, &noise, &fused, path)
            }
          }
        }
        return [[apart.map(Double.init), sums], [fused.map(Double.init), fusedSums]]
      }
      for (multiplies, learns) in [(false, false), (true, false), (true, true)] {
        let found = both(multiplies: multiplies, learns: learns)
        #expect(found[0] == found[1], "\(path) \(multiplies) \(learns)")
        #expect(found[0][1].contains { $0 != 0 } == learns)
      }
    }
  }

  @Test(arguments: shapes)
  func `averages and their gradients are those of a plain loop`(numbers: (Int, Int, Int, Int, Int, Int, Int)) {
    let fixture = Fixture(numbers)
    var shape = fixture.shape
    let channels = shape.channels
    let area = Float(shape.y.kernel * shape.x.kernel)
    var sums = [Float](repeating: 0, count: fixture.gradient.values.count)
    var slopes = [Float](repeating: 0, count: fixture.input.values.count)
    for row in 0..<fixture.gradient.rows {
      for place in fixture.window(row) {
        for channel in 0..<channels {
          sums[row * channels + channel] += fixture.input.value(place.row, channel)
          slopes[place.row * channels + channel] += fixture.gradient.value(row, channel)
        }
      }
    }
    for path in Self.paths {
      var out = [Float](repeating: .nan, count: dl_panels(channels) * fixture.gradient.rows * 16)
      split(fixture.outputPositions) { dl_pool_average(&shape, fixture.input.panels(), &out, $0, $1, path) }
      #expect(rowMajor(out, fixture.gradient.rows, channels) == sums.map { $0 / area })
      var back = [Float](repeating: .nan, count: dl_panels(channels) * fixture.input.rows * 16)
      split(fixture.inputPositions) {
        dl_pool_average_pullback(&shape, fixture.gradient.panels(), &back, $0, $1, path)
      }
      #expect(rowMajor(back, fixture.input.rows, channels) == slopes.map { $0 / area })
    }
  }

  @Test(arguments: paths)
  func `a maximum over NaN is NaN, with and without ReLU`(path: dl_path) {
    var shape = dl_pooling(
      y: Fixture.axis(1, 1, 1, 0), x: Fixture.axis(3, 3, 1, 0), examples: 1, channels: 1)
    for place in 0..<3 {
      var input = [Float](repeating: 0, count: 48)
      input[0] = 1
      input[32] = 2
      input[place * 16] = .nan
      for rectifies: Int32 in [0, 1] {
        var out = [Float](repeating: 0, count: 16)
        var taps = [UInt8](repeating: 0, count: 16)
        dl_pool_max(&shape, input, rectifies, &out, &taps, 0, 1, path)
        #expect(out[0].isNaN && taps[0] == place)
      }
    }
  }

  @Test(arguments: [(1, 1, 1), (6, 3, 5), (4, 16, 7), (9, 17, 2), (2, 32, 64)])
  func `flat rows hold position times channels plus channel, and turn back`(shape: (Int, Int, Int)) {
    let (positions, channels, examples) = shape
    let maps = PanelFixture(rows: positions * examples, columns: channels, seed: 13)
    let units = positions * channels
    var rows = [Float](repeating: .nan, count: dl_panels(units) * examples * 16)
    dl_flatten(maps.panels(), positions, channels, examples, &rows)
    let expected = (0..<examples).flatMap { example in
      (0..<units).map { maps.value($0 / channels * examples + example, $0 % channels) }
    }
    #expect(rowMajor(rows, examples, units) == expected)
    #expect(rows.allSatisfy { !$0.isNaN })
    var back = [Float](repeating: .nan, count: maps.panels().count)
    dl_unflatten(rows, positions, channels, examples, &back)
    #expect(back == maps.panels())
  }
}
