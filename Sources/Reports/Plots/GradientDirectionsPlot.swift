import Analysis
import Experiments
import Plotting
import Specifications
import Statistics

extension PlotRecipe {
  /// How far gradients point apart, and off their mean, against a number that varies.
  package static let gradientDirections = PlotRecipe(
    "gradient-directions", "How far the gradients of mini-batches point apart, and off that of all, against a number.",
    formula: "mean of (1 − cos(g_b, g_c)) / 2 over pairs of batches; mean of (1 − cos(g_b, ḡ)) / 2",
    source: "Liu et al. 2023, section 3"
  ) { source throws(PictureError) in
    guard let axis = NumberAxis(of: source.summary) else { return nil }
    return try GradientDirectionsPlot(source: source, axis: axis).drawn()
  }
}

/// Draws the directions of gradients along a number that varies, such as the epochs, one line per arm.
private struct GradientDirectionsPlot {
  let source: PlotSource
  let axis: NumberAxis

  private static let panels: [(title: String, statistic: ProbeStatistic)] = [
    ("from each other", .directionSpread), ("from that of all examples", .directionError),
  ]

  /// What was found of one arm, in ascending order of the number.
  private func points(_ arm: NumberAxis.Arm, _ statistic: ProbeStatistic) -> [(at: Double, point: ProbePoint)] {
    arm.points.compactMap { member in
      source.summary.probes.lazy.filter { $0.configuration == member.configuration.index }
        .compactMap { $0.point(statistic) }.first.map { (at: member.value, point: $0) }
    }
  }

  private var all: [ProbePoint] {
    axis.arms.flatMap { arm in Self.panels.flatMap { points(arm, $0.statistic).map(\.point) } }
  }

  /// Returns nil where no probe asked for directions.
  func drawn() throws(PictureError) -> ReportFigure? {
    guard !all.isEmpty else { return nil }
    let figure = Figure(
      x: Axis(
        axis.isLogarithmic ? "\(axis.title), logarithmic scale" : axis.title,
        scale: axis.isLogarithmic ? .log : .linear),
      y: Axis("Half of 1 − cosine"),
      panels: Self.panels.map { panel in
        Panel(title: panel.title, layers: axis.arms.indices.flatMap { layers($0, panel.statistic) })
      }, key: axis.arms.enumerated().map { KeyEntry(.line(SeriesStyle($0), marked: true), $1.name) })
    return try source.finish(
      "gradient-directions", figure, caption: caption, alternative: alternative, data: table)
  }

  private func layers(_ index: Int, _ statistic: ProbeStatistic) -> [Layer] {
    let found = points(axis.arms[index], statistic)
    let spans = found.compactMap { at, point in
      point.shownInterval.map { Span(at: at, low: $0.low, high: $0.high) }
    }
    let line = found.map { Point($0.at, $0.point.mean) }
    return (spans.isEmpty ? [] : [.intervals(spans, SeriesStyle(index))]) + [.line(line, SeriesStyle(index))]
  }
}

// MARK: - Words

extension GradientDirectionsPlot {
  private var caption: String {
    "How far the gradients of mini-batches, noise included, point from each other and from the gradient of all examples "
      + "without noise, by \(axis.title.lowercased()): 0 is the same direction, .5 a right angle. Means over "
      + "\(source.replicates), bars \(source.level) Student t intervals, from three replicates on."
  }

  private var numbers: MetricText {
    MetricText(metric: .nll, intervals: all.compactMap(\.interval), values: all.map(\.mean))
  }

  private var alternative: String {
    let arms = axis.arms.compactMap { arm -> String? in
      let found = points(arm, .directionSpread)
      guard let first = found.first, let last = found.last else { return nil }
      return "\(arm.name) from \(numbers.number(first.point.mean)) to \(numbers.number(last.point.mean))"
    }
    return "Line plots in two panels of half of 1 − cosine by \(axis.title.lowercased()); from each other: "
      + arms.joined(separator: "; ") + "."
  }

  private var table: DataTable {
    DataTable(
      name: "Directions of gradients", caption: "The numbers of the figure.",
      columns: [
        .init(axis.title), .init("Line", holdsWords: true), .init("Direction", holdsWords: true), .init("Mean"),
        .init("\(source.level) interval"), .init("n"),
      ],
      rows: axis.arms.flatMap { arm in
        Self.panels.flatMap { panel in
          points(arm, panel.statistic).map { at, point in
            DataTable.Row(
              at.shortestDecimal,
              cells: [
                arm.name, panel.title, numbers.number(point.mean),
                point.interval.map(numbers.bounds) ?? SummaryTables.nothing, "\(point.values.count)",
              ])
          }
        }
      })
  }
}
