import Randomness
import Statistics
import Testing

struct HedgesGTests {
  @Test
  func `g and the bounds of the noncentrality agree with SciPy`() throws {
    try RandomCases(name: "hedges-interval", function: 20).agree(near: 1e-10) { random in
      let pairs = try random.pairs(random.whole(3, 12))
      let interval = try #require(Interval.hedgesG(pairs))
      #expect(interval.method == .noncentralT && interval.estimate == pairs.hedgesG)
      return [interval.estimate, interval.low, interval.high]
    }
  }

  @Test
  func `the interval of independent samples covers the standardised difference`() throws {
    let numbers = RandomPlan(seed: 5).resampling("g").normals(300 * 11)
    var covered = 0
    for trial in 0..<300 {
      let values = numbers[trial * 11..<(trial + 1) * 11].map { 2 * $0 }
      let first = try finite(values.prefix(5).map { $0 + 3 })
      let interval = try #require(Interval.hedgesG(first, minus: try finite(Array(values.suffix(6)))))
      if interval.low <= 1.5 && 1.5 <= interval.high { covered += 1 }
    }
    // Exact at 95 %; four standard errors of 300 draws are 5 points.
    #expect((0.90...1).contains(Double(covered) / 300), "\(covered)")
  }

  @Test
  func `the published correction for nine degrees of freedom is .9139`() throws {
    // J(9) = Γ(4.5) / (√4.5 Γ(4)); standardised difference 2 / 1 of samples with unit variance.
    let (low, high) = (try finite([-1, 0, 1, 0, 0]), try finite([1, 2, 3, 2, 2, 2]))
    let interval = try #require(Interval.hedgesG(high, minus: low))
    let spread = (4.0 / 9).squareRoot()
    #expect((interval.estimate * spread / 2 - 0.9139).magnitude < 0.0001, "\(interval)")
    let turned = try #require(Interval.hedgesG(low, minus: high))
    #expect(turned.estimate == -interval.estimate && agrees(turned.low, -interval.high, relative: 1e-9))
  }

  @Test
  func `without a spread or with too few values there is none`() throws {
    #expect(Interval.hedgesG(try finite([1, 1, 1]), minus: try finite([2, 2])) == nil)
    #expect(Interval.hedgesG(try finite([1, 2]), minus: try finite([2])) == nil)
    #expect(Interval.hedgesG(try finite([]), minus: try finite([2, 3, 4, 5])) == nil)
    let equal = try #require(PairedSample([1, 2, 3], minus: [0, 1, 2]))
    #expect(Interval.hedgesG(equal) == nil)
    // A statistic far out is still answered.
    let far = try #require(PairedSample([1, 1.0001, 0.9999, 1], minus: [0, 0, 0, 0]))
    let interval = try #require(Interval.hedgesG(far))
    #expect(interval.low > 1000 && interval.high > interval.low && interval.high.isFinite)
  }
}
