import Foundation
import Statistics
import Testing

struct ParabolaVertexTests {
  private static let levels = [0.01, 0.04, 0.16, 0.64]

  @Test(arguments: [0.025, 0.05, 0.1, 0.3])
  func `the vertex of a parabola in the logarithm is found wherever it lies inside`(vertex: Double) throws {
    let logarithms = Self.levels.map { log2($0) - log2(vertex) }
    let found = try #require(ParabolaVertex.level(Self.levels, logarithms.map { 0.1 + 0.3 * $0 * $0 }))
    #expect(abs(found / vertex - 1) < 1e-12)
  }

  @Test
  func `the best level at an end stays there, and equal values say the lower level`() {
    #expect(ParabolaVertex.level(Self.levels, [1, 2, 3, 4]) == 0.01)
    #expect(ParabolaVertex.level(Self.levels, [4, 3, 2, 1]) == 0.64)
    #expect(ParabolaVertex.level(Self.levels, [1, 1, 1, 1]) == 0.01)
    // The least at .04, its equal at .16: the vertex lies halfway between their logarithms.
    let found = ParabolaVertex.level(Self.levels, [2, 1, 1, 2])
    #expect(found.map { abs($0 - 0.08) < 1e-12 } == true)
  }

  @Test
  func `a level that diverged is passed over, and two levels are too few`() throws {
    let whole = try #require(ParabolaVertex.level(Array(Self.levels.prefix(3)), [3, 1, 2]))
    #expect(ParabolaVertex.level(Self.levels, [3, 1, 2, nil]) == whole)
    #expect(ParabolaVertex.level(Self.levels, [3, nil, 2, nil]) == nil)
  }
}
