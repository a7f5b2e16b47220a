import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The metric as a map over two factors, where two vary with three levels or more and most cells are planned.
  package static let metricGrid = PlotRecipe(
    "metric-grid",
    "The metric as a map over two factors that vary, such as rate and learning rate; missing cells hatched.",
    formula: "m̄ over the replicates of the configuration at (a, b)"
  ) { source throws(PictureError) in
    guard let plot = MetricGrid(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws means in a grid of two factors.
struct MetricGrid {
  /// One factor with its levels in order: by their numbers where every level has one, else as planned.
  private struct Factor {
    let path: String
    let values: [String]

    var title: String { path.split(separator: ".").last.map(String.init) ?? path }
    /// Levels as they are read: `0.5`, `bernoulli 0.5`, `none`.
    var levels: [String] { values.map { $0 == "{}" ? "none" : NumberAxis.short($0) } }
  }

  let source: PlotSource
  private let x: Factor
  private let y: Factor

  /// More levels than this make cells that are not read.
  private static let mostLevels = 16

  /// Returns nil unless exactly two factors vary that do not follow each other, each with at least three levels.
  init?(source: PlotSource) {
    let configurations = source.summary.configurations
    let paths = configurations.first?.fields.map(\.path) ?? []
    let factors = paths.compactMap { path -> Factor? in
      let values = configurations.map { Self.value(of: path, in: $0) }
      var levels: [String] = []
      for value in values where !levels.contains(value) { levels.append(value) }
      return levels.count > 1 ? Factor(path: path, values: Self.ordered(levels)) : nil
    }
    guard factors.count == 2, factors.allSatisfy({ (3...Self.mostLevels).contains($0.values.count) }) else {
      return nil
    }
    let cells = Set(
      configurations.map { [Self.value(of: factors[0].path, in: $0), Self.value(of: factors[1].path, in: $0)] })
    // A map of which most cells were never planned, as where two factors follow each other, shows less than its rows.
    guard cells.count == configurations.count, 2 * cells.count > factors[0].values.count * factors[1].values.count
    else {
      return nil
    }
    self.source = source
    // The longer factor runs to the right, where there is more room.
    (x, y) = factors[0].values.count > factors[1].values.count ? (factors[0], factors[1]) : (factors[1], factors[0])
  }

  private static func value(of path: String, in configuration: ConfigurationSummary) -> String {
    configuration.fields.first { $0.path == path }?.value ?? ""
  }

  /// The only number in a value, 0 for none; nil where there is no number or more than one.
  private static func number(_ value: String) -> Double? {
    if value == "none" || value == "{}" { return 0 }
    let found = value.split { !"0123456789.eE-+".contains($0) }.compactMap { Double($0) }
    return found.count == 1 ? found[0] : nil
  }

  private static func ordered(_ values: [String]) -> [String] {
    let numbers = values.map(number)
    guard !numbers.contains(nil) else { return values }
    return zip(values, numbers).sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.map(\.0)
  }

  // MARK: Drawing

  func drawn() throws(PictureError) -> ReportFigure {
    let grid = HeatGrid(
      x: .init(x.title, levels: x.levels), y: .init(y.title, levels: y.levels.reversed()),
      cells: y.values.reversed().map { row in x.values.map { cell(row, $0) } }, title: source.metricTitle)
    return try source.finish("metric-grid", grid, caption: caption, alternative: alternative, data: table)
  }

  private func configuration(_ row: String, _ column: String) -> ConfigurationSummary? {
    source.summary.configurations.first {
      Self.value(of: y.path, in: $0) == row && Self.value(of: x.path, in: $0) == column
    }
  }

  private func cell(_ row: String, _ column: String) -> HeatGrid.Cell {
    guard let configuration = configuration(row, column) else { return .missing("not planned") }
    guard configuration.optimiserFailed == nil else { return .missing("failed") }
    guard let mean = configuration.estimate else {
      return .missing(configuration.counts.open == configuration.counts.planned ? "not run" : "no value")
    }
    return .value(
      mean * source.scale, text: source.numbers.number(mean),
      isMarked: source.summary.groups.contains { $0.chosen == configuration.index })
  }

  // MARK: Words

  private var caption: String {
    "\(source.summary.metric.title.capitalizedFirst) \(source.summary.metric.moment) over \(x.title) and \(y.title): "
      + "means over \(source.replicates), darker is higher. Hatched cells have no number: not planned, not run, or the "
      + "optimiser failed. Framed: chosen on validation."
  }

  private var alternative: String {
    let points = source.trained.compactMap { configuration in
      configuration.estimate.map { (place: "“\(configuration.label)”", value: $0) }
    }
    return "A map of means over \(x.title) with \(x.values.count) levels and \(y.title) with \(y.values.count). "
      + source.extremes(points)
  }

  private var table: DataTable {
    DataTable(
      name: "Grid", caption: "\(source.summary.metric.title.capitalizedFirst) by \(y.title) and \(x.title).",
      columns: [.init(y.title), .init(x.title, holdsWords: true)] + source.valueColumns,
      rows: zip(y.values, y.levels).flatMap { row, head in
        zip(x.values, x.levels).compactMap { column, name in
          configuration(row, column).map { DataTable.Row(head, cells: [name] + source.cells(of: $0)) }
        }
      })
  }
}
