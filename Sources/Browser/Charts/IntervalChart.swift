import Analysis
import Experiments
import Reports
import Statistics

/// Differences to the first arm with their intervals, one row each, around the line of no difference.
struct IntervalChart {
  let metric: Metric
  let rows: [Row]

  struct Row {
    let name: String
    let estimate: Double
    /// Nil with fewer than two pairs.
    let interval: Interval?

    /// Its difference and the bounds.
    fileprivate var ends: [Double] { [estimate, interval?.low, interval?.high].compactMap { $0 } }
  }

  private static let height = 22
  /// Pixels for the intervals, beside the names.
  private static let plot = 370
  /// Letters of a name that are shown; those of its middle go first, since labels differ at their ends.
  private static let letters = 40

  /// Where the intervals begin: behind the longest name.
  private var left: Int { 22 + (rows.map { Self.width(of: Self.shown($0.name)) }.max() ?? 0) }

  /// About so many pixels, rather too many than too few.
  private static func width(of name: String) -> Int {
    name.reduce(0) { $0 + ("mwMW@%".contains($1) || !$1.isASCII ? 11 : $1.isUppercase ? 8 : 6) }
  }

  /// The name, or its two ends.
  private static func shown(_ name: String) -> String {
    name.count > letters ? "\(name.prefix(letters / 2))…\(name.suffix(letters / 2 - 1))" : name
  }

  private var text: MetricText {
    MetricText(metric: metric, intervals: [], values: rows.map(\.estimate))
  }

  private var description: String {
    let parts = rows.prefix(12).map { row in
      row.interval.map { "\(row.name) \(text.difference($0)) (\(text.differenceBounds($0)))" }
        ?? "\(row.name) \(text.difference(row.estimate))"
    }
    return "Differences of \(metric.title)\(text.differenceUnit): \(parts.joined(separator: "; "))."
  }

  /// The axis ends before differences that would press all others together.
  private var reach: AxisReach { AxisReach(of: rows.map { row in row.ends.map(\.magnitude).max() ?? 0 }) }

  /// The sentence about what is not drawn where it is; empty where all is.
  var beyond: String {
    guard reach.isFinite else { return "" }
    let crosses = rows.contains { reach.isBeyond($0.estimate) } ? ", differences as crosses" : ""
    let end = "±\(text.difference(reach.limit).dropFirst())"
    return " What lies beyond the axis, \(end), is drawn at its end\(crosses); the table has the numbers."
  }

  var svg: HTML {
    let values = rows.flatMap(\.ends).map(reach.cut)
    let width = left + Self.plot
    let x = ChartScale(values + [0], from: left, to: width - 12)
    let bottom = rows.count * Self.height + 6
    let axis = x.differenceTicks(6, of: metric).map { tick -> HTML in
      """
      <path class="g" d="M\(x.pixel(tick.value)) 4V\(bottom)"/>\
      <text class="m" x="\(x.pixel(tick.value))" y="\(bottom + 15)">\(tick.label)</text>
      """
    }
    let drawn = rows.enumerated().map { place, row in self.row(row, at: place * Self.height + 16, x) }
    return """
      <svg class="chart" viewBox="0 0 \(width) \(bottom + 20)" width="\(width)" height="\(bottom + 20)" role="img" \
      aria-label="\(description)">\(axis)<path class="zero" d="M\(x.pixel(0)) 4V\(bottom)"/>\(drawn)</svg>
      """
  }

  private func row(_ row: Row, at y: Int, _ x: ChartScale) -> HTML {
    let bar = row.interval.map { interval -> HTML in
      "<path class=\"c0\" d=\"M\(x.pixel(reach.cut(interval.low))) \(y)H\(x.pixel(reach.cut(interval.high)))\"/>"
    }
    let at = x.pixel(reach.cut(row.estimate))
    let mark: HTML =
      reach.isBeyond(row.estimate)
      ? "<path class=\"c0\" d=\"M\(at - 4) \(y - 4)l8 8m0-8l-8 8\"/>"
      : "<circle class=\"c0\" cx=\"\(at)\" cy=\"\(y)\" r=\"3.5\"/>"
    return """
      <text class="name e" x="\(left - 12)" y="\(y + 4)">\(Self.shown(row.name))<title>\(row.name)</title></text>\(bar)\(mark)
      """
  }
}
