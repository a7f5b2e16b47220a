import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// How the metric is distributed over the replicates at the end: box of the quartiles and every replicate.
  package static let distribution = PlotRecipe(
    "distribution",
    "How the metric is distributed over the replicates at the end: box of the quartiles and every replicate.",
    formula: "quartiles of m over the replicates; whiskers to the least and the largest",
    source: "Tukey 1977"
  ) { source throws(PictureError) in
    guard source.trained.contains(where: { $0.values.count >= 3 }) else { return nil }
    return try Distribution(source: source).drawn()
  }
}

/// Draws boxes and single replicates in one row per configuration.
struct Distribution {
  let source: PlotSource

  private var all: [ConfigurationSummary] { source.summary.configurations }
  private var configurations: [ConfigurationSummary] { Array(all.prefix(PlotSource.mostRows)) }
  private static let style = SeriesStyle(0)

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: source.metricAxis, y: Axis("", scale: .categories(configurations.map(\.label))),
      panels: [Panel(layers: layers)],
      key: [
        KeyEntry(.replicate(Self.style), "one replicate"),
        KeyEntry(.box(Self.style), "median, quartiles, extremes"),
      ])
    return try source.finish("distribution", figure, caption: caption, alternative: alternative, data: table)
  }

  private func quartiles(_ configuration: ConfigurationSummary, at row: Int) -> Quartiles? {
    guard configuration.optimiserFailed == nil, let sample = Sample(configuration.values.map(\.value)),
      sample.count >= 3, let least = sample.minimum, let most = sample.maximum, let lower = sample.quantile(0.25),
      let median = sample.median, let upper = sample.quantile(0.75)
    else { return nil }
    let scale = source.scale
    return Quartiles(
      at: Double(row), minimum: least * scale, lower: lower * scale, median: median * scale, upper: upper * scale,
      maximum: most * scale)
  }

  private var layers: [Layer] {
    configurations.enumerated().flatMap { row, configuration -> [Layer] in
      guard configuration.optimiserFailed == nil, !configuration.values.isEmpty else {
        return [.emptyRow(row, text: source.absence(of: configuration))]
      }
      let dots = configuration.values.map { Point($0.value * source.scale, Double(row)) }
      let box = quartiles(configuration, at: row).map { [Layer.boxes([$0], Self.style, values: .horizontal)] } ?? []
      return box + [.replicates(dots, Self.style, values: .horizontal)]
    }
  }

  private var caption: String {
    "Distribution of the \(source.shown) over \(source.replicates) of each "
      + "configuration. Boxes reach from the lower to the upper quartile with the median as a line, whiskers to the "
      + "extremes; dots are single replicates."
      + source.cut(configurations.count, of: all.count)
  }

  private var alternative: String {
    let spreads = source.trained.compactMap { configuration in
      configuration.standardDeviation.map { (configuration.label, $0) }
    }
    let least = spreads.min { $0.1 < $1.1 }.map { "smallest for \($0.0)" }
    let most = spreads.max { $0.1 < $1.1 }.map { "largest for \($0.0)" }
    let trend = [least, most].compactMap { $0 }.joined(separator: " and ")
    return "Box plots in \(configurations.count) rows: \(source.shownTitle) of the replicates of each "
      + "configuration." + (trend.isEmpty ? "" : " The spread is \(trend).")
  }

  private var table: DataTable {
    let numbers = source.numbers
    let unit = numbers.columnUnit.map { " (\($0))" } ?? ""
    let rows = all.enumerated().map { row, configuration in
      let found = quartiles(configuration, at: row)
      let values = found.map { [$0.minimum, $0.lower, $0.median, $0.upper, $0.maximum] } ?? []
      let cells = values.map { numbers.number($0 / source.scale) }
      return DataTable.Row(
        configuration.label,
        cells: (cells.isEmpty ? Array(repeating: SummaryTables.nothing, count: 5) : cells)
          + ["\(configuration.values.count)"])
    }
    return DataTable(
      name: "Distribution over the replicates", caption: "The numbers of the figure\(unit).",
      columns: [
        .init("Configuration"), .init("Smallest"), .init("Lower quartile"), .init("Median"), .init("Upper quartile"),
        .init("Largest"), .init("n"),
      ],
      rows: rows)
  }
}
