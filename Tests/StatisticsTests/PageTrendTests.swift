import Statistics
import Testing

struct PageTrendTests {
  @Test
  func `exact p values agree with SciPy`() throws {
    try RandomCases(name: "page-exact", function: 3).agree { random in
      let (n, k) = (random.whole(2, 6), random.whole(3, 6))
      let page = try #require(PageTrend(blocks: (0..<n).map { _ in random.bells(k) }))
      #expect(page.method == .exact)
      return [page.statistic, page.risingP]
    }
  }

  @Test
  func `normal p values agree with SciPy`() throws {
    try RandomCases(name: "page-normal", function: 4).agree { random in
      let (n, k) = (random.whole(3, 12), random.whole(11, 14))
      let page = try #require(PageTrend(blocks: (0..<n).map { _ in random.bells(k) }))
      #expect(page.method == .normal)
      return [page.statistic, page.risingP]
    }
  }

  @Test
  func `with ties every order within the blocks is counted`() throws {
    try RandomCases(name: "page-ties", function: 5).agree { random in
      let (n, k) = (random.whole(2, 3), random.whole(3, 4))
      let page = try #require(PageTrend(blocks: (0..<n).map { _ in random.grid(k, 3) }))
      return [page.statistic, page.risingP, page.fallingP]
    }
  }

  @Test
  func `a rise read backwards is a fall`() throws {
    let rise = try #require(PageTrend(blocks: [[1, 2, 3, 4], [1, 3, 2, 4], [0, 0, 5, 6]]))
    let fall = try #require(PageTrend(blocks: [[4, 3, 2, 1], [4, 2, 3, 1], [6, 5, 0, 0]]))
    #expect(rise.direction == .greater && fall.direction == .less)
    #expect(agrees(rise.risingP, fall.fallingP) && agrees(rise.fallingP, fall.risingP) && rise.p == fall.p)
    #expect(rise.expected == 75 && rise.statistic + fall.statistic == 150)
  }

  @Test
  func `ten levels in six blocks are counted exactly`() throws {
    let page = try #require(PageTrend(blocks: Array(repeating: (1...10).map(Double.init), count: 6)))
    // Only the one order in 10! per block reaches this L.
    var share = 1.0
    for _ in 0..<6 { share /= 3_628_800 }
    #expect(page.method == .exact && agrees(page.risingP, share) && page.statistic == 6 * 385)
  }

  @Test
  func `ties lower the variance of the normal limit`() throws {
    // Nine zeros, then three ones: L − E L is 6 (33 − 19.5), and the places of the ones have variance 3 · 9 · 13 / 12.
    let block = (0..<12).map { $0 < 9 ? 0.0 : 1 }
    let page = try #require(PageTrend(blocks: [block, block]))
    #expect(page.method == .normal && page.statistic - page.expected == 162)
    #expect(agrees(page.risingP, 0.00020770882419079607))  // Φ(−162 / √2106)
  }

  @Test
  func `equal values say nothing; no blocks, one level and NaN have no answer`() throws {
    let flat = try #require(PageTrend(blocks: [[1, 1, 1], [2, 2, 2]]))
    #expect(flat.p == 1 && flat.risingP == 1 && flat.fallingP == 1 && flat.direction == nil)
    let wide = try #require(PageTrend(blocks: [Array(repeating: 1, count: 11)]))
    #expect(wide.method == .normal && wide.p == 1 && wide.risingP == 1)
    #expect(PageTrend(blocks: []) == nil)
    #expect(PageTrend(blocks: [[1], [2]]) == nil)
    #expect(PageTrend(blocks: [[1, 2], [.nan, 1]]) == nil)
    #expect(PageTrend(blocks: [[1, 2], [.infinity, 1]]) == nil)
  }
}
