import Analysis
import Experiments

/// Two measures against each other, a point per arm.
struct ScatterChart {
  let x: Measure
  let y: Measure
  let names: [String]

  struct Measure {
    let title: String
    let metric: Metric
    /// One per arm; nil where it was not measured.
    let values: [Double?]
  }

  private static let width = 380
  private static let height = 260

  var svg: HTML {
    let points = names.indices.compactMap { place in
      x.values[place].flatMap { a in y.values[place].map { (name: names[place], x: a, y: $0) } }
    }
    let up = ChartScale(points.map(\.y), from: Self.height - 40, to: 12)
    let ticks = up.ticks(6, of: y.metric)
    let left = AxisLabel.room(for: ticks.map(\.label), usual: 52)
    let across = ChartScale(points.map(\.x), from: left, to: Self.width - 14)
    let lines = ticks.map { tick -> HTML in
      let at = up.pixel(tick.value)
      return """
        <path class="g" d="M\(left) \(at)H\(Self.width - 8)"/>\
        <text class="e" x="\(left - AxisLabel.gap)" y="\(at + 4)">\(tick.label)</text>
        """
    }
    let marks = across.ticks(5, of: x.metric).map { tick -> HTML in
      "<text class=\"m\" x=\"\(across.pixel(tick.value))\" y=\"\(Self.height - 24)\">\(tick.label)</text>"
    }
    let dots = points.map { point -> HTML in
      "<circle class=\"c0\" cx=\"\(across.pixel(point.x))\" cy=\"\(up.pixel(point.y))\" r=\"3.5\"><title>\(point.name)</title></circle>"
    }
    return """
      <svg class="chart" viewBox="0 0 \(Self.width) \(Self.height)" width="\(Self.width)" height="\(Self.height)" role="img" \
      aria-label="\(y.title.capitalizedFirst) against \(x.title) of \(points.count) arms.">\(lines)\(marks)\
      <text class="name m" x="\((Self.width + 44) / 2)" y="\(Self.height - 6)">\(x.title)</text>\(dots)</svg>
      """
  }
}
