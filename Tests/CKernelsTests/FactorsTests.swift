import CKernels
import Testing

/// Factors drawn into panels against single addresses, and their passes against plain loops, on every path.
struct FactorsTests {
  static let paths = [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4]
  /// Forty examples: a whole burst of 32 and a part of one.
  static let examples: [UInt32] = (0..<40).map { $0 * $0 * 31 + 5 }
  static let (key, step): (UInt64, UInt64) = (0x9e37_79b9_7f4a_7c15, 1 << 33 | 12)
  static let (positions, channels) = (9, 48)

  static func draw(_ law: dl_factor_law, _ path: dl_path) -> [Float] {
    var factors = [Float](repeating: 9, count: examples.count * positions * channels)
    withUnsafePointer(to: law) {
      dl_draw_factors($0, key, step, examples, examples.count, positions, channels, &factors, path)
    }
    return factors
  }

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

  static func normals(_ mean: Float, _ deviation: Float) -> [Float] {
    var z = [Float](repeating: 0, count: examples.count * positions * channels)
    dl_normal_f32(
      key, step, examples, examples.count, 0, positions * channels, mean, deviation, &z, DL_PATH_PORTABLE)
    return z
  }

  static func uniforms() -> [Float] {
    var u = [Float](repeating: 0, count: examples.count * positions * channels)
    dl_uniform_f32(key, step, examples, examples.count, 0, positions * channels, &u, DL_PATH_PORTABLE)
    return u
  }

  static func law(_ kind: dl_factor_kind, _ first: Float, _ second: Float, _ third: Float = 0) -> dl_factor_law {
    dl_factor_law(kind: kind, first: first, second: second, third: third, deviations: nil)
  }

  @Test
  func `normal factors are those of their addresses, in the tails too`() {
    let plain = Self.normals(1, 0.75)
    // More than one burst must meet words far out, which are drawn apart.
    #expect(Self.normals(0, 1).count { abs($0) > 3 } > 30)
    let clipped = plain.map { $0 > 0 ? $0 : 0 }
    for path in Self.paths {
      #expect(Self.ordered(Self.draw(Self.law(DL_FACTORS_NORMAL, 1, 0.75), path)) == plain)
      #expect(Self.ordered(Self.draw(Self.law(DL_FACTORS_CLIPPED, 1, 0.75), path)) == clipped)
    }
  }

  @Test
  func `a deviation per channel widens its normal numbers at all positions`() {
    let deviations = (0..<Self.channels).map { Float($0 + 1) / 16 }
    let expected = Self.normals(0, 1).enumerated().map { index, z in
      Float(1).addingProduct(z, deviations[index % Self.channels])
    }
    for path in Self.paths {
      let found = deviations.withUnsafeBufferPointer { buffer in
        Self.draw(
          dl_factor_law(
            kind: DL_FACTORS_WIDENED, first: 0, second: 0, third: 0, deviations: buffer.baseAddress), path)
      }
      #expect(Self.ordered(found) == expected)
    }
  }

  @Test
  func `uniform and relaxed factors follow from the uniforms of their addresses`() {
    let uniforms = Self.uniforms()
    let (logit, temperature, scale) = (-1.5, 0.1, 1.25)
    var relaxed: [Float]?
    for path in Self.paths {
      let found = Self.ordered(Self.draw(Self.law(DL_FACTORS_UNIFORM, 0.5, 1), path))
      #expect(found == uniforms.map { Float(0.5).addingProduct($0, 1) })
      let own = Self.ordered(
        Self.draw(Self.law(DL_FACTORS_RELAXED, Float(logit), Float(1 / temperature), Float(scale)), path))
      #expect(relaxed == nil || own.map(\.bitPattern) == relaxed?.map(\.bitPattern))
      relaxed = own
    }
    for (u, f) in zip(uniforms, relaxed ?? []) {
      let inside = Double(u) * (1 - 0x1p-23) + 0x1p-24
      let exact = scale * dl_sigmoid(-(logit + dl_log(inside) - dl_log1p(-inside)) / temperature)
      #expect(abs(Double(f) - exact) <= 2e-5 * scale)
    }
  }

  @Test
  func `moments have the bits of sums over the examples one after the other`() {
    let panels = Self.draw(Self.law(DL_FACTORS_NORMAL, 1, 0.75), DL_PATH_FASTEST)
    let counted = 7
    let dense = Array(Self.ordered(panels).prefix(counted * Self.positions * Self.channels))
    let expected = (
      dl_sum_f32(dense, dense.count, DL_PATH_PORTABLE), dl_squared_norm_f32(dense, dense.count, DL_PATH_PORTABLE)
    )
    for path in Self.paths {
      var sums = [0.0, 0.0]
      dl_add_factor_moments(
        panels, Self.positions * Self.examples.count, Self.channels / 16, counted, Self.positions,
        Self.examples.count, &sums, path)
      #expect(sums == [expected.0, expected.1])
    }
  }

  /// Values of both signs, some of them 0.
  static func values(_ count: Int, _ seed: Int) -> [Float] {
    (0..<count).map { $0 % 7 == 0 ? 0 : Float(($0 * 37 + seed) % 101 - 50) / 16 }
  }

  @Test
  func `passes over factors are products, cut where ReLU cuts`() {
    let (rows, panels) = (5, 3)
    let count = rows * panels * 16
    let (x, dy) = (Self.values(count, 1), Self.values(count, 29))
    let factors = Self.values(count, 13)
    let positive = x.map { $0 > 0 ? $0 : 0 }
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
          let exact = places.reduce(0.0) { sum, at in
            let f = Double(factors[at])
            return sum + Double(kept[at]) * Double(dy[at]) * (0.3 + f * (-0.7 + f * 0.2))
          }
          #expect(sums[column] == exact)
        }
      }
    }
  }
}
