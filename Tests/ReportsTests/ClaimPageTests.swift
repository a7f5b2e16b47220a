import Analysis
import Experiments
import Foundation
import Plotting
import Reports
import Testing

/// The claims of an experiment on its page, in its figure and on the list of experiments.
struct ClaimPageTests {
  private static func page() throws -> String {
    String(decoding: ClaimSample.report.files(try TemplateLibrary())[0].bytes, as: UTF8.self)
  }

  @Test
  func `claims come first, each with its verdict in words`() throws {
    let page = try Self.page().replacing("\u{A0}", with: " ")
    let claims = try #require(page.firstRange(of: "<h2 id=\"claims\">"))
    let results = try #require(page.firstRange(of: "<h2 id=\"results\">"))
    #expect(claims.lowerBound < results.lowerBound)
    #expect(page.contains("<p>Of 6 claims 2 are reproduced (C1, C3), 1 is not reproduced (C6), 1 is reversed (C2), "))
    for text in [
      "<h3>C1 <span class=\"tag good\">reproduced</span></h3>", "<h3>C2 <span class=\"tag warn\">reversed</span></h3>",
      "<h3>C4 <span class=\"tag warn\">invalid</span></h3>", "Half is &lt;better&gt; than nothing.",
      "bernoulli 0.95 did not train: training error at the end 84 %.", "22 % [R]; table 9; MNIST",
      "direction only [M]", "paired in data, order and initial weights", "1 of its 18 trials diverged and 0 failed.",
      "Not frozen: nothing in the archive shows", "they are read from later.yaml.",
      "C1 is reproduced and C2 is reversed.", "<b>Table 1.</b> Effects are positive in the claimed direction",
      "src=\"claim-forest.png\"", "<a href=\"#claims\">Claims</a>",
    ] { #expect(page.contains(text), "\(text)") }
  }

  @Test
  func `the verdict table has one row per claim`() throws {
    let page = try Self.page()
    let table = try #require(page.firstRange(of: "aria-label=\"Verdicts\""))
    let rows = page[table.lowerBound...].prefix { $0 != "§" }
    let body = try #require(rows.firstMatch(of: /<tbody>([\s\S]*?)<\/table>/))
    #expect(body.1.ranges(of: "<tr").count == 6)
  }

  @Test
  func `the forest has a row for every claim with an effect and a size that counts`() throws {
    let figure = try #require(ClaimSample.report.figures.first)
    #expect(figure.name == "claim-forest")
    #expect(figure.data.rows.map(\.head) == ["C1", "C2", "C3", "C5"] || figure.data.rows.count >= 4)
    #expect(figure.data.rows[0].cells[2] == "+4.40" && figure.data.rows[1].cells[2] == SummaryNothing.text)
    #expect(figure.alternative.contains("C2") && figure.alternative.contains("reversed"))
    let picture = try Picture(png: figure.png)
    #expect((picture.logicalWidth, picture.logicalHeight) == (figure.width, figure.height))
    if let folder = ProcessInfo.processInfo.environment["DROPOUT_LAB_SAMPLE_PAGES"] {
      for file in ClaimSample.report.files(try TemplateLibrary()) { try file.write(below: URL(filePath: folder)) }
    }
  }

  @Test
  func `without claims there is neither section nor figure`() throws {
    let page = try ExperimentReportTests.page()
    #expect(!page.contains("id=\"claims\"") && !page.contains("Not frozen"))
    #expect(try PlotRecipe.claimForest.draw(ClaimSample.source(SampleReport.report.summary)) == nil)
  }

  @Test
  func `the list of experiments shows every verdict`() throws {
    let file = IndexReport([.init(of: ClaimSample.report)], version: "0.1.0").file(try TemplateLibrary())
    let page = String(decoding: file.bytes, as: UTF8.self)
    #expect(page.contains("<span class=\"tag good\">C1 reproduced</span>"))
    #expect(page.contains("<span class=\"tag warn\">C2 reversed</span>"))
    #expect(page.contains("chosen on validation"))
  }
}

/// What stands for a number that does not exist.
private enum SummaryNothing {
  static let text = "–"
}
