import Randomness
import Testing

@testable import Statistics

struct BootstrapIntervalTests {
  private let resampling = Resampling(RandomPlan(seed: 4), name: "test", count: 999)

  @Test
  func `the correction for bias and acceleration agrees with SciPy on the same resamples`() throws {
    try RandomCases(name: "bca", function: 26).agree { random in
      let count = random.whole(15, 24)
      let (a, b) = (random.bells(count), random.bells(count))
      let values = zip(a, b).map { $0 * $1 }
      var means: [Double] = []
      for _ in 0..<199 {
        means.append((0..<count).reduce(0.0) { sum, _ in sum + values[random.whole(0, count - 1)] } / Double(count))
      }
      let mean = values.reduce(0, +) / Double(count)
      let jackknife = values.map { (mean * Double(count) - $0) / Double(count - 1) }
      let bounds = BiasCorrection(estimate: mean, distribution: means, jackknife: jackknife).bounds(level: 0.95)
      return [bounds.low, bounds.high]
    }
  }

  @Test
  func `bootstrap t agrees with NumPy and the percentile interval with SciPy on the same resamples`() throws {
    try RandomCases(name: "bootstrap-t", function: 36).agree { random in
      let count = random.whole(10, 24)
      let (a, b) = (random.bells(count), random.bells(count))
      let sample = try finite(zip(a, b).map { $0 * $1 })
      var draws: [[Double]] = []
      for _ in 0..<199 { draws.append((0..<count).map { _ in sample.values[random.whole(0, count - 1)] }) }
      let (mean, error) = (try #require(sample.mean), try #require(sample.standardError))
      let ratios = draws.map { BootstrapInterval.studentised($0, around: mean) }.sorted()
      let bounds = BootstrapInterval.bounds(mean: mean, error: error, ratios: ratios, level: 0.95)
      let means = try draws.map { try #require(try finite($0).mean) }.sorted()
      let plain = OrderedQuantile.middle(0.95, of: means)
      return [bounds.low, bounds.high, plain.low, plain.high]
    }
  }

  @Test
  func `few values are refused unless asked for, and warned of`() throws {
    let nine = try finite((0..<9).map { Double($0 * $0) })
    #expect(throws: BootstrapRefusal.fewValues(9, method: .bca)) { try BootstrapInterval.bca(nine, resampling) }
    #expect(throws: BootstrapRefusal.fewValues(9, method: .bootstrapT)) {
      try BootstrapInterval.bootstrapT(nine, resampling)
    }
    #expect(try BootstrapInterval.bca(nine, resampling, evenIfFew: true).warning == .fewValues(9))
    #expect(try BootstrapInterval.bootstrapT(nine, resampling, evenIfFew: true).warning == .fewValues(9))
    #expect(try BootstrapInterval.percentile(nine, resampling).warning == .fewValues(9))
    let ten = try finite((0..<10).map { Double($0 * $0) })
    #expect(try BootstrapInterval.bca(ten, resampling).warning == nil)
    #expect(BootstrapRefusal.fewValues(9, method: .bca).description.contains("BCa bootstrap interval of 9 values"))
  }

  @Test
  func `one value and none are refused by every method`() throws {
    for (values, refusal) in [([], BootstrapRefusal.noValues), ([1.5], .oneValue)] {
      let sample = try finite(values)
      #expect(throws: refusal) { try BootstrapInterval.bca(sample, resampling, evenIfFew: true) }
      #expect(throws: refusal) { try BootstrapInterval.bootstrapT(sample, resampling, evenIfFew: true) }
      #expect(throws: refusal) { try BootstrapInterval.percentile(sample, resampling) }
    }
  }

  @Test
  func `equal values have intervals of no width`() throws {
    let equal = try finite(Array(repeating: 0.3, count: 12))
    for found in [
      try BootstrapInterval.bca(equal, resampling), try BootstrapInterval.bootstrapT(equal, resampling),
      try BootstrapInterval.percentile(equal, resampling),
    ] {
      #expect(found.interval.low == 0.3 && found.interval.high == 0.3 && found.interval.estimate == 0.3)
    }
  }

  @Test
  func `order changes nothing, seed and name do`() throws {
    let values = RandomPlan(seed: 1).resampling("values").normals(15)
    let (forward, backward) = (try finite(values), try finite(values.reversed()))
    let first = try BootstrapInterval.bca(forward, resampling)
    let second = try BootstrapInterval.bca(backward, resampling)
    #expect(first == second)
    #expect(first.resampling.seed == 4 && first.resampling.name == "test" && first.resampling.count == 999)
    let other = Resampling(RandomPlan(seed: 4), name: "other", count: 999)
    let third = try BootstrapInterval.bca(forward, other)
    #expect(first.interval.low != third.interval.low)
  }

  @Test
  func `any statistic has a BCa and a percentile interval`() throws {
    let sample = try finite((1...21).map { Double($0 * $0) })
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let found = try BootstrapInterval.bca(sample, resampling, statistic: median).interval
    let plain = try BootstrapInterval.percentile(sample, resampling, statistic: median).interval
    #expect(found.estimate == 121 && found.low < 121 && found.high > 121 && plain.estimate == 121)
    #expect(found.method == .bca && plain.method == .percentile)
  }

  @Test
  func `a resample without a spread makes a bound infinite, never NaN`() throws {
    let found = try BootstrapInterval.bootstrapT(try finite([0, 0, 1]), resampling, evenIfFew: true).interval
    #expect(!found.low.isNaN && !found.high.isNaN && found.low <= found.estimate && found.estimate <= found.high)
    #expect(found.low == -.infinity || found.high == .infinity)
  }

  @Test
  func `studentised and corrected intervals lean towards the long tail, plain ones less`() throws {
    let sample = try finite((0..<14).map { Double(1 << $0) })
    let plain = try BootstrapInterval.percentile(sample, resampling).interval
    let corrected = try BootstrapInterval.bca(sample, resampling).interval
    let studentised = try BootstrapInterval.bootstrapT(sample, resampling).interval
    #expect(plain.high < corrected.high && corrected.high < studentised.high)
    #expect(plain.low < corrected.low)
  }
}
