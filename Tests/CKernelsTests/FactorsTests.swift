import CKernels
import Testing

/// Factors drawn into panels against single addresses, and their passes against plain loops, on every path.
struct FactorsTests {
  static let paths = [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4]
  /// Forty examples: a whole burst of 32 and a part of one.
  static let examples: [UInt32] = (0..<40).map { $0 * $0 * 31 + 5 }
  static let (key, step): (UInt64, UInt64) = (0x9e37_79b9_7f4a_7c15, 1 << 33 | 12)
  static let (positions, channels) = (9, 48)

  /// Factors, in panels, and their moments.
  static func drawn(
    _ law: dl_factor_law, _ path: dl_path, examples: [UInt32] = examples, units: Int = positions * channels
  ) -> (factors: [Float], moments: [Double]) {
    var factors = [Float](repeating: 9, count: examples.count * positions * channels)
    var moments = [0.0, 0.0, 0.0]
    withUnsafePointer(to: law) {
      dl_draw_factors(
        $0, DL_DRAW, key, step, examples, examples.count, positions, channels, units, &factors, nil, nil, &moments,
        path)
    }
    return (factors, moments)
  }

  static func draw(_ law: dl_factor_law, _ path: dl_path) -> [Float] { drawn(law, path).factors }

  /// Panels as one value per (example, position, channel), in that order.
  static func ordered(_ panels: [Float]) -> [Float] {
    let rows = positions * examples.count
    return examples.indices.flatMap { example in
      (0..<positions).flatMap { position in
        (0..<channels).map { channel in
          panels[(channel / 16 * rows + position * examples.count + example) * 16 + channel % 16]
        }
      }
    }
  }

  /// u of every (example, unit): the half words of their addresses, one block at a time.
  static func halves() -> [Double] {
    examples.flatMap { example in
      (0..<positions * channels).map { unit in
        let block = UInt32(8 * (unit / 64) + unit % 16 / 2)
        let counter = [block, example, UInt32(step & 0xffff_ffff), UInt32(step >> 32)]
        var words = [UInt32](repeating: 0, count: 4)
        dl_philox4x32_10(counter, [UInt32(key & 0xffff_ffff), UInt32(key >> 32)], &words)
        let word = words[unit / 32 % 2 * 2 + unit % 2]
        return (Double(unit / 16 % 2 == 0 ? word & 0xffff : word >> 16) + 0.5) / 65_536
      }
    }
  }

  static func uniforms() -> [Float] {
    var u = [Float](repeating: 0, count: examples.count * positions * channels)
    dl_uniform_f32(key, step, examples, examples.count, 0, positions * channels, &u, DL_PATH_PORTABLE)
    return u
  }

  static func law(_ kind: dl_factor_kind, _ first: Float, _ second: Float, _ third: Float = 0) -> dl_factor_law {
    dl_factor_law(kind: kind, first: first, second: second, third: third, deviations: nil)
  }

  /// Checks the factors of a law against a function of u, and that all paths give the same bits.
  static func check(_ law: dl_factor_law, within bound: Double, _ exact: (Int, Double) -> Double) {
    let found = paths.map { drawn(law, $0) }
    #expect(found.allSatisfy { $0.factors.map(\.bitPattern) == found[0].factors.map(\.bitPattern) })
    #expect(found.allSatisfy { $0.moments == found[0].moments })
    let worst = zip(ordered(found[0].factors), halves()).enumerated().map { index, pair in
      (Double(pair.0) - exact(index % channels, pair.1)).magnitude
    }
    #expect(worst.max() ?? 1 <= bound)
  }

  @Test
  func `factors are functions of the half words of their addresses`() {
    Self.check(Self.law(DL_FACTORS_UNIFORM, 0.5, 1), within: 1e-7) { 0.5 + $1 }
    Self.check(Self.law(DL_FACTORS_NORMAL, 1, 0.75), within: 3e-5) { 1 + 0.75 * dl_normal_quantile($1) }
    Self.check(Self.law(DL_FACTORS_CLIPPED, 1, 0.75), within: 3e-5) { max(0, 1 + 0.75 * dl_normal_quantile($1)) }
    let (logit, scale) = (-1.5, 1.25)
    for temperature in [0.1, 0.6] {
      Self.check(
        Self.law(DL_FACTORS_RELAXED, Float(logit), Float(1 / temperature), Float(scale)), within: 1.5e-4 * scale
      ) { scale * dl_sigmoid(-(logit + dl_log($1) - dl_log1p(-$1)) / temperature) }
    }
  }

  @Test
  func `a deviation per channel widens its normal numbers at all positions`() {
    let deviations = (0..<Self.channels).map { Float($0 + 1) / 16 }
    deviations.withUnsafeBufferPointer { buffer in
      let law = dl_factor_law(
        kind: DL_FACTORS_WIDENED, first: 0, second: 0, third: 0, deviations: buffer.baseAddress)
      Self.check(law, within: 1e-4) { 1 + Double(deviations[$0]) * dl_normal_quantile($1) }
    }
  }

  /// All 2¹⁶ half words once would have these moments; the sampled ones stay within 4.5 standard errors of a normal.
  @Test
  func `normal factors have mean 0, variance 1, kurtosis 3, tails and the distribution of the normal`() {
    let examples = (0..<600).map { UInt32($0) }
    let z = Self.drawn(Self.law(DL_FACTORS_NORMAL, 0, 1), DL_PATH_FASTEST, examples: examples).factors.map(Double.init)
    let count = Double(z.count)
    func mean(_ power: Int) -> Double {
      z.reduce(0) { sum, value in sum + (0..<power).reduce(1.0) { product, _ in product * value } } / count
    }
    #expect(mean(1).magnitude <= 4.5 / count.squareRoot())
    #expect((mean(2) - 1).magnitude <= 4.5 * (2 / count).squareRoot())
    #expect(mean(3).magnitude <= 4.5 * (15 / count).squareRoot())
    #expect((mean(4) - 3).magnitude <= 4.5 * (96 / count).squareRoot())
    for bound in [1.0, 2, 3, 4] {
      let expected = 2 * dl_normal_cdf(-bound) * count
      #expect((Double(z.count { $0.magnitude > bound }) - expected).magnitude <= 4.5 * expected.squareRoot())
    }
    #expect(z.allSatisfy { $0.magnitude < 4.3251 } && z.contains { $0.magnitude > 4.2 })
    let sorted = z.sorted()
    let worst = sorted.enumerated().map { ((Double($0) + 0.5) / count - dl_normal_cdf($1)).magnitude }.max() ?? 1
    #expect(worst < 2.2 / count.squareRoot(), "exceeded with probability 1e-4")
  }

  @Test
  func `moments are those of the units of the first 32 examples`() {
    let units = Self.positions * Self.channels - 5
    for path in Self.paths {
      let (panels, moments) = Self.drawn(Self.law(DL_FACTORS_NORMAL, 1, 0.75), path, units: units)
      let all = Self.ordered(panels).map(Double.init)
      let width = Self.positions * Self.channels
      let counted = (0..<32).flatMap { all[$0 * width..<$0 * width + units] }
      #expect((moments[0] / counted.reduce(0, +) - 1).magnitude < 1e-7)
      #expect((moments[1] / counted.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-7)
    }
  }

  @Test
  func `factors act as they are drawn as passes over them do`() {
    let law = Self.law(DL_FACTORS_NORMAL, 1, 0.75)
    let factors = Self.draw(law, DL_PATH_PORTABLE)
    let (x, rows, panels) = (Self.values(factors.count, 5), Self.positions * Self.examples.count, Self.channels / 16)
    for path in Self.paths {
      for use in [DL_DRAW_MULTIPLY, DL_DRAW_RECTIFY, DL_DRAW_KEEP, DL_DRAW_KEEP_RECTIFIED] {
        var (f, y, plain) = (factors.map { _ in Float(9) }, x, factors.map { _ in Float(9) })
        var (expected, product, kept, moments) = (factors, x, plain, [0.0, 0.0, 0.0])
        withUnsafePointer(to: law) {
          dl_draw_factors(
            $0, use, Self.key, Self.step, Self.examples, Self.examples.count, Self.positions, Self.channels,
            Self.positions * Self.channels, &f, &y, &plain, &moments, path)
        }
        switch use {
        case DL_DRAW_MULTIPLY: product = zip(x, factors).map { $0 * $1 + 0 }
        case DL_DRAW_RECTIFY: dl_relu_factors(&product, &expected, rows, 0, panels, path)
        default:
          let rectifies: Int32 = use == DL_DRAW_KEEP ? 0 : 1
          dl_keep_and_multiply(&product, &kept, factors, rows, rectifies, 0, panels, path)
        }
        #expect(f == expected && y == product && plain == kept)
      }
    }
  }

  @Test
  func `uniform numbers of masks are those of their addresses`() {
    for path in Self.paths {
      var uniforms = [Float](repeating: 9, count: Self.examples.count * Self.positions * Self.channels)
      dl_draw_uniforms(
        Self.key, Self.step, Self.examples, Self.examples.count, Self.positions, Self.channels, &uniforms, path)
      #expect(Self.ordered(uniforms) == Self.uniforms())
    }
  }

  /// Values of both signs, some of them 0.
  static func values(_ count: Int, _ seed: Int) -> [Float] {
    (0..<count).map { $0 % 7 == 0 ? 0 : Float(($0 * 37 + seed) % 101 - 50) / 16 }
  }

  @Test
  func `passes over factors are products, cut where ReLU cuts`() {
    // More than one chain of 32 rows.
    let (rows, panels) = (37, 3)
    let count = rows * panels * 16
    let (x, dy) = (Self.values(count, 1), Self.values(count, 29))
    let factors = Self.values(count, 13)
    let positive = x.map { $0 > 0 ? $0 : 0 }
    var known: [Bool: [Double]] = [:]
    for path in Self.paths {
      var (y, cut, plain) = (x, factors, [Float](repeating: 9, count: count))
      dl_relu_factors(&y, &cut, rows, 0, panels, path)
      #expect(y == zip(positive, factors).map { $0 * $1 })
      #expect(cut == zip(x, factors).map { $0 > 0 ? $1 : 0 })
      for rectifies in [false, true] {
        let kept = rectifies ? positive : x
        y = x
        dl_keep_and_multiply(&y, &plain, factors, rows, rectifies ? 1 : 0, 0, panels, path)
        #expect(plain == kept && y == zip(kept, factors).map { $0 * $1 })
        var (gradient, sums) = (dy, [Double](repeating: 9, count: panels * 16))
        var slope = dl_factor_slope(constant: 0.3, linear: -0.7, square: 0.2)
        dl_factor_pullback(plain, &gradient, factors, rows, rectifies ? 1 : 0, &slope, &sums, 0, panels, path)
        let isOpen = kept.map { !rectifies || $0 > 0 }
        #expect(gradient == (0..<count).map { isOpen[$0] ? dy[$0] * factors[$0] : 0 })
        for column in sums.indices {
          let places = (0..<rows).map { (column / 16 * rows + $0) * 16 + column % 16 }
          let (exact, size) = places.reduce((0.0, 0.0)) { sums, at in
            let (x, f) = (Double(kept[at]) * Double(dy[at]), Double(factors[at]))
            return (
              sums.0 + x * (0.3 + f * (-0.7 + f * 0.2)),
              sums.1 + x.magnitude * (0.3 + f.magnitude * (0.7 + f.magnitude * 0.2))
            )
          }
          #expect((sums[column] - exact).magnitude <= 4e-7 * size)
        }
        #expect(known[rectifies] == nil || known[rectifies] == sums)
        known[rectifies] = sums
      }
    }
  }
}
