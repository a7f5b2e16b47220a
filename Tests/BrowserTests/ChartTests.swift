import Experiments
import Testing

@testable import Browser

struct ChartTests {
  /// The numbers beside the axis on the left, with the pixel at which each ends.
  private static func labels(_ svg: HTML) -> [(end: Int, text: String)] {
    let label = /<(?:text|tspan)(?: class="e")? x="(\d+)" y="\d+"(?: class="e")?>([^<]*)/
    return svg.source.matches(of: label).compactMap { match in Int(match.1).map { ($0, String(match.2)) } }
  }

  private static func lines(_ high: Double, metric: Metric = .loss) -> LineChart {
    LineChart(
      metric: metric, lines: [LineChart.Line(name: "a", points: [(1, high), (2, high / 2), (3, high / 10)], style: 0)])
  }

  @Test(arguments: [2e6, 3e47, 7e-5, 0.9, 50_000])
  func `numbers beside the axis have room, so that none reads as another one`(high: Double) throws {
    let labels = Self.labels(Self.lines(high).svg)
    #expect(labels.count > 1)
    for label in labels {
      let width = label.text.reduce(0.0) { $0 + ($1 == "." ? 3.5 : 7) }
      #expect(Double(label.end) >= width, "\(label)")
    }
    let values: [Double?] = [high, high / 10]
    let measure = ScatterChart.Measure(title: "loss", metric: .loss, values: values)
    let marks = Self.labels(ScatterChart(x: measure, y: measure, names: ["a", "b"]).svg)
    for label in marks where label.text.count > 7 { #expect(label.end > 52, "\(label)") }
  }

  @Test
  func `curves with short numbers begin where they did`() {
    #expect(Self.lines(0.9, metric: .error).svg.source.contains("<path class=\"g\" d=\"M44 "))
    #expect(!Self.lines(2e6).svg.source.contains("M44 "))
  }
}
