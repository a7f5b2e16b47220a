import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The weights of the first units as pictures, one row per configuration, where weights were kept.
  package static let filterSheet = PlotRecipe(
    "filter-sheet", "Incoming weights of the first hidden units as pictures, where weights were kept.",
    formula: "w_i as an image, cut off at three times the largest root mean square",
    source: "Srivastava et al. 2014, figure 7"
  ) { source throws(PictureError) in
    guard let plot = FilterSheet(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws filters in rows by configuration.
struct FilterSheet {
  let source: PlotSource
  private let rows: [FilterRow]

  private static let window = 7

  /// Returns nil without kept weights.
  init?(source: PlotSource) {
    guard !source.filters.isEmpty else { return nil }
    self.source = source
    rows = Array(source.filters.prefix(PlotSource.mostPanels))
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let reach = 3 * (rows.map(\.scale).max() ?? 1)
    let ticks = [-reach, 0, reach].map { ColorScale.Tick($0, NumberText.significant($0, digits: 2)) }
    let plate = MapPlate(
      rows: rows.map { row in
        MapPlate.Row(
          row.label,
          row.filters.map { NumberMap(width: row.width, height: row.height, values: $0.map(Double.init)) })
      }, columns: (1...FilterRow.shown).map(String.init),
      scale: .diverging(center: 0, reach: max(reach, .leastNormalMagnitude), ticks: ticks), magnification: 2)
    return try source.finish("filter-sheet", plate, caption: caption, alternative: alternative, data: table)
  }

  private var caption: String {
    "Incoming weights of the first \(FilterRow.shown) units of the first hidden layer, of the first replicate of each "
      + "configuration; blue is negative, orange positive, cut off at three times the largest root mean square. The table "
      + "says which share of a filter's squared weight lies in its best \(Self.window) × \(Self.window) window."
      + source.cut(rows.count, of: source.filters.count)
  }

  private var alternative: String {
    "Small pictures of weights in \(rows.count) rows of \(FilterRow.shown). Share of squared weight in the best window: "
      + rows.map { "\($0.label) \(percent($0))" }.joined(separator: "; ") + "."
  }

  private func percent(_ row: FilterRow) -> String {
    NumberText.fixed(row.localisation(window: Self.window) * 100, places: 1) + "\u{A0}%"
  }

  private var table: DataTable {
    DataTable(
      name: "Filters", caption: "Means over the units shown.",
      columns: [.init("Configuration"), .init("In the best window"), .init("Root mean square")],
      rows: source.filters.map { row in
        DataTable.Row(row.label, cells: [percent(row), NumberText.fixed(row.scale, places: 4)])
      })
  }
}
