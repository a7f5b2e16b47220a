import Randomness
import Statistics
import Testing

struct SignFlipTests {
  @Test(arguments: 1...25)
  func `n differences of one sign have p 2 over 2 to the n`(count: Int) throws {
    let sample = try finite((1...count).map { -0.125 * Double($0) })
    #expect(SignFlip.twoSided(sample) == (count == 1 ? 1 : 2 / Double(1 << count)))
  }

  @Test
  func `exact p values agree with SciPy's permutation test, ties and zeros too`() throws {
    try RandomCases(name: "sign-flip", function: 33).agree { random in
      let count = random.whole(2, 10)
      let isWhole = random.uniform() < 0.5
      let numbers = isWhole ? random.grid(count, 7).map { $0 - 2 } : random.bells(count).map { $0 + 0.5 }
      return [SignFlip.twoSided(try finite(numbers))]
    }
  }

  @Test
  func `the published smallest p values come out`() throws {
    let expected = [3: 0.25, 4: 0.125, 5: 0.0625, 6: 0.03125, 8: 0.0078125, 10: 0.001953125]
    for (count, p) in expected {
      #expect(SignFlip.twoSided(try finite(Array(repeating: 1, count: count))) == p)
    }
  }

  @Test
  func `joining halves counts what plain enumeration counts`() throws {
    for count in 1...11 {
      // Few distinct values, zeros among them, so that ties abound.
      let numbers = RandomPlan(seed: 3).resampling("ties \(count)").uniforms(count).map { ($0 * 7).rounded() - 2 }
      let sample = try finite(numbers)
      #expect(SignFlip.twoSided(sample) == enumerated(numbers), "\(numbers)")
    }
  }

  @Test
  func `zero differences change nothing`() throws {
    let with = try finite([0.5, 0, 1.25, 0, 2])
    let without = try finite([0.5, 1.25, 2])
    #expect(SignFlip.twoSided(with) == SignFlip.twoSided(without))
  }

  @Test
  func `no differences or too many have no p`() throws {
    #expect(SignFlip.twoSided(try finite([])) == nil)
    #expect(SignFlip.twoSided(try finite(Array(repeating: 1, count: 41))) == nil)
  }

  @Test
  func `under no effect p is at most .05 in one test of twenty`() throws {
    let numbers = RandomPlan(seed: 11).resampling("null").normals(2000 * 8)
    var rejected = 0
    for test in 0..<2000 {
      let sample = try finite(Array(numbers[test * 8..<(test + 1) * 8]))
      if try #require(SignFlip.twoSided(sample)) <= 0.05 { rejected += 1 }
    }
    // An exact test with 2⁸ sign choices rejects in 12 / 256 = .0469 of all cases; ± 4 standard errors of 2 000.
    #expect((0.028...0.066).contains(Double(rejected) / 2000), "\(rejected)")
  }

  private func enumerated(_ values: [Double]) -> Double {
    let observed = values.reduce(0, +).magnitude
    var count = 0
    for signs in 0..<(1 << values.count) {
      var sum = 0.0
      for (index, value) in values.enumerated() { sum += signs >> index & 1 == 1 ? -value : value }
      if sum.magnitude >= observed { count += 1 }
    }
    return Double(count) / Double(1 << values.count)
  }
}
