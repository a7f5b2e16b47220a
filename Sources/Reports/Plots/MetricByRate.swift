import Analysis
import Experiments
import Plotting
import Specifications
import Statistics

extension PlotRecipe {
  /// The experiment's metric against the rate: every replicate, mean, interval, and the rate chosen on validation.
  package static let metricByRate = PlotRecipe(
    "metric-by-rate",
    "The experiment's metric against the rate: every replicate, mean, interval, and the rate chosen on validation.",
    formula: "m̄ ± t s / √n over the n replicates of each configuration, against q; retention p = 1 − q",
    source: "Student 1908"
  ) { source throws(PictureError) in
    guard let axis = RateAxis(of: source.summary), !source.trained.isEmpty else { return nil }
    return try MetricByRate(source: source, axis: axis).drawn()
  }
}

/// Draws a metric against the rate of dropping.
struct MetricByRate {
  let source: PlotSource
  let axis: RateAxis

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis(axis.title, opposite: OppositeAxis(complement: RateAxis.retentionTitle)), y: source.metricAxis,
      panels: [Panel(layers: axis.arms.indices.flatMap(layers))], key: key, panelHeight: 340)
    return try source.finish(
      "\(source.shownName)-by-rate", figure, caption: caption, alternative: alternative, data: table)
  }

  private func isTrained(_ point: RatePoint) -> Bool {
    point.configuration.optimiserFailed == nil && !point.configuration.values.isEmpty
  }

  private func layers(_ index: Int) -> [Layer] {
    let arm = axis.arms[index]
    let style = SeriesStyle(index)
    let shift = axis.shift(of: index)
    let trained = arm.points.filter(isTrained)
    let means = trained.compactMap { point in
      point.configuration.estimate.map { Point(point.rate.dropping + shift, $0 * source.scale) }
    }
    let spans = trained.compactMap { point in
      point.configuration.mean.map { source.span($0, at: point.rate.dropping + shift) }
    }
    let dots = trained.flatMap { point in
      point.configuration.values.map { Point(point.rate.dropping + shift, $0.value * source.scale) }
    }
    let failed = arm.points.filter { $0.configuration.optimiserFailed != nil }
    let name = arm.name.isEmpty ? nil : arm.name
    return [
      .replicates(dots, style), .intervals(spans, style), .line(means, style, name: name),
      .rings(chosen(arm, means: zip(trained, means).map { ($0, $1) })),
      .offScale(
        failed.map { $0.rate.dropping + shift }, style,
        text: "optimiser failed" + (arm.name.isEmpty ? "" : " (\(arm.name))")),
    ]
  }

  /// The mean at the rate with the best validation score of the arm.
  private func chosen(_ arm: RateArm, means: [(RatePoint, Point)]) -> [Point] {
    let best = Selection(metric: source.summary.metric.name, answers: source.summary.answers).best(
      of: arm.points.map(\.configuration))
    return means.filter { $0.0.configuration.index == best }.map(\.1)
  }

  private var key: [KeyEntry] {
    let style = SeriesStyle(0)
    let hasScore = source.trained.contains { $0.validationScore != nil }
    return source.marksKey(style) + (hasScore ? [KeyEntry(.ring, "rate chosen on validation")] : [])
  }
}

// MARK: - Words

extension MetricByRate {
  private var failedCount: Int { source.summary.configurations.count { $0.optimiserFailed != nil } }

  private var caption: String {
    var text = "\(source.shown.capitalizedFirst) against the rate of "
    text += "dropping; p is the probability of keeping. \(source.marks)\(source.cutIntervals)"
    if source.trained.contains(where: { $0.validationScore != nil }) {
      text += " Rings mark the rate with the best validation score\(axis.arms.count > 1 ? " of each arm" : "")."
    }
    if axis.arms.count > 1 { text += " Arms are moved sideways a little so that none hides another." }
    if failedCount > 0 {
      text += " Crosses above the axes are configurations whose optimiser failed; they are not joined."
    }
    return text
  }

  private var alternative: String {
    let arms = axis.arms.map { arm in
      let points = arm.points.filter(isTrained).compactMap { point in
        point.configuration.estimate.map { (place: "rate \(point.rate.dropping.shortestDecimal)", value: $0) }
      }
      return (arm.name.isEmpty ? "" : "\(arm.name): ") + source.extremes(points)
    }
    let failed =
      failedCount == 0
      ? ""
      : " \(failedCount) configuration\(failedCount == 1 ? "" : "s") whose optimiser failed "
        + (failedCount == 1 ? "is marked apart." : "are marked apart.")
    return "Line plot with single replicates and intervals: \(source.shownTitle) against the rate of "
      + "dropping. \(arms.joined(separator: " "))\(failed)"
  }

  private var table: DataTable {
    let points = axis.arms.flatMap { arm in arm.points.map { (arm, $0) } }
    let hasArms = axis.arms.count > 1
    return DataTable(
      name: "\(source.shownTitle.capitalizedFirst) by rate",
      caption: "The numbers of the figure.",
      columns: [.init("Rate q"), .init("Retention p")] + (hasArms ? [.init("Arm", holdsWords: true)] : [])
        + source.valueColumns,
      rows: points.map { arm, point in
        DataTable.Row(
          point.rate.dropping.shortestDecimal,
          cells: [point.rate.retention.shortestDecimal] + (hasArms ? [arm.name] : [])
            + source.cells(of: point.configuration))
      })
  }
}
