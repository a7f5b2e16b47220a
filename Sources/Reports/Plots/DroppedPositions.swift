import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// How often masks drop each position of a map, over the rate that is written, one row per configuration.
  package static let droppedPositions = PlotRecipe(
    "drop-fraction-by-position",
    "How often masks drop each position of maps, over the rate that is written: a map per configuration and layer.",
    formula: "share of masks and channels that drop position (y, x), over q"
  ) { source throws(PictureError) in
    guard let plot = DroppedPositions(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the shares that masks drop of each position as maps, in rows by configuration and columns by layer.
struct DroppedPositions {
  let source: PlotSource
  private let layers: [String]
  private let rows: [Row]
  private let hidden: Int

  private struct Row {
    let label: String
    /// One per layer.
    let sites: [Site]
  }

  private struct Site {
    let rate: ProbePoint
    let mean: ProbePoint
    let border: ProbePoint
    /// Absent where a map is all border.
    let inside: ProbePoint?
    let columns: Int
    /// Row by row of the map.
    let shares: [Double]

    /// Over the rate as written.
    var map: NumberMap {
      NumberMap(width: columns, height: shares.count / columns, values: shares.map { $0 / rate.mean })
    }
  }

  /// More rows are not looked at.
  private static let mostRows = 12

  /// Returns nil where no masks on maps were looked at.
  init?(source: PlotSource) {
    let all = source.trained.compactMap { configuration in
      source.summary.probes.first { probe in
        if case .maskPositions = probe.request.probe { probe.configuration == configuration.index } else { false }
      }.map { (label: configuration.label, probe: $0) }
    }
    guard let first = all.first else { return nil }
    let layers = first.probe.layers
    let rows = all.compactMap { label, probe -> Row? in
      let sites = layers.compactMap { Self.site(probe, $0) }
      return probe.layers == layers && sites.count == layers.count ? Row(label: label, sites: sites) : nil
    }
    guard !rows.isEmpty else { return nil }
    self.source = source
    self.layers = layers
    self.rows = Array(rows.prefix(Self.mostRows))
    hidden = rows.count - self.rows.count
  }

  private static func site(_ probe: ProbeSummary, _ layer: String) -> Site? {
    let shares = probe.curve(.positionDropped, layer: layer).map(\.mean)
    guard let rate = probe.point(.writtenRate, layer: layer), rate.mean > 0,
      let mean = probe.point(.positionsDropped, layer: layer), let border = probe.point(.borderDropped, layer: layer),
      let columns = (probe.point(.mapColumns, layer: layer)?.mean).map({ Int($0) }), columns > 0,
      !shares.isEmpty, shares.count.isMultiple(of: columns)
    else { return nil }
    return Site(
      rate: rate, mean: mean, border: border, inside: probe.point(.insideDropped, layer: layer), columns: columns,
      shares: shares)
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let off = rows.flatMap(\.sites).flatMap { $0.map.values.map { ($0 - 1).magnitude } }.max() ?? 0
    // Tenths, so that chance alone is pale and the ends can be read.
    let reach = max(0.2, (off * 10).rounded(.up) / 10)
    let ticks = [1 - reach, 1, 1 + reach].map { ColorScale.Tick($0, NumberText.fixed($0, places: 1)) }
    let plate = MapPlate(
      rows: rows.map { MapPlate.Row($0.label, $0.sites.map(\.map)) }, columns: layers,
      scale: .diverging(center: 1, reach: reach, ticks: ticks))
    return try source.finish(
      "drop-fraction-by-position", plate, caption: caption, alternative: alternative, data: table)
  }

  private var caption: String {
    "How often masks drop each position of the maps, over the rate that is written: white is as often, blue seldomer, "
      + "orange more often. Drawn for this figure, all channels together; means over \(source.replicates). Squares of "
      + "DropBlock lie within the map, so that fewer of them cover its border."
      + source.cut(rows.count, of: rows.count + hidden)
  }

  private func percent(_ share: Double) -> String { NumberText.fixed(share * 100, places: 1) + "\u{A0}%" }

  private var alternative: String {
    let told = rows.compactMap { row in
      row.sites.first.map { site in
        "\(row.label) drops \(percent(site.border.mean)) at the border"
          + (site.inside.map { " and \(percent($0.mean)) inside" } ?? "")
      }
    }
    return "Maps of the share dropped by position in \(rows.count) rows and \(layers.count) columns; first column: "
      + told.joined(separator: "; ") + "."
  }

  private var table: DataTable {
    DataTable(
      name: "Dropped by position", caption: "Means over the positions of a map.",
      columns: [
        .init("Configuration"), .init("Layer", holdsWords: true), .init("Rate as written"), .init("All positions"),
        .init("Border"), .init("Inside"),
      ],
      rows: rows.flatMap { row in
        zip(layers, row.sites).map { layer, site in
          DataTable.Row(
            row.label,
            cells: [
              layer, percent(site.rate.mean), percent(site.mean.mean), percent(site.border.mean),
              site.inside.map { percent($0.mean) } ?? SummaryTables.nothing,
            ])
        }
      })
  }
}
