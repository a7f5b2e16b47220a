import Plotting
import Reports
import Testing

struct ProbeCurvesTests {
  private static func source(_ configurations: Int, replicates: Int = 9) -> PlotSource {
    var fixture = PlotFixture.categories(configurations)
    fixture.isAsked = true
    fixture.replicates = replicates
    return fixture.source
  }

  @Test
  func `removal curves have a panel each with and without rescaling, and a row per share`() throws {
    let figure = try #require(try PlotRecipe.removalCurves.draw(Self.source(3)))
    #expect(figure.data.rows.count == 3 * 2 * 19)
    #expect(figure.data.rows[0].cells.prefix(2) == ["others as they are", "0.00"])
    #expect(figure.caption.hasSuffix(".") && figure.alternative.contains("in 2 panels"))
  }

  @Test
  func `losses with single units have a panel per layer`() throws {
    let figure = try #require(try PlotRecipe.singleUnitDrops.draw(Self.source(2)))
    #expect(figure.data.rows.count == 2 * 2 * 21)
    #expect(Set(figure.data.rows.map { $0.cells[0] }) == ["hidden1", "hidden2"])
  }

  @Test
  func `parts in the penalty have a panel for every layer that was looked at`() throws {
    let figure = try #require(try PlotRecipe.productNorms.draw(Self.source(2)))
    #expect(figure.data.rows.count == 2 * 21 && figure.data.rows[0].cells.prefix(2) == ["hidden1", "0.00"])
    #expect(figure.caption.contains("a level line means equal parts"))
    #expect(try PlotRecipe.productNorms.draw(PlotFixture.categories(3).source) == nil)
  }

  @Test
  func `one replicate has lines without bands, many configurations are cut and the caption says so`() throws {
    let single = try #require(try PlotRecipe.removalCurves.draw(Self.source(2, replicates: 1)))
    #expect(single.data.rows.allSatisfy { $0.cells[3] == "–" })
    let many = try #require(try PlotRecipe.removalCurves.draw(Self.source(12)))
    #expect(many.caption.hasSuffix("Drawn are the first 7 of 11 configurations; the table has all of them."))
  }

  @Test
  func `nothing is drawn where nothing was asked`() throws {
    #expect(try PlotRecipe.removalCurves.draw(PlotFixture.categories(3).source) == nil)
    #expect(try PlotRecipe.singleUnitDrops.draw(PlotFixture.categories(3).source) == nil)
  }
}
