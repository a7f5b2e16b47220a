import Analysis
import Experiments
import Reports

/// Curves over epochs as a small drawing in vectors; the style sheet gives it its width and colours, light and dark.
struct LineChart {
  let metric: Metric
  let lines: [Line]
  /// What lies beyond is drawn at the end of the axis.
  var reach = AxisReach(limit: .infinity)
  private let width = 380
  private let height = 190

  /// One curve; lines beyond the palette share its last, quiet style.
  struct Line {
    let name: String
    let points: [(epoch: Int, value: Double)]
    /// Which style of the palette.
    let style: Int
  }

  /// What a screen reader says: the metric, the epochs and where every line ends.
  private var description: String {
    let text = MetricText(metric: metric, intervals: [], values: lines.compactMap { $0.points.last?.value })
    let ends = lines.prefix(8).compactMap { line in
      line.points.last.map { "\(line.name) ends at \(text.value($0.value))" }
    }
    let more = lines.count > 8 ? "; and \(lines.count - 8) more" : ""
    return "\(metric.title.capitalizedFirst) over \(epochs.max() ?? 0) epochs: \(ends.joined(separator: "; "))\(more)."
  }

  private var epochs: [Int] { lines.flatMap { $0.points.map(\.epoch) } }

  var svg: HTML {
    let y = ChartScale(lines.flatMap { $0.points.map { reach.cut($0.value) } }, from: height - 24, to: 10)
    let ticks = y.ticks(5, of: metric)
    let left = AxisLabel.room(for: ticks.map(\.label), usual: 44)
    let x = ChartScale(epochs.map(Double.init), from: left, to: width - 8)
    let rows = ticks.map { (at: y.pixel($0.value), label: $0.label) }
    return """
      <svg class="chart" viewBox="0 0 \(width) \(height)" role="img" \
      aria-label="\(description)">\(axes(x, rows, left))\(lines.reversed().map { path($0, x, y) })</svg>
      """
  }

  private func path(_ line: Line, _ x: ChartScale, _ y: ChartScale) -> HTML {
    guard line.points.count > 1 else {
      let dots = line.points.map { point -> HTML in
        "<circle class=\"c\(line.style)\" cx=\"\(x.pixel(Double(point.epoch)))\" cy=\"\(y.pixel(reach.cut(point.value)))\" r=\"3\"/>"
      }
      return "\(dots)"
    }
    let drawn = PixelLine(line.points.map { (x.pixel(Double($0.epoch)), y.pixel(reach.cut($0.value))) })
    // A legend tells a few lines apart by themselves; of more, one says its name where it is pointed at.
    guard lines.count > 3 else { return "<path class=\"c\(line.style)\" d=\"\(drawn.path)\"/>" }
    return "<path class=\"c\(line.style)\" d=\"\(drawn.path)\"><title>\(line.name)</title></path>"
  }

  private func axes(_ x: ChartScale, _ ticks: [(at: Int, label: String)], _ left: Int) -> HTML {
    let grid: HTML = "<path class=\"g\" d=\"\(ticks.map { "M\(left) \($0.at)H\(width - 8)" }.joined())\"/>"
    let rows = ticks.map { tick -> HTML in
      "<tspan x=\"\(left - AxisLabel.gap)\" y=\"\(tick.at + 4)\">\(tick.label)</tspan>"
    }
    let columns = x.wholeTicks(6).map { tick -> HTML in "<tspan x=\"\(x.pixel(Double(tick)))\">\(tick)</tspan>" }
    return "\(grid)<text class=\"e\">\(rows)</text><text y=\"\(height - 8)\" class=\"m\">\(columns)</text>"
  }

  /// The names of the lines with their styles, for below the drawing.
  var legend: HTML {
    let items = lines.map { line -> HTML in
      "<li class=\"k\(line.style)\(line.points.count == 1 ? " dot" : "")\">\(line.name)"
    }
    return "<ul class=\"legend\">\(items)</ul>"
  }
}

extension LineChart.Line {
  /// The styles of the palette; more lines than these are drawn quietly.
  static let styles = 8
}
