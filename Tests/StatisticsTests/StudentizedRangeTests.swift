import Statistics
import Testing

struct StudentizedRangeTests {
  @Test
  func `upper tails agree with SciPy, with infinite degrees of freedom too`() throws {
    // SciPy integrates to about 1e-11.
    try RandomCases(name: "studentized-range", function: 21).agree(near: 1e-10) { random in
      let (groups, freedom, q) = (random.whole(2, 10), Double(random.whole(2, 40)), 0.5 + 5 * random.uniform())
      let infinite = random.uniform() < 0.3
      return [StudentizedRange(groups: groups, degreesOfFreedom: infinite ? .infinity : freedom).upper(q)]
    }
  }

  @Test
  func `two groups are Student's t at q over root 2`() {
    for (freedom, q) in [(1.0, 20.0), (3, 2), (9, 4.5), (60, 3)] {
      let found = StudentizedRange(groups: 2, degreesOfFreedom: freedom).upper(q)
      #expect((found - StudentT(degreesOfFreedom: freedom).twoSided(q / 2.0.squareRoot())).magnitude < 1e-12)
    }
  }

  @Test
  func `the printed quantiles come out`() {
    let printed = [(3, 10.0, 3.877), (5, 20, 4.232), (10, 5, 6.995), (4, .infinity, 3.633)]
    for (groups, freedom, q) in printed {
      let found = StudentizedRange(groups: groups, degreesOfFreedom: freedom).quantile(0.95)
      #expect((found - q).magnitude < 0.00051, "k \(groups), ν \(freedom): \(found)")
    }
  }

  @Test
  func `nothing is below 0 and nothing beyond all bounds`() {
    let range = StudentizedRange(groups: 4, degreesOfFreedom: 8)
    #expect(range.upper(0) == 1 && range.upper(-1) == 1 && range.upper(1e9) < 1e-12)
  }
}
