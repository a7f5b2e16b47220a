import Experiments
import Reports
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

  // MARK: What is many times the rest

  @Test
  func `an axis goes to the largest size that is at most eight times the median`() {
    #expect(AxisReach(of: [1, -2, 3, 8]).limit == .infinity)
    #expect(AxisReach(of: [1, -2, 3, 17]).limit == 3)
    #expect(AxisReach(of: [0, 1, 9]).limit == 1)
    #expect(AxisReach(of: [.nan, 1]).limit == .infinity && AxisReach(of: []).limit == .infinity)
    let reach = AxisReach(of: [1, 2, 2, -40])
    #expect(reach.cut(-40) == -2 && reach.cut(1.5) == 1.5 && reach.isBeyond(-40) && !reach.isBeyond(2))
  }

  @Test
  func `one difference that is many times the others is a cross at the end of their axis, in words too`() {
    func chart(_ last: Double) -> IntervalChart {
      IntervalChart(
        metric: .error, rows: [0.01, -0.02, 0.02, last].map { .init(name: "arm", estimate: $0, interval: nil) })
    }
    let (plain, cut) = (chart(0.04), chart(0.4))
    #expect(plain.beyond.isEmpty && plain.svg.source.matches(of: /<circle/).count == 4)
    #expect(
      cut.beyond == " What lies beyond the axis, ±2.00, is drawn at its end, differences as crosses; the table has the "
        + "numbers.")
    #expect(cut.svg.source.matches(of: /<circle/).count == 3 && cut.svg.source.contains("l8 8m0-8l-8 8"))
    #expect(cut.svg.source.contains(">2</text>") && !cut.svg.source.contains(">40</text>"))
  }

  @Test
  func `curves end with the axis`() {
    func highest(_ limit: Double) -> Double? {
      let chart = LineChart(metric: .loss, lines: Self.lines(9).lines, reach: AxisReach(limit: limit))
      return Self.labels(chart.svg).compactMap { Double($0.text) }.max()
    }
    #expect(highest(.infinity) == 8 && highest(2) == 2)
  }
}
