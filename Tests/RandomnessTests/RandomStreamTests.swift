import CKernels
import Testing

@testable import Randomness

/// Numbers by address and in order.
struct RandomStreamTests {
  static let stream = RandomPlan(seed: 7).replicate(0).noise(layer: "hidden1")

  @Test
  func `a number depends on its address alone`() {
    var generator = Self.stream.generator(step: 3, example: 4)
    let drawn = (0..<10).map { _ in generator.uniform() }
    #expect(drawn.reversed() == (0..<10).reversed().map { Self.stream.uniform(unit: $0, example: 4, step: 3) })
    #expect(Self.stream.uniforms(10, example: 4, step: 3) == drawn)
    #expect(Self.stream.normals(3, step: 1) == (0..<3).map { Self.stream.normal(unit: $0, step: 1) })
  }

  @Test
  func `unit, example, step and key each change the number`() {
    let base = Self.stream.uniform(unit: 1, example: 2, step: 3)
    let other = RandomPlan(seed: 7).replicate(0).noise(layer: "hidden2")
    let changed = [
      Self.stream.uniform(unit: 0, example: 2, step: 3), Self.stream.uniform(unit: 1, example: 3, step: 3),
      Self.stream.uniform(unit: 1, example: 2, step: 4), Self.stream.uniform(unit: 1, example: 2, step: 3 + 1 << 32),
      other.uniform(unit: 1, example: 2, step: 3),
    ]
    #expect(!changed.contains(base) && Set(changed).count == changed.count)
  }

  @Test
  func `a block holds the words of four units`() {
    let words = Self.stream.words(block: 2, example: 5, step: 1 << 32 | 6)
    var expected: [UInt32] = [0, 0, 0, 0]
    let key = Self.stream.key
    dl_philox4x32_10([2, 5, 6, 1], [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)], &expected)
    #expect(words == SIMD4(expected))
  }

  @Test
  func `a permutation is the generator's shuffle and holds every number once`() {
    var generator = Self.stream.generator(step: 9)
    var items = Array(0..<1_000)
    generator.shuffle(&items)
    let permutation = Self.stream.permutation(of: 1_000, step: 9)
    #expect(permutation.map(Int.init) == items)
    #expect(permutation.sorted() == Array(0..<1_000))
    #expect(permutation != Self.stream.permutation(of: 1_000, step: 10))
    #expect(Self.stream.permutation(of: 0).isEmpty && Self.stream.permutation(of: 1) == [0])
  }

  @Test
  func `shuffles of four items are uniform over the 24 orders`() {
    var counts: [[Int]: Int] = [:]
    var generator = Self.stream.generator()
    for _ in 0..<24_000 {
      var items = [0, 1, 2, 3]
      generator.shuffle(&items)
      counts[items, default: 0] += 1
    }
    let square = counts.values.reduce(0.0) { $0 + (Double($1) - 1_000) * (Double($1) - 1_000) / 1_000 }
    #expect(counts.count == 24)
    #expect(square < 58, "χ² with 23 degrees of freedom exceeds 58 with probability 7e-5")
  }

  @Test
  func `bounded integers are unbiased even where the bound does not divide 2⁶⁴`() {
    var generator = Self.stream.generator(step: 1)
    let bound = Int.max / 3 * 2
    let draws = (0..<20_000).map { _ in generator.integer(below: bound) }
    #expect(draws.allSatisfy { (0..<bound).contains($0) })
    let lowerHalf = Double(draws.count { $0 < bound / 2 })
    #expect(abs(lowerHalf - 10_000) < 4.5 * 70.7, "without rejection the lower half would have two thirds")
    #expect((0..<50).allSatisfy { _ in generator.integer(below: 1) == 0 })
  }

  @Test
  func `chosen integers differ and are all equally likely`() {
    var generator = Self.stream.generator(step: 2)
    var counts = Array(repeating: 0.0, count: 10)
    for _ in 0..<10_000 {
      let chosen = generator.choose(3, below: 10)
      #expect(Set(chosen).count == 3)
      for item in chosen { counts[item] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 3_000) < 4.5 * 45.9 })
    #expect(generator.choose(4, below: 4).sorted() == [0, 1, 2, 3])
  }
}
