import CKernels
import Testing

@testable import Randomness

/// T21: normal numbers have the moments, the tails and the distribution they should.
struct NormalStatisticsTests {
  static let rows = 512
  static let units = 2_048
  static let count = Double(rows * units)

  static func normals(mean: Float, deviation: Float) -> [Float] {
    let examples = (0..<UInt32(rows)).map { $0 }
    var values = [Float](repeating: 0, count: rows * units)
    examples.withUnsafeBufferPointer { examples in
      values.withUnsafeMutableBufferPointer { values in
        RandomPlan(seed: 21).replicate(0).noise(layer: "gaussian").fillNormals(
          mean: mean, deviation: deviation, RandomRegion(step: 2, examples: examples, units: 0..<units), into: values)
      }
    }
    return values
  }

  @Test
  func `standard normal numbers have moments 0, 1, 0 and 3`() {
    let z = Self.normals(mean: 0, deviation: 1)
    let square = z.map { $0 * $0 }
    let root = Self.count.squareRoot()
    #expect(abs(dl_sum_f32(z, z.count, DL_PATH_FASTEST)) <= 4.5 * root)
    #expect(abs(dl_sum_f32(square, z.count, DL_PATH_FASTEST) - Self.count) <= 4.5 * root * 2.0.squareRoot())
    #expect(abs(dl_dot_f32(square, z, z.count, DL_PATH_FASTEST)) <= 4.5 * root * 15.0.squareRoot())
    #expect(
      abs(dl_squared_norm_f32(square, z.count, DL_PATH_FASTEST) - 3 * Self.count) <= 4.5 * root * 96.0.squareRoot())
  }

  /// The share of negative multipliers is Φ(−√(p / q)): claims T21.
  @Test(arguments: [(0.9, 0.00135), (0.8, 0.02275), (0.5, 0.15866)])
  func `Gaussian multipliers are negative as often as they should`(p: Double, share: Double) {
    let values = Self.normals(mean: 1, deviation: Float(((1 - p) / p).squareRoot()))
    let negative = Double(values.count { $0 < 0 })
    let exact = dl_normal_cdf(-(p / (1 - p)).squareRoot())
    #expect(abs(exact - share) < 5e-6)
    #expect(abs(negative - Self.count * exact) <= 4.5 * (Self.count * exact).squareRoot())
    #expect(!values.contains(0))
  }

  @Test
  func `the distribution is normal by Kolmogorov and Smirnov`() {
    let sorted = Self.normals(mean: 0, deviation: 1).prefix(50_000).sorted()
    let worst = sorted.enumerated().map { abs((Double($0) + 0.5) / 50_000 - dl_normal_cdf(Double($1))) }.max() ?? 1
    #expect(worst < 2.2 / 50_000.0.squareRoot(), "exceeded with probability 1e-4")
  }
}
