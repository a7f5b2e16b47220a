import Testing

@testable import Statistics

struct DistributionsTests {
  @Test
  func `noncentral t far out is the same over either variable`() {
    // δ = 12 integrates over the scale, 12.0001 over the normal variable: they differ by their slope only.
    for (freedom, t) in [(2.0, 9.0), (5, 11), (5, 25), (30, 16.5)] {
      func upper(_ noncentrality: Double) -> Double {
        NoncentralT(degreesOfFreedom: freedom, noncentrality: noncentrality).upper(t)
      }
      let step = 1e-4
      let before = (11 * upper(12) - 18 * upper(12 - step) + 9 * upper(12 - 2 * step) - 2 * upper(12 - 3 * step)) / 6
      let slope = before / step
      #expect((upper(12 + step) - upper(12) - slope * step).magnitude < 1e-9, "ν \(freedom), t \(t)")
      let lower = NoncentralT(degreesOfFreedom: freedom, noncentrality: 12.5).cumulative(t)
      #expect((lower + upper(12.5) - 1).magnitude < 1e-13)
    }
  }

  @Test
  func `noncentral t turned about is the other tail`() {
    let forward = NoncentralT(degreesOfFreedom: 4, noncentrality: 1.5)
    let backward = NoncentralT(degreesOfFreedom: 4, noncentrality: -1.5)
    #expect(forward.upper(2) == backward.cumulative(-2) && forward.upper(-2) == backward.cumulative(2))
    let central = NoncentralT(degreesOfFreedom: 7, noncentrality: 0)
    #expect(agrees(central.upper(2.5), StudentT(degreesOfFreedom: 7).cumulative(-2.5)))
  }

  @Test
  func `chi square agrees with SciPy in its body and far out`() {
    // scipy.stats.chi2.sf
    let printed: [(freedom: Double, x: Double, upper: Double)] = [
      (1, 3.841458820694124, 0.05), (2, 4, 0.1353352832366127), (5, 1.2, 0.9448773650021219),
      (10, 80, 5.020464318829132e-13), (100, 60, 0.999481108537452),
    ]
    for row in printed {
      let found = ChiSquare(degreesOfFreedom: row.freedom).upper(row.x)
      #expect(agrees(found, row.upper), "ν \(row.freedom), x \(row.x): \(found)")
    }
    #expect(ChiSquare(degreesOfFreedom: 3).upper(0) == 1 && ChiSquare(degreesOfFreedom: 3).upper(.infinity) == 0)
  }

  @Test
  func `F is the square of t, and its quantile undoes it`() {
    let f = FisherF(numerator: 1, denominator: 6)
    #expect(agrees(f.upper(2.5 * 2.5), StudentT(degreesOfFreedom: 6).twoSided(2.5)))
    for p in [0.05, 0.5, 0.95, 0.999] {
      let f = FisherF(numerator: 3, denominator: 11)
      #expect(agrees(1 - f.upper(f.quantile(p)), p))
    }
    #expect(f.upper(0) == 1 && f.upper(.infinity) == 0)
  }

  @Test
  func `roots are found between signs and beyond a first bound`() {
    #expect(agrees(MonotoneRoot.find(from: 0, to: 2) { $0 * $0 - 2 }, 2.0.squareRoot(), relative: 1e-14))
    #expect(agrees(MonotoneRoot.rising(from: 0, toAtLeast: 1) { $0 * $0 * $0 - 1000 }, 10, relative: 1e-14))
    #expect(MonotoneRoot.find(from: 3, to: 5) { $0 - 3 } == 3)
  }
}
