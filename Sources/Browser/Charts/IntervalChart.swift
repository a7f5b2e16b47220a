import Analysis
import Experiments

/// Differences to the first arm with their intervals, one row each, around the line of no difference.
struct IntervalChart {
  let metric: Metric
  let rows: [Row]

  struct Row {
    let name: String
    let estimate: Double
    /// Nil with fewer than two pairs.
    let bounds: ClosedRange<Double>?
  }

  private static let height = 22
  private static let left = 190
  private static let width = 560

  private var text: MetricText {
    MetricText(metric: metric, intervals: [], values: rows.map(\.estimate))
  }

  private var description: String {
    let parts = rows.prefix(12).map { row in
      "\(row.name) \(text.difference(row.estimate))"
        + (row.bounds.map { " (\(text.difference($0.lowerBound)) to \(text.difference($0.upperBound)))" } ?? "")
    }
    return "Differences of \(metric.title)\(text.differenceUnit): \(parts.joined(separator: "; "))."
  }

  var svg: HTML {
    let values = rows.flatMap { [$0.estimate, $0.bounds?.lowerBound, $0.bounds?.upperBound].compactMap { $0 } }
    let x = ChartScale(values + [0], from: Self.left, to: Self.width - 12)
    let bottom = rows.count * Self.height + 6
    let ticks = x.ticks(5)
    let labels = AxisText(ticks, metric: metric)
    let axis = ticks.map { tick -> HTML in
      """
      <path class="g" d="M\(x.pixel(tick)) 4V\(bottom)"/>\
      <text class="m" x="\(x.pixel(tick))" y="\(bottom + 15)">\(labels.label(tick))</text>
      """
    }
    let drawn = rows.enumerated().map { place, row in self.row(row, at: place * Self.height + 16, x) }
    return """
      <svg class="chart" viewBox="0 0 \(Self.width) \(bottom + 20)" width="\(Self.width)" height="\(bottom + 20)" role="img" \
      aria-label="\(description)">\(axis)<path class="zero" d="M\(x.pixel(0)) 4V\(bottom)"/>\(drawn)</svg>
      """
  }

  private func row(_ row: Row, at y: Int, _ x: ChartScale) -> HTML {
    let bar = row.bounds.map { bounds -> HTML in
      "<path class=\"c0\" d=\"M\(x.pixel(bounds.lowerBound)) \(y)H\(x.pixel(bounds.upperBound))\"/>"
    }
    let name = row.name.count > 28 ? row.name.prefix(27) + "…" : row.name
    return """
      <text class="name e" x="\(Self.left - 12)" y="\(y + 4)">\(name)<title>\(row.name)</title></text>\(bar)\
      <circle class="c0" cx="\(x.pixel(row.estimate))" cy="\(y)" r="3.5"/>
      """
  }
}
