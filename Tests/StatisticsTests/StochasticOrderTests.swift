import Randomness
import Testing

@testable import Statistics

struct StochasticOrderTests {
  private let resampling = Resampling(RandomPlan(seed: 4), name: "order", count: 199)

  @Test
  func `violations agree with sums over all steps`() throws {
    try RandomCases(name: "violation", function: 27).agree { random in
      let first = random.bells(random.whole(2, 8)).sorted()
      return [StochasticOrder.violation(first, random.bells(random.whole(2, 8)).sorted())]
    }
  }

  @Test
  func `larger everywhere is 0, nowhere 1, and both directions add up to 1`() throws {
    let (low, high) = (try finite([1, 2, 3]), try finite([12, 13, 15, 16]))
    let above = try #require(StochasticOrder(high, over: low, resampling))
    #expect(above.violation == 0 && above.isDominant)
    let below = try #require(StochasticOrder(low, over: high, resampling))
    #expect(below.violation == 1 && below.epsilonMin == 1 && !below.isDominant)
    let (x, y) = ([0.1, 0.5, 0.9], [0.2, 0.4, 0.6, 0.8])
    #expect(agrees(StochasticOrder.violation(x, y) + StochasticOrder.violation(y, x), 1))
  }

  @Test
  func `the bound is stricter for a smaller alpha`() throws {
    let first = try finite([0.5, 0.8, 0.9, 0.3, 1.1])
    let second = try finite([0.4, 0.7, 0.95, 0.2, 0.6])
    let wide = try #require(StochasticOrder(first, over: second, alpha: 0.2, resampling))
    let strict = try #require(StochasticOrder(first, over: second, alpha: 0.01, resampling))
    #expect(wide.violation == strict.violation && wide.epsilonMin < strict.epsilonMin)
    #expect(strict.violation < strict.epsilonMin && strict.resampling == resampling)
  }

  /// Φ⁻¹(.9) and Φ⁻¹(.8), from a table; ε + z σ must not meet its ends.
  @Test
  func `the bound is one-sided: on the violation at alpha = .5, beyond it by the quantile of 1 - alpha`() throws {
    let first = try finite([0.5, 0.8, 0.9, 0.3, 1.1, 0.7, 0.85])
    let second = try finite([0.4, 0.7, 0.95, 0.2, 0.6, 0.66, 0.75])
    func reach(_ alpha: Double) throws -> Double {
      let order = try #require(StochasticOrder(first, over: second, alpha: alpha, resampling))
      #expect(order.epsilonMin < 1)
      return order.epsilonMin - order.violation
    }
    #expect(abs(try reach(0.5)) < 1e-15)
    #expect(abs(try reach(0.1) / (try reach(0.2)) - 1.281552 / 0.841621) < 1e-5)
  }

  @Test
  func `with no difference dominance is declared no more often than alpha`() throws {
    var declared = 0
    for trial in 0..<300 {
      let numbers = RandomPlan(seed: 6).resampling("null order").normals(10, step: trial)
      let draws = Resampling(RandomPlan(seed: 6), name: "draws \(trial)", count: 99)
      let (first, second) = (try finite(Array(numbers.prefix(5))), try finite(Array(numbers.suffix(5))))
      if try #require(StochasticOrder(first, over: second, draws)).isDominant { declared += 1 }
    }
    #expect(declared <= 27, "\(declared) of 300")
  }

  @Test
  func `equal samples dominate no one, one value has no answer`() throws {
    let equal = try finite([1, 1, 1])
    let found = try #require(StochasticOrder(equal, over: equal, resampling))
    #expect(found.violation == 0.5 && found.epsilonMin == 0.5 && !found.isDominant)
    #expect(StochasticOrder(try finite([1]), over: equal, resampling) == nil)
    #expect(StochasticOrder(equal, over: try finite([]), resampling) == nil)
  }
}
