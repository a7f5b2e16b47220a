import Plotting
import Reports
import Testing

struct ProbeRowsTests {
  private static func source(_ configurations: Int, replicates: Int = 9) -> PlotSource {
    var fixture = PlotFixture.categories(configurations)
    fixture.isAsked = true
    fixture.replicates = replicates
    return fixture.source
  }

  @Test
  func `sharpness has a row per configuration that trained`() throws {
    let figure = try #require(try PlotRecipe.sharpness.draw(Self.source(5)))
    #expect(figure.data.rows.count == 4 && figure.data.rows.allSatisfy { $0.cells[3] != "–" })
    #expect(figure.alternative.contains("in 4 rows") && figure.caption.contains("9 replicates"))
  }

  @Test
  func `dropped values have a panel per layer and a row per kind of mask`() throws {
    let figure = try #require(try PlotRecipe.reconstruction.draw(Self.source(2)))
    #expect(figure.data.rows.count == 2 * 4 * 2)
    #expect(Set(figure.data.rows.map { $0.cells[1] }) == ["conv1", "conv2"])
    #expect(figure.data.rows[0].head == "single values")
  }

  @Test
  func `positions that masks drop are maps per configuration and layer, over the rate that is written`() throws {
    let figure = try #require(try PlotRecipe.droppedPositions.draw(Self.source(2)))
    #expect(figure.data.rows.count == 2 * 2)
    #expect(figure.data.rows[0].cells == ["conv1", "12.5\u{A0}%", "11.1\u{A0}%", "10.0\u{A0}%", "20.0\u{A0}%"])
    #expect(figure.alternative.contains("in 2 rows and 2 columns"))
    #expect(figure.alternative.contains("10.0\u{A0}% at the border"))
    #expect(try PlotRecipe.droppedPositions.draw(PlotFixture.categories(3).source) == nil)
  }

  @Test
  func `one replicate has no intervals, and nothing is drawn where nothing was asked`() throws {
    let single = try #require(try PlotRecipe.sharpness.draw(Self.source(2, replicates: 1)))
    #expect(single.data.rows.allSatisfy { $0.cells[3] == "–" })
    #expect(try PlotRecipe.sharpness.draw(PlotFixture.categories(3).source) == nil)
    #expect(try PlotRecipe.reconstruction.draw(PlotFixture.categories(3).source) == nil)
  }
}
