import Statistics
import Testing

struct FriedmanTests {
  @Test
  func `statistic, both p values and Nemenyi's agree with SciPy`() throws {
    try RandomCases(name: "friedman", function: 24).agree(near: 1e-10) { random in
      let (blocks, levels) = (random.whole(3, 10), random.whole(3, 6))
      let found = try #require(Friedman(blocks: (0..<blocks).map { _ in random.grid(levels, 6) }))
      return [found.statistic, found.p, found.imanDavenportP, found.nemenyiP(0, 1)]
    }
  }

  @Test
  func `the critical values of Demšar's table come out`() throws {
    // q.05 for 2, 4 and 10 levels is 1.960, 2.569 and 3.164, times √(k (k + 1) / (6 n)).
    for (levels, q) in [(2, 1.960), (4, 2.569), (10, 3.164)] {
      let blocks = Array(repeating: (0..<levels).map(Double.init), count: 7)
      let found = try #require(Friedman(blocks: blocks)).criticalDifference()
      let unit = (Double(levels * (levels + 1)) / 42).squareRoot()
      #expect((found / unit - q).magnitude < 0.00051, "\(levels): \(found / unit)")
    }
  }

  @Test
  func `the same order in every block gives the largest statistic`() throws {
    let found = try #require(Friedman(blocks: Array(repeating: [1, 2, 3], count: 5)))
    #expect(agrees(found.statistic, 10) && found.meanRanks == [1, 2, 3] && found.imanDavenportP == 0)
    #expect(found.nemenyiP(0, 2) == found.nemenyiP(2, 0) && found.nemenyiP(1, 1) == 1)
  }

  @Test
  func `all ties are no evidence; too little has no answer`() throws {
    let flat = try #require(Friedman(blocks: [[1, 1, 1], [2, 2, 2]]))
    #expect(flat.statistic == 0 && flat.p == 1 && flat.imanDavenportP == 1)
    #expect(Friedman(blocks: [[1, 2]]) == nil && Friedman(blocks: [[1], [2]]) == nil && Friedman(blocks: []) == nil)
    #expect(Friedman(blocks: [[1, 2], [.infinity, 1]]) == nil)
  }
}
