import Analysis
import Experiments
import Plotting
import Specifications
import Statistics

extension PlotRecipe {
  /// The experiment's metric against a number that varies, such as a learning rate, with the best on validation marked.
  package static let metricByNumber = PlotRecipe(
    "metric-by-number",
    "The experiment's metric against a number that varies, such as a learning rate, with the best on validation marked.",
    formula: "m̄ ± t s / √n over the n replicates of each configuration, against the number",
    source: "Student 1908"
  ) { source throws(PictureError) in
    guard RateAxis(of: source.summary) == nil, let axis = NumberAxis(of: source.summary), !source.trained.isEmpty else {
      return nil
    }
    return try MetricByNumber(source: source, axis: axis).drawn()
  }
}

/// Draws a metric against a number, and apart what diverged there.
struct MetricByNumber {
  let source: PlotSource
  let axis: NumberAxis

  func drawn() throws(PictureError) -> ReportFigure {
    let title = axis.isLogarithmic ? "\(axis.title), logarithmic scale" : axis.title
    let figure = Figure(
      x: Axis(title, scale: axis.isLogarithmic ? .log : .linear), y: source.metricAxis,
      panels: [Panel(layers: axis.arms.indices.flatMap(layers))], key: key, panelHeight: 340)
    return try source.finish(
      "\(source.shownName)-by-number", figure, caption: caption, alternative: alternative,
      data: table)
  }

  private func layers(_ index: Int) -> [Layer] {
    let arm = axis.arms[index]
    let style = SeriesStyle(index)
    let trained = arm.points.filter { $0.configuration.optimiserFailed == nil && !$0.configuration.values.isEmpty }
    let means = trained.compactMap { point in
      point.configuration.estimate.map { Point(point.value, $0 * source.scale) }
    }
    let spans = trained.compactMap { point in
      point.configuration.mean.map {
        Span(at: point.value, low: $0.low * source.scale, high: $0.high * source.scale)
      }
    }
    let best = Selection(metric: source.summary.metric.name, answers: source.summary.answers).best(
      of: arm.points.map(\.configuration))
    let rings = zip(trained, means).filter { $0.0.configuration.index == best }.map(\.1)
    let lost = arm.points.filter(isLost).map(\.value)
    return [
      .intervals(spans, style), .line(means, style, name: arm.name.isEmpty ? nil : arm.name), .rings(rings),
      .offScale(lost, style, text: "left out" + (arm.name.isEmpty ? "" : " (\(arm.name))")),
    ]
  }

  private func isLost(_ point: (value: Double, configuration: ConfigurationSummary)) -> Bool {
    point.configuration.optimiserFailed != nil
      || point.configuration.values.isEmpty && point.configuration.counts.diverged > 0
  }

  private var key: [KeyEntry] {
    let style = SeriesStyle(0)
    return (source.hasIntervals ? [KeyEntry(.interval(style), "mean, \(source.level) t interval")] : [])
      + (hasScore ? [KeyEntry(.ring, "best on validation")] : [])
  }

  private var hasScore: Bool { source.trained.contains { $0.validationScore != nil } }
}

// MARK: - Words

extension MetricByNumber {
  private var diverged: Int { source.summary.counts.diverged }

  private var caption: String {
    var text = "\(source.shown.capitalizedFirst) by "
    text += "\(axis.title.lowercased()). \(source.bars)"
    if hasScore { text += " Rings mark the value with the best validation score of each line." }
    let failed = source.summary.configurations.count { $0.optimiserFailed != nil }
    if failed > 0 {
      text += " Crosses above the axes are configurations whose optimiser failed."
    }
    if diverged > 0 {
      text += " \(diverged) trial\(diverged == 1 ? "" : "s") diverged and "
      text += "\(diverged == 1 ? "is" : "are") in no mean; the table counts them."
    }
    return text
  }

  private var alternative: String {
    let arms = axis.arms.map { arm in
      let points = arm.points.compactMap { point in
        point.configuration.estimate.map { (place: point.value.shortestDecimal, value: $0) }
      }
      return (arm.name.isEmpty ? "" : "\(arm.name): ") + source.extremes(points)
    }
    return "Line plot with intervals: \(source.shownTitle) by \(axis.title.lowercased()). "
      + arms.joined(separator: " ")
  }

  private var table: DataTable {
    DataTable(
      name: "\(source.shownTitle.capitalizedFirst) by \(axis.title.lowercased())",
      caption: "The numbers of the figure.",
      columns: [.init(axis.title), .init("Line", holdsWords: true), .init("Diverged")] + source.valueColumns,
      rows: axis.arms.flatMap { arm in
        arm.points.map { point in
          DataTable.Row(
            point.value.shortestDecimal,
            cells: [arm.name, "\(point.configuration.counts.diverged)"] + source.cells(of: point.configuration))
        }
      })
  }
}
