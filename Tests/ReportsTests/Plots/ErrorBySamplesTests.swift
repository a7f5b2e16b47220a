import Plotting
import Reports
import Testing

struct ErrorBySamplesTests {
  private static func figure(_ configurations: Int, replicates: Int = 9) throws -> ReportFigure {
    var fixture = PlotFixture.categories(configurations)
    fixture.isAsked = true
    fixture.replicates = replicates
    return try #require(try PlotRecipe.errorBySamples.draw(fixture.source))
  }

  @Test(arguments: [1, 6])
  func `each configuration that trained has a panel and a row per mask count and mean`(_ count: Int) throws {
    let figure = try Self.figure(count)
    let trained = count > 3 ? count - 1 : count
    #expect(figure.data.rows.count == trained * 2 * 7)
    #expect(figure.data.rows[0].cells.prefix(2) == ["arithmetic", "1"])
    #expect(figure.alternative.contains("with 1 mask, ") && figure.caption.contains("weight scaling"))
  }

  @Test func `one replicate has curves without a band`() throws {
    let figure = try Self.figure(2, replicates: 1)
    #expect(figure.data.rows.allSatisfy { $0.cells[5] == "–" })
  }

  @Test func `nothing is drawn where nothing was sampled`() throws {
    #expect(try PlotRecipe.errorBySamples.draw(PlotFixture.categories(3).source) == nil)
  }
}
