import Randomness
import Statistics
import Testing

struct CrossedErrorsTests {
  @Test
  func `estimate, standard error and bounds agree with NumPy`() throws {
    try RandomCases(name: "crossed", function: 29).agree(near: 1e-11) { random in
      let (seeds, examples) = (random.whole(2, 6), random.whole(5, 30))
      let difficulty = (0..<examples).map { _ in random.uniform() }
      let errors = (0..<seeds).map { _ in difficulty.map { random.uniform() < $0 } }
      let found = try #require(CrossedErrors(errors))
      let interval = found.interval()
      return [found.estimate, found.standardError, interval.low, interval.high]
    }
  }

  @Test
  func `the interval covers a rate when seeds and examples are both drawn anew`() throws {
    // Errors with P = difficulty ± skill, difficulty on 0 … .5 and skill ± .1: the mean rate is .25.
    let (seeds, examples) = (6, 120)
    var covered = 0
    for trial in 0..<800 {
      let stream = RandomPlan(seed: 9).resampling("crossed")
      let numbers = stream.uniforms(seeds + examples + seeds * examples, step: trial)
      let errors = (0..<seeds).map { seed in
        (0..<examples).map { example in
          let chance = 0.5 * numbers[seeds + example] + (numbers[seed] < 0.5 ? -0.1 : 0.1)
          return numbers[seeds + examples + seed * examples + example] < min(1, max(0, chance))
        }
      }
      let interval = try #require(CrossedErrors(errors)).interval()
      // E max(0, .5 u − .1) = .16 and E (.5 u + .1) = .35.
      if interval.low <= 0.255 && 0.255 <= interval.high { covered += 1 }
    }
    #expect((0.92...0.98).contains(Double(covered) / 800), "\(covered)")
  }

  @Test
  func `errors that all seeds share are variance of the examples`() throws {
    let row = [true, false, false, true, false, false]
    let found = try #require(CrossedErrors([row, row, row]))
    #expect(found.seedVariance == 0 && found.restVariance == 0 && found.seedError == 0)
    // The variance of the rate is that of six examples: (2 / 6 · 4 / 6 · 6 / 5) / 6.
    #expect(agrees(found.exampleVariance, 4 / 15.0) && agrees(found.standardError, (4 / 90.0).squareRoot()))
    let column = [[true, true], [false, false], [false, false]]
    let seedsOnly = try #require(CrossedErrors(column))
    #expect(seedsOnly.exampleVariance == 0 && agrees(seedsOnly.standardError, (1 / 9.0).squareRoot()))
  }

  @Test
  func `a difference is of the same examples`() throws {
    let (a, b) = ([[true, false, true], [true, false, false]], [[true, false, false], [true, false, false]])
    let found = try #require(CrossedErrors(a, minus: b))
    #expect(agrees(found.estimate, 1 / 6.0))
    let none = try #require(CrossedErrors(a, minus: a)).interval()
    #expect(none.low == 0 && none.high == 0 && none.method == .crossed)
  }

  @Test
  func `no errors at all leave the exact interval of the examples`() throws {
    let right = Array(repeating: Array(repeating: false, count: 20), count: 3)
    let interval = try #require(CrossedErrors(right)).interval()
    #expect(interval == Proportion(successes: 0, of: 20).clopperPearson() && interval.high > 0.1)
    let wrong = try #require(CrossedErrors(right.map { $0.map { !$0 } })).interval()
    #expect(wrong.low < 0.9 && wrong.high == 1)
  }

  @Test
  func `one seed or one example has no answer`() {
    #expect(CrossedErrors([]) == nil && CrossedErrors([[true, false]]) == nil)
    #expect(CrossedErrors([[true], [false]]) == nil && CrossedErrors([[true]], minus: [[false]]) == nil)
  }
}
