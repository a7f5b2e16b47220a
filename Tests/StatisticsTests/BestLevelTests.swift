import Randomness
import Testing

@testable import Statistics

struct BestLevelTests {
  @Test
  func `a level far behind is excluded, one close by is not`() throws {
    let blocks = [[0.30, 0.20, 0.21, 0.40], [0.31, 0.22, 0.21, 0.42], [0.29, 0.19, 0.20, 0.39]]
    let best = try #require(BestLevel(blocks: blocks))
    #expect(best.best == 1 && best.candidates == [1, 2])
    let highest = try #require(BestLevel(blocks: blocks, lowerIsBetter: false))
    #expect(highest.best == 3 && highest.candidates == [3] && highest.allowance == best.allowance)
  }

  @Test
  func `the best level stays in the set at least as often as the level says`() throws {
    // Five levels, two of them equally best, seeds with a level of their own; the factor found once.
    let (seeds, levels) = (6, 5)
    let factor = ManyToOne(loadings: Array(repeating: 0.5.squareRoot(), count: levels - 1), degreesOfFreedom: 20)
      .critical(level: 0.9, twoSided: false)
    let shifts = [0.8, 0, 0, 0.3, 1.5]
    var kept = 0
    for trial in 0..<2000 {
      let numbers = RandomPlan(seed: 3).resampling("best").normals(seeds * (levels + 1), step: trial)
      let blocks: [[Double]] = (0..<seeds).map { seed in
        let own: Double = 2 * numbers[seed]
        return (0..<levels).map { level in shifts[level] + own + numbers[seeds + seed * levels + level] }
      }
      let fit = try #require(TwoWay(blocks))
      let allowance = factor * (2 * fit.residualVariance / Double(seeds)).squareRoot()
      if let least = fit.levelMeans.min(), fit.levelMeans[1] - allowance <= least { kept += 1 }
    }
    // 90 % at least; where another is as good, hardly more. Four standard errors are 2.7 points.
    #expect((0.873...0.99).contains(Double(kept) / 2000), "\(kept)")
  }

  @Test
  func `the set is the one whose coverage is simulated`() throws {
    let blocks: [[Double]] = [[1, 2, 4], [1.5, 1.5, 3], [0.5, 2, 3.5], [1, 1, 5]]
    let best = try #require(BestLevel(blocks: blocks, level: 0.9))
    let fit = try #require(TwoWay(blocks))
    let factor = ManyToOne(loadings: Array(repeating: 0.5.squareRoot(), count: 2), degreesOfFreedom: 6)
      .critical(level: 0.9, twoSided: false)
    let error: Double = (fit.residualVariance / 2).squareRoot()
    #expect(agrees(best.allowance, factor * error))
  }

  @Test
  func `without a spread only the best means stay`() throws {
    let best = try #require(BestLevel(blocks: [[0.5, 0.25, 0.25], [0.75, 0.5, 0.5]]))
    #expect(best.candidates == [1, 2] && best.allowance == 0)
    #expect(
      BestLevel(blocks: [[1, 2]]) == nil && BestLevel(blocks: [[1], [2]]) == nil && BestLevel(blocks: []) == nil)
    #expect(BestLevel(blocks: [[1, 2], [.nan, 3]]) == nil)
  }
}
