import Randomness
import Statistics
import Testing

struct MannWhitneyTests {
  @Test
  func `exact p values without ties agree with SciPy`() throws {
    try RandomCases(name: "mann-whitney-exact", function: 16).agree { random in
      let first = try random.sample(random.whole(2, 10))
      let found = try #require(MannWhitney(first, try random.sample(random.whole(2, 10))))
      #expect(found.method == .exact)
      return [found.statistic, found.p, found.greaterP]
    }
  }

  @Test
  func `with ties every division into two is counted`() throws {
    try RandomCases(name: "mann-whitney-ties", function: 17).agree { random in
      let first = try finite(random.grid(random.whole(2, 5), 4))
      let found = try #require(MannWhitney(first, try finite(random.grid(random.whole(2, 5), 4))))
      return [found.statistic, found.greaterP, found.lessP]
    }
  }

  @Test
  func `the normal limit agrees with SciPy`() throws {
    try RandomCases(name: "mann-whitney-normal", function: 18).agree { random in
      let first = try finite(random.grid(random.whole(25, 40), 6))
      let found = try #require(MannWhitney(first, try finite(random.grid(random.whole(25, 40), 6))))
      #expect(found.method == .normal)
      return [found.statistic, found.p]
    }
  }

  @Test
  func `A and its interval agree with SciPy's roots`() throws {
    try RandomCases(name: "newcombe", function: 19).agree { random in
      let first = try finite(random.grid(random.whole(3, 12), 5))
      let found = try #require(MannWhitney(first, try finite(random.grid(random.whole(3, 12), 5))))
      let interval = found.varghaDelaneyInterval()
      #expect(interval.method == .newcombe && interval.estimate == found.varghaDelaneyA)
      return [found.varghaDelaneyA, interval.low, interval.high]
    }
  }

  @Test
  func `Cliff's delta is A stretched to both signs`() throws {
    let found = try #require(MannWhitney(try finite([1, 2, 3]), try finite([2, 3, 4, 5])))
    let (a, delta) = (found.varghaDelaneyInterval(level: 0.9), found.cliffsDeltaInterval(level: 0.9))
    #expect(found.statistic == 2 && agrees(found.cliffsDelta, -2 / 3.0))
    #expect(delta.low == 2 * a.low - 1 && delta.high == 2 * a.high - 1 && delta.level == 0.9 && delta.n == 7)
  }

  @Test
  func `samples that do not overlap still leave A a width`() throws {
    let (low, high) = (try finite([1, 2, 3]), try finite([4, 5, 6]))
    let above = try #require(MannWhitney(high, low)).varghaDelaneyInterval()
    let below = try #require(MannWhitney(low, high)).varghaDelaneyInterval()
    #expect(above.estimate == 1 && above.high == 1 && (0.3...0.9).contains(above.low))
    #expect(below.low == 0 && agrees(below.high, 1 - above.low, relative: 1e-9))
  }

  @Test(arguments: [5, 10])
  func `intervals of A cover it about as often as they say`(count: Int) throws {
    // Unit normals one apart: A = Φ(1 / √2) = .760250.
    let numbers = RandomPlan(seed: 5).resampling("A \(count)").normals(1500 * 2 * count)
    var covered = 0
    for trial in 0..<1500 {
      let values = numbers[trial * 2 * count..<(trial + 1) * 2 * count]
      let first = try finite(values.prefix(count).map { $0 + 1 })
      let interval = try #require(MannWhitney(first, try finite(Array(values.suffix(count))))).varghaDelaneyInterval()
      if interval.low <= 0.760250 && 0.760250 <= interval.high { covered += 1 }
    }
    #expect((0.93...0.985).contains(Double(covered) / 1500), "\(covered)")
  }

  @Test
  func `equal values are no evidence, an empty sample has no answer`() throws {
    let equal = try #require(MannWhitney(try finite([1, 1]), try finite([1, 1, 1])))
    #expect(equal.p == 1 && equal.greaterP == 1 && equal.lessP == 1 && equal.varghaDelaneyA == 0.5)
    let many = try finite(Array(repeating: 2, count: 21))
    let wide = try #require(MannWhitney(many, many))
    #expect(wide.method == .normal && wide.p == 1)
    #expect(MannWhitney(try finite([]), many) == nil)
    #expect(MannWhitney(many, try finite([])) == nil)
    #expect(MannWhitney(try finite([1]), try finite([2]))?.p == 1)
  }
}
