import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// The experiment's metric by configuration, for experiments without a rate: replicates, mean and interval in rows.
  package static let metricByConfiguration = PlotRecipe(
    "metric-by-configuration",
    "The experiment's metric by configuration, for experiments without a rate: replicates, mean and interval in rows.",
    formula: "m̄ ± t s / √n over the n replicates of each configuration",
    source: "Student 1908"
  ) { source throws(PictureError) in
    guard RateAxis(of: source.summary) == nil, !source.trained.isEmpty else { return nil }
    return try MetricByConfiguration(source: source).drawn()
  }
}

/// Draws a metric in one row per configuration.
struct MetricByConfiguration {
  let source: PlotSource

  private var all: [ConfigurationSummary] { source.summary.configurations }
  private var configurations: [ConfigurationSummary] { Array(all.prefix(PlotSource.mostRows)) }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: source.metricAxis, y: Axis("", scale: .categories(configurations.map(\.label))),
      panels: [Panel(layers: layers, rowNotes: configurations.map(note))], key: key)
    return try source.finish(
      "\(source.shownName)-by-configuration", figure, caption: caption, alternative: alternative,
      data: table)
  }

  private var layers: [Layer] {
    let style = SeriesStyle(0)
    var layers: [Layer] = []
    for (row, configuration) in configurations.enumerated() {
      guard configuration.optimiserFailed == nil, let mean = configuration.estimate else {
        layers.append(.emptyRow(row, text: source.absence(of: configuration)))
        continue
      }
      let at = Double(row)
      let dots = configuration.values.map { Point($0.value * source.scale, at) }
      layers.append(.replicates(dots, style, values: .horizontal))
      if let interval = configuration.mean {
        layers.append(.intervals([source.span(interval, at: at)], style, values: .horizontal))
      }
      let point = Point(mean * source.scale, at)
      layers.append(.points([point], style))
      if isChosen(configuration) { layers.append(.rings([point])) }
    }
    return layers
  }

  private func isChosen(_ configuration: ConfigurationSummary) -> Bool {
    source.summary.isChosen(configuration.index)
  }

  private func note(_ configuration: ConfigurationSummary) -> String {
    guard configuration.optimiserFailed == nil, let mean = configuration.estimate else { return "" }
    guard let interval = configuration.mean else { return source.numbers.number(mean) }
    return "\(source.numbers.number(mean)) (\(source.numbers.bounds(interval)))"
  }

  private var key: [KeyEntry] {
    let style = SeriesStyle(0)
    let ring = configurations.contains(where: isChosen) ? [KeyEntry(.ring, "chosen on validation")] : []
    return source.marksKey(style) + ring
  }

  private var caption: String {
    "\(source.shown.capitalizedFirst) of each configuration. \(source.marks)" + source.cutIntervals
      + source.cut(configurations.count, of: all.count)
  }

  private var alternative: String {
    let points = source.trained.compactMap { configuration in
      configuration.estimate.map { (place: configuration.label, value: $0) }
    }
    return "Dot plot in \(configurations.count) rows: \(source.shownTitle) of each configuration with its "
      + "replicates and interval. \(source.extremes(points))"
  }

  private var table: DataTable {
    DataTable(
      name: "\(source.shownTitle.capitalizedFirst) by configuration", caption: "The numbers of the figure.",
      columns: [.init("Configuration")] + source.valueColumns,
      rows: all.map { DataTable.Row($0.label, cells: source.cells(of: $0)) })
  }
}
