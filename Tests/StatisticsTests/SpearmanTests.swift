import Statistics
import Testing

struct SpearmanTests {
  @Test
  func `coefficient and exact p values agree with all orders counted`() throws {
    try RandomCases(name: "spearman-exact", function: 6).agree { random in
      let (x, y) = xy(&random, random.whole(3, 7), steps: 5)
      guard let found = Spearman(x, y) else { return [9, 9, 9] }
      #expect(found.method == .exact)
      return [found.coefficient, found.positiveP, found.negativeP]
    }
  }

  @Test
  func `beyond ten pairs coefficient and p agree with SciPy's t`() throws {
    try RandomCases(name: "spearman-t", function: 7).agree { random in
      let (x, y) = xy(&random, random.whole(11, 30), steps: 5)
      let found = try #require(Spearman(x, y))
      #expect(found.method == .studentT)
      return [found.coefficient, found.p]
    }
  }

  @Test
  func `the same order has coefficient 1 and the smallest p`() throws {
    let found = try #require(Spearman([1, 2, 3, 4], [0.1, 0.2, 5, 7]))
    #expect(found.coefficient == 1 && agrees(found.positiveP, 1 / 24.0) && agrees(found.negativeP, 1))
    let long = (0..<15).map(Double.init)
    #expect(Spearman(long, long.map { -$0 })?.negativeP == 0)
  }

  @Test
  func `constant, short and unfinished inputs have no coefficient`() {
    #expect(Spearman([1, 1, 1], [1, 2, 3]) == nil)
    #expect(Spearman([1, 2, 3], [4, 4, 4]) == nil)
    #expect(Spearman([1, 2], [1, 2]) == nil)
    #expect(Spearman([1, 2, .nan], [1, 2, 3]) == nil)
    #expect(Spearman([1, 2, 3], [1, 2, -.infinity]) == nil)
  }

  /// Tied or untied values, as the generating script draws them.
  private func xy(_ random: inout Lcg, _ count: Int, steps: Int) -> ([Double], [Double]) {
    let tied = random.whole(0, 1) == 1
    let x = tied ? random.grid(count, steps) : random.bells(count)
    return (x, tied ? random.grid(count, steps) : random.bells(count))
  }
}
