import Statistics
import Testing

struct PowerTests {
  @Test
  func `power agrees with SciPy's noncentral t`() throws {
    try RandomCases(name: "power", function: 13).agree { random in
      let effect = 2 * random.uniform()
      return [Power.power(effect: effect, pairs: random.whole(3, 40), alpha: 0.01 + 0.09 * random.uniform())]
    }
  }

  @Test
  func `detectable effects agree with SciPy`() throws {
    try RandomCases(name: "detectable", function: 14).agree { random in
      let pairs = random.whole(3, 40)
      let alpha = 0.01 + 0.09 * random.uniform()
      return [Power.detectableEffect(pairs: pairs, alpha: alpha, power: 0.5 + 0.45 * random.uniform())]
    }
  }

  @Test
  func `pairs needed agree with SciPy exactly`() throws {
    try RandomCases(name: "pairs-needed", function: 15).agree { random in
      let effect = 0.3 + 2 * random.uniform()
      let alpha = 0.01 + 0.09 * random.uniform()
      return [Power.pairsNeeded(effect: effect, alpha: alpha, power: 0.5 + 0.45 * random.uniform()).map(Double.init)]
    }
  }

  @Test
  func `the printed effects at 80 percent power come out`() throws {
    for (pairs, effect) in [(6, 1.43), (8, 1.16), (10, 1.00), (12, 0.89), (16, 0.75), (20, 0.66), (30, 0.53)] {
      let found = try #require(Power.detectableEffect(pairs: pairs))
      #expect((found - effect).magnitude < 0.0051, "n = \(pairs): \(found)")
      #expect(agrees(Power.power(effect: found, pairs: pairs), 0.8))
    }
  }

  @Test
  func `small effects need many pairs and a limit says when too many`() throws {
    // Normal theory: (1.959964 + .841621)² / .01² = 78 489, plus 1.96² / 2 for t.
    #expect(Power.pairsNeeded(effect: 0.01) == 78_491)
    #expect(Power.pairsNeeded(effect: -0.5) == Power.pairsNeeded(effect: 0.5))
    #expect(Power.pairsNeeded(effect: 0.001) == nil)
    #expect(Power.pairsNeeded(effect: 0) == nil)
    #expect(Power.pairsNeeded(effect: 100) == 2)
    #expect(Power.power(effect: 1, pairs: 1) == nil && Power.detectableEffect(pairs: 1) == nil)
    #expect(Power.detectableEffect(pairs: 8, alpha: 0.2, power: 0.1) == 0)
    #expect(agrees(Power.power(effect: 0, pairs: 7, alpha: 0.03), 0.03))
  }

  @Test
  func `the pairs that sign flips need by size of family`() {
    let expected = [1: 6, 2: 7, 3: 7, 4: 8, 5: 8, 6: 8, 7: 9, 12: 9, 13: 10]
    for (family, pairs) in expected { #expect(Power.smallestSignFlipPairs(family: family) == pairs, "m = \(family)") }
    // The p that the exact test gives is 2 / 2ⁿ, at α exactly included.
    #expect(Power.smallestSignFlipPairs(alpha: 0.0625) == 5)
  }

  /// (1 / 3!)² = .028, (1 / 3!)³ = .0046, 1 / 4! = .042.
  @Test
  func `Page's test needs a number of blocks`() {
    #expect(Power.smallestPageBlocks(levels: 3) == 2 && Power.smallestPageBlocks(levels: 3, family: 2) == 3)
    #expect(Power.smallestPageBlocks(levels: 4) == 1 && Power.smallestPageBlocks(levels: 2) == 5)
  }
}
