import Statistics
import Testing

struct StudentTTests {
  @Test
  func `distribution, two-sided p and quantile agree with SciPy on random inputs`() throws {
    try RandomCases(name: "student-t", function: 31).agree { random in
      let freedom = random.uniform() < 0.7 ? Double(random.whole(1, 60)) : 1 + 40 * random.uniform()
      let (t, p) = (8 * random.bell(), 0.001 + 0.998 * random.uniform())
      let found = StudentT(degreesOfFreedom: freedom)
      return [found.cumulative(t), found.twoSided(t), found.quantile(p)]
    }
  }

  @Test
  func `the distribution function agrees with SciPy in both tails`() throws {
    for row in try Reference.read().cdf {
      let found = StudentT(degreesOfFreedom: row.df).cumulative(row.t)
      #expect(agrees(found, row.value), "df \(row.df), t \(row.t): \(found), SciPy \(row.value)")
    }
  }

  @Test
  func `quantiles agree with SciPy`() throws {
    for row in try Reference.read().quantile {
      let found = StudentT(degreesOfFreedom: row.df).quantile(row.p)
      #expect(agrees(found, row.value), "df \(row.df), p \(row.p): \(found), SciPy \(row.value)")
    }
  }

  @Test
  func `the factors printed in tables come out`() {
    let factors = [(2.0, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (7, 2.365), (9, 2.262), (19, 2.093)]
    for (freedom, factor) in factors {
      let found = StudentT(degreesOfFreedom: freedom).quantile(0.975)
      #expect((found - factor).magnitude < 0.0005, "ν = \(freedom): \(found)")
    }
  }

  @Test
  func `a rough statistic of 2.5 with 4 degrees of freedom has p .0668`() {
    #expect((StudentT(degreesOfFreedom: 4).twoSided(2.5) - 0.0668).magnitude < 0.00005)
    #expect((StudentT(degreesOfFreedom: 4).twoSided(-2.5) - 0.0668).magnitude < 0.00005)
  }

  @Test
  func `one degree of freedom is the Cauchy distribution`() {
    let cauchy = StudentT(degreesOfFreedom: 1)
    #expect(agrees(cauchy.cumulative(1), 0.75, relative: 1e-14))
    #expect(agrees(cauchy.quantile(0.75), 1, relative: 1e-14))
  }

  @Test
  func `the ends are defined`() {
    let t = StudentT(degreesOfFreedom: 3)
    #expect(t.quantile(0) == -.infinity)
    #expect(t.quantile(1) == .infinity)
    #expect(t.quantile(0.5) == 0)
    #expect(t.cumulative(.infinity) == 1)
    #expect(t.cumulative(-.infinity) == 0)
    #expect(t.cumulative(0) == 0.5)
    #expect(t.twoSided(0) == 1)
    #expect(t.cumulative(1e200) == 1)
  }

  @Test
  func `the quantile undoes the distribution function`() {
    for freedom in [1.0, 2, 5, 30, 400] {
      let t = StudentT(degreesOfFreedom: freedom)
      for p in [0.001, 0.2, 0.6, 0.99] {
        #expect(agrees(t.cumulative(t.quantile(p)), p, relative: 1e-12), "ν = \(freedom), p = \(p)")
      }
    }
  }
}
