import CKernels
import Testing

/// Noise, ReLU and their pullbacks: every element is one rounding of its formula, whatever the path.
struct ElementwiseTests {
  /// Positions, examples and channels.
  static let shapes = [(1, 1, 1), (1, 9, 17), (4, 3, 7), (5, 2, 33), (3, 7, 64)]

  private struct Fixture {
    let positions, examples, channels: Int
    let x, multipliers: PanelFixture
    /// A bit per unit and a bit per channel, each row in words of its own, with one word more.
    var bits, shared: [UInt64]

    init(_ shape: (Int, Int, Int)) {
      (positions, examples, channels) = shape
      x = PanelFixture(rows: positions * examples, columns: channels, density: 0.8, seed: 51)
      multipliers = PanelFixture(rows: positions * examples, columns: channels, seed: 52)
      bits = Self.bits(examples, positions * channels)
      shared = Self.bits(examples, channels)
    }

    static func bits(_ examples: Int, _ units: Int) -> [UInt64] {
      var words = PanelFixture(rows: 1, columns: 2 * (examples * dl_mask_row_words(units) + 1), seed: 53).values
        .map { UInt64($0.bitPattern) &* 0x9E37_79B9_7F4A_7C15 }
      words.removeLast(words.count / 2)
      return words
    }

    var rows: Int { positions * examples }
    var words: Int { dl_mask_row_words(positions * channels) }
    func place(_ row: Int, _ channel: Int) -> Int { (channel / 16 * rows + row) * 16 + channel % 16 }

    /// Whether the unit of a row and channel is kept by the mask of units, or by that of channels.
    func isKept(_ row: Int, _ channel: Int, byChannel: Bool) -> Bool {
      let example = row % examples
      let unit = byChannel ? channel : row / examples * channels + channel
      let bits = byChannel ? shared : bits
      let stride = byChannel ? dl_mask_row_words(channels) : words
      return bits[example * stride + unit / 64] >> (unit % 64) & 1 == 1
    }
  }

  private enum Kind: CaseIterable { case none, scale, units, channels, factors }

  private func factor(_ fixture: Fixture, _ kind: Kind, _ row: Int, _ channel: Int) -> Float {
    switch kind {
    case .none: 1
    case .scale: 0.7
    case .units: fixture.isKept(row, channel, byChannel: false) ? 1.3 : 0
    case .channels: fixture.isKept(row, channel, byChannel: true) ? 1.3 : 0
    case .factors: fixture.multipliers.value(row, channel)
    }
  }

  private func noise(_ fixture: Fixture, _ kind: Kind, _ body: (inout dl_noise) -> Void) {
    let multipliers = fixture.multipliers.panels()
    fixture.bits.withUnsafeBufferPointer { bits in
      fixture.shared.withUnsafeBufferPointer { shared in
        multipliers.withUnsafeBufferPointer { multipliers in
          var noise = dl_no_noise()
          noise.examples = fixture.examples
          switch kind {
          case .none: break
          case .scale: noise.scale = 0.7
          case .units:
            (noise.bits, noise.words) = (bits.baseAddress, fixture.words)
            (noise.scale, noise.stride) = (1.3, fixture.channels)
          case .channels:
            (noise.bits, noise.words) = (shared.baseAddress, dl_mask_row_words(fixture.channels))
            noise.scale = 1.3
          case .factors: noise.multipliers = multipliers.baseAddress
          }
          body(&noise)
        }
      }
    }
  }

  @Test(arguments: shapes)
  func `noise multiplies each element by the factor of its example, position and channel`(shape: (Int, Int, Int)) {
    let fixture = Fixture(shape)
    let panels = dl_panels(fixture.channels)
    for kind in Kind.allCases {
      for path in ProductsTests.paths {
        noise(fixture, kind) { noise in
          var (plain, rectified) = (fixture.x.panels(), fixture.x.panels())
          for (first, last) in [(0, panels / 2), (panels / 2, panels)] {
            dl_apply_noise(&plain, fixture.rows, &noise, first, last, path)
            dl_relu_noise(&rectified, fixture.rows, &noise, first, last, path)
          }
          for row in 0..<fixture.rows {
            for channel in 0..<fixture.channels {
              let (value, factor) = (fixture.x.value(row, channel), factor(fixture, kind, row, channel))
              #expect(plain[fixture.place(row, channel)] == value * factor, "\(kind) \(path)")
              #expect(rectified[fixture.place(row, channel)] == max(value, 0) * factor, "\(kind) \(path)")
            }
          }
          #expect((plain + rectified).allSatisfy { $0 != 0 || $0.sign == .plus })
        }
      }
    }
  }

  @Test(arguments: shapes)
  func `rows are gathered by index, with their noise, and padded with zeros`(shape: (Int, Int, Int)) {
    let fixture = Fixture((1, shape.1, shape.2))
    let indices = (0..<shape.1).map { UInt32($0 * 2 % shape.1) }
    for path in ProductsTests.paths {
      noise(fixture, .units) { noise in
        var found = [Float](repeating: .nan, count: dl_panels(shape.2) * shape.1 * 16)
        dl_gather_rows(fixture.x.values, shape.2, indices, shape.1, &noise, &found, path)
        for row in 0..<shape.1 {
          for column in 0..<dl_panels(shape.2) * 16 {
            let expected =
              column < shape.2
              ? fixture.x.value(Int(indices[row]), column) * factor(fixture, .units, row, column) : 0
            #expect(found[fixture.place(row, column)] == expected, "\(path)")
          }
        }
      }
    }
  }

  @Test(arguments: shapes)
  func `pullbacks of ReLU pass what was positive, times the scale`(shape: (Int, Int, Int)) {
    let fixture = Fixture(shape)
    let y = fixture.x.panels()
    let panels = dl_panels(fixture.channels)
    for path in ProductsTests.paths {
      var (scaled, plain) = (fixture.multipliers.panels(), fixture.multipliers.panels())
      for (first, last) in [(0, panels / 2), (panels / 2, panels)] {
        dl_relu_mask_pullback(y, &scaled, fixture.rows, 1.3, first, last, path)
        dl_relu_pullback(y, &plain, fixture.rows, first, last, path)
      }
      for (index, slope) in fixture.multipliers.panels().enumerated() {
        #expect(scaled[index] == (y[index] > 0 ? slope * 1.3 : 0) && plain[index] == (y[index] > 0 ? slope : 0))
      }
    }
  }

  @Test(arguments: [0, 1, 15, 16, 47, 8_200])
  func `scale and shift round once; counts are exact`(count: Int) {
    let values = PanelFixture(rows: 1, columns: max(count, 1), density: 0.4, seed: 54).values.prefix(count).map { $0 }
    for path in ProductsTests.paths {
      var found = values
      dl_scale_and_shift(&found, count, 0.7, -0.1, path)
      #expect(found == values.map { Float(-0.1).addingProduct($0, 0.7) }, "\(path)")
      // Only whole panels are scaled.
      var scaled = values + [Float](repeating: 1, count: (16 - count % 16) % 16)
      let expected = scaled.map { $0 * 0.7 }
      dl_scale_values(&scaled, scaled.count, 0.7, path)
      #expect(scaled == expected, "\(path)")
    }
    let nonzero = values.count { $0 != 0 }
    #expect(dl_count_nonzero(values, count) == nonzero)
    let words = values.map { UInt64($0.bitPattern) }
    #expect(dl_count_bits(words, count) == words.reduce(0) { $0 + $1.nonzeroBitCount })
  }

  @Test
  func `NaN survives ReLU and noise`() {
    for path in ProductsTests.paths {
      var values = [Float](repeating: .nan, count: 16)
      var none = dl_no_noise()
      dl_relu_noise(&values, 1, &none, 0, 1, path)
      #expect(values.allSatisfy { $0.isNaN })
    }
  }
}

/// Factors over steps.
struct MaskedStepsTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 7), (4, 2, 33)])
  func `factors of one step serve all where their stride is zero`(shape: (Int, Int, Int)) {
    let (steps, examples, columns) = shape
    let x = PanelFixture(rows: steps * examples, columns: columns, seed: 62)
    for isTied in [false, true] {
      let own = isTied ? 1 : steps
      let factors = PanelFixture(rows: own * examples, columns: columns, seed: 63)
      let values = factors.panels()
      for path in ProductsTests.paths {
        var found = [Float](repeating: .nan, count: x.panels().count)
        values.withUnsafeBufferPointer { values in
          var over = dl_step_factors(
            values: values.baseAddress, step: isTied ? 0 : examples * 16, stride: own * examples * 16)
          dl_multiply_steps(x.panels(), &over, steps, examples, dl_panels(columns), &found, path)
        }
        for row in 0..<steps * examples {
          for column in 0..<columns {
            let factor = factors.value(isTied ? row % examples : row, column)
            let at = (column / 16 * steps * examples + row) * 16 + column % 16
            #expect(found[at] == x.value(row, column) * factor, "\(path)")
          }
        }
      }
    }
  }
}
