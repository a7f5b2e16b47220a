import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// Squared bias and variance of predictions over training sets, by configuration and for bags.
  package static let biasAndVariance = PlotRecipe(
    "bias-and-variance", "Squared bias and variance of predictions over training sets, by configuration and for bags.",
    formula:
      "variance: mean of ‖f_r(x) − f_s(x)‖² / 2 over pairs of training sets; bias²: mean of "
      + "‖f_r(x) − y‖² less the variance",
    source: "Geman, Bienenstock & Doursat 1992"
  ) { source throws(PictureError) in
    guard !source.summary.biasVariance.isEmpty else { return nil }
    return try BiasAndVariance(source: source).drawn()
  }
}

/// Draws bias and variance in one row per configuration or bag.
struct BiasAndVariance {
  let source: PlotSource

  private var rows: [BiasVariance] { source.summary.biasVariance }

  func drawn() throws(PictureError) -> ReportFigure {
    let (variance, bias) = (SeriesStyle(0), SeriesStyle(1))
    let layers: [Layer] = rows.enumerated().flatMap { row, found -> [Layer] in
      let at = Double(row)
      return [
        .intervals([Span(at: at, low: found.variance.low, high: found.variance.high)], variance, values: .horizontal),
        .points([Point(found.variance.estimate, at)], variance), .points([Point(found.squaredBias, at)], bias),
      ]
    }
    let figure = Figure(
      x: Axis("Mean squared distance", including: [0]), y: Axis("", scale: .categories(rows.map(\.label))),
      panels: [Panel(layers: layers, rowNotes: rows.map(note))],
      key: [
        KeyEntry(.interval(variance), "variance between training sets, \(source.level) interval"),
        KeyEntry(.point(bias, isHollow: false), "squared bias, noise of the target included"),
      ])
    return try source.finish(
      "bias-and-variance", figure, caption: caption, alternative: alternative, data: table)
  }

  private func number(_ value: Double) -> String { NumberText.significant(value, digits: 3) }

  private func note(_ row: BiasVariance) -> String {
    row.ratio.map { "variance × \(number($0.estimate)) (\(number($0.low)) to \(number($0.high)))" } ?? ""
  }

  private var caption: String {
    "Squared bias and variance of predictions on \(examples) over \(rows.map(\.count).max() ?? 0) training sets: the "
      + "variance is half the mean squared distance of the predictions from two training sets, summed over classes; both "
      + "together are the mean squared distance from the truth. Intervals by the jackknife over training sets." + ratios
  }

  /// Rows of several samples name theirs.
  private var examples: String {
    let samples = Set(rows.map(\.request.sample))
    guard samples.count == 1, let sample = rows[0].request.sample else { return "the examples that a row names" }
    return sample.title
  }

  /// What stands beside the rows, as a sentence; empty where nothing does.
  private var ratios: String {
    guard rows.contains(where: { $0.ratio != nil }) else { return "" }
    let baseline = source.summary.groups.count > 1 ? "that of the row's own baseline" : "the baseline's"
    return " On the right, the variance over \(baseline)."
  }

  private var alternative: String {
    let texts = rows.map {
      "\($0.label): variance \(number($0.variance.estimate)), squared bias \(number($0.squaredBias))"
    }
    return "Dot plot in \(rows.count) rows. \(texts.joined(separator: "; "))."
  }

  private var table: DataTable {
    DataTable(
      name: "Bias and variance", caption: "The numbers of the figure; members of a bag are averaged.",
      columns: [
        .init("Configuration"), .init("Networks"), .init("Squared bias"), .init("Variance"),
        .init("\(source.level) interval"), .init("Over the baseline's"), .init("Error (%)"), .init("Training sets"),
      ],
      rows: rows.map { row in
        DataTable.Row(
          row.label,
          cells: [
            "\(row.configurations.count)", number(row.squaredBias), number(row.variance.estimate),
            "\(number(row.variance.low)) to \(number(row.variance.high))",
            row.ratio.map { "\(number($0.estimate)) (\(number($0.low)) to \(number($0.high)))" }
              ?? SummaryTables.nothing,
            row.error.map { NumberText.fixed($0 * 100, places: 2) } ?? SummaryTables.nothing, "\(row.count)",
          ])
      })
  }
}
