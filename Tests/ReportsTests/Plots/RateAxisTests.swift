import Analysis
import NeuralNets
import Specifications
import Testing

@testable import Reports

struct RateAxisTests {
  @Test
  func `one arm needs no name and runs by rate`() throws {
    let axis = try #require(RateAxis(of: PlotFixture.rates(5).source.summary))
    #expect(axis.arms.map(\.name) == [""])
    #expect(axis.arms[0].points.map(\.rate.dropping) == [0, 0.23, 0.45, 0.68, 0.9])
  }

  @Test
  func `widths that follow the rate are an arm of constant n p`() throws {
    let axis = try #require(RateAxis(of: PlotFixture.rates(10, hasSecondArm: true).source.summary))
    #expect(axis.arms.map(\.name) == ["n = 256", "n = 64 / p"])
    #expect(axis.arms.map(\.points.count) == [10, 10])
    #expect(axis.arms[1].points.last?.configuration.optimiserFailed != nil)
  }

  @Test
  func `a configuration where the arms cross belongs to both`() throws {
    var fixture = PlotFixture.rates(10)
    fixture.arms += [(0.0, 128), (0.2, 160), (0.8, 640)].map {
      PlotFixture.Arm(label: "n \($0.1)", rate: $0.0, widths: [$0.1, $0.1])
    }
    let axis = try #require(RateAxis(of: fixture.source.summary))
    #expect(axis.arms.map(\.name) == ["n = 256", "n = 128 / p"])
    #expect(axis.arms[1].points.map(\.rate.dropping) == [0, 0.2, 0.5, 0.8])
  }

  @Test
  func `one rate alone, or a rate of its own per layer, makes no axis`() {
    #expect(RateAxis(of: PlotFixture.categories(3).source.summary) == nil)
    #expect(RateAxis(of: PlotFixture.rates(1).source.summary) == nil)
  }

  @Test
  func `every configuration is in some arm`() throws {
    var fixture = PlotFixture.rates(4, hasSecondArm: true)
    fixture.arms.append(PlotFixture.Arm(label: "odd", rate: 0.37, widths: [50, 70]))
    let axis = try #require(RateAxis(of: fixture.source.summary))
    let indices = Set(axis.arms.flatMap { $0.points.map(\.configuration.index) })
    #expect(indices == Set(0..<9))
    #expect(axis.arms.last?.name == "n = 50-70")
  }
}
