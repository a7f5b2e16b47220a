import Statistics
import Testing

struct EquivalenceTests {
  @Test
  func `both p values and the interval agree with SciPy`() throws {
    try RandomCases(name: "equivalence", function: 2).agree { random in
      let pairs = try random.pairs(random.whole(2, 12))
      let found = try #require(Equivalence(pairs, margin: 0.1 + random.uniform()))
      return [found.lowerP, found.upperP, found.interval.low, found.interval.high]
    }
  }

  @Test
  func `equivalence is shown where the interval at 1 - 2 alpha lies inside the margin`() throws {
    for index in 0..<200 {
      var random = Lcg(function: 900, case: index)
      let sample = try random.sample(6)
      let found = try #require(Equivalence(sample, margin: 0.2 + random.uniform(), alpha: 0.1))
      let inside = found.interval.low > -found.margin && found.interval.high < found.margin
      #expect(found.isShown == inside && found.p == max(found.lowerP, found.upperP))
      #expect(agrees(found.interval.level, 0.8, relative: 1e-15) && found.interval.method == .studentT)
    }
  }

  @Test
  func `equal values are inside, outside or on the bound`() throws {
    let inside = try #require(Equivalence(try finite([0.1, 0.1, 0.1]), margin: 0.2))
    #expect(inside.p == 0 && inside.isShown)
    let outside = try #require(Equivalence(try finite([-0.3, -0.3]), margin: 0.2))
    #expect(outside.lowerP == 1 && outside.upperP == 0 && !outside.isShown)
    let bound = try #require(Equivalence(try finite([0.2, 0.2]), margin: 0.2))
    #expect(bound.p == 1)
    // Differences that differ by rounding only.
    let pairs = try #require(PairedSample([0.07, 0.06, 0.03, 0.13], minus: [0.05, 0.04, 0.01, 0.11]))
    #expect(Equivalence(pairs, margin: 0.03)?.p == 0)
    #expect(Equivalence(pairs, margin: 0.01)?.p == 1)
  }

  @Test
  func `one value has no test`() throws {
    #expect(Equivalence(try finite([0.1]), margin: 1) == nil)
    #expect(Equivalence(try #require(PairedSample([1], minus: [1])), margin: 1) == nil)
  }
}
