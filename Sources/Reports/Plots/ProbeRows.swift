import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// The adaptive sharpness of every configuration.
  package static let sharpness = PlotRecipe(
    "sharpness", "Adaptive sharpness of the training loss by configuration: replicates, mean and interval in rows.",
    formula: "max L(w + δ) − L(w), |δ| ≤ ρ |w|",
    source: "Kwon et al. 2021"
  ) { source throws(PictureError) in
    let configurations = source.trained.filter { source.probed(.adaptiveSharpness, of: $0) != nil }
    guard !configurations.isEmpty else { return nil }
    let marks = configurations.enumerated().compactMap { row, configuration in
      source.probed(.adaptiveSharpness, of: configuration).map { ProbeRows.Mark(row: row, series: 0, point: $0) }
    }
    return try ProbeRows(
      source: source, axis: "Adaptive sharpness (nats)", rows: configurations.map(\.label), series: [],
      panels: [ProbeRows.MarkedPanel(title: nil, marks: marks)],
      subject: "The largest rise of the training loss found when every weight moves by at most a fixed share of itself"
    ).drawn("sharpness")
  }

  /// How well dropped values of maps are told by survivors, by the kind of mask.
  package static let reconstruction = PlotRecipe(
    "reconstruction", "How well dropped values of maps are told by those that survive, by the kind of mask.",
    formula: "1 − Σ (x − x̂)² / Σ (x − x̄)², x̂ by ridge regression on survivors",
    source: "Tompson et al. 2015, section 3.2"
  ) { source throws(PictureError) in
    let statistics: [ProbeStatistic] = [.toldUnderPixels, .toldUnderBlocks3, .toldUnderBlocks5, .toldUnderChannels]
    let rows = ["single values", "blocks of 3 × 3", "blocks of 5 × 5", "whole channels"]
    let probes = source.trained.prefix(ProbeRows.mostSeries).compactMap { configuration in
      source.summary.probes.first { $0.configuration == configuration.index && $0.request.probe == .reconstruction }
        .map { (label: configuration.label, probe: $0) }
    }
    guard let first = probes.first else { return nil }
    let panels = first.probe.layers.map { layer in
      let marks = statistics.enumerated().flatMap { row, statistic in
        probes.enumerated().compactMap { series, own in
          own.probe.curve(statistic, layer: layer).first.map { ProbeRows.Mark(row: row, series: series, point: $0) }
        }
      }
      return ProbeRows.MarkedPanel(title: layer, marks: marks)
    }
    let rate = first.probe.curve(.toldUnderPixels, layer: first.probe.layers[0]).first?.address.at ?? 0
    return try ProbeRows(
      source: source, axis: "R² of dropped values", rows: rows, series: probes.map(\.label), panels: panels,
      subject: "How much of a dropped value of a map ridge regression tells from the values that survive beside it, at "
        + "rate \(NumberText.significant(rate, digits: 2))"
    ).drawn("reconstruction")
  }
}

extension PlotSource {
  /// What the first probe that has it found at a configuration.
  fileprivate func probed(_ statistic: ProbeStatistic, of configuration: ConfigurationSummary) -> ProbePoint? {
    summary.probes.lazy.filter { $0.configuration == configuration.index }.compactMap { $0.point(statistic) }.first
  }
}

/// Draws single numbers of probes in rows, with replicates and intervals; several series stand above each other in a row.
struct ProbeRows {
  let source: PlotSource
  let axis: String
  let rows: [String]
  /// The names of the series; empty for one without a name.
  let series: [String]
  let panels: [MarkedPanel]
  let subject: String

  static let mostSeries = 7

  /// One number in its row.
  struct Mark {
    let row: Int
    let series: Int
    let point: ProbePoint
  }

  struct MarkedPanel {
    let title: String?
    let marks: [Mark]
  }

  func drawn(_ name: String) throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis(axis), y: Axis("", scale: .categories(rows)),
      panels: panels.map { Panel(title: $0.title, layers: layers($0)) }, key: key)
    return try source.finish(name, figure, caption: caption, alternative: alternative, data: table(name))
  }

  private func layers(_ panel: MarkedPanel) -> [Layer] {
    panel.marks.flatMap { mark -> [Layer] in
      let style = SeriesStyle(mark.series)
      let spread = 0.6 / Double(max(1, series.count))
      let at = Double(mark.row) + (series.isEmpty ? 0 : (Double(mark.series) + 0.5) * spread - 0.3)
      var layers: [Layer] = []
      if series.isEmpty {
        layers.append(.replicates(mark.point.values.map { Point($0.value, at) }, style, values: .horizontal))
      }
      if let interval = mark.point.shownInterval {
        layers.append(
          .intervals([Span(at: at, low: interval.low, high: interval.high)], style, values: .horizontal))
      }
      layers.append(.points([Point(mark.point.mean, at)], style))
      return layers
    }
  }

  private var key: [KeyEntry] {
    if series.isEmpty {
      return [
        KeyEntry(.replicate(SeriesStyle(0)), "one replicate"),
        KeyEntry(.interval(SeriesStyle(0)), "mean, \(source.level) t interval"),
      ]
    }
    return series.enumerated().map { KeyEntry(.point(SeriesStyle($0), isHollow: false), $1) }
  }

  private var caption: String {
    "\(subject); means over \(source.replicates) with \(source.level) Student t intervals, from three "
      + "replicates on" + (series.isEmpty ? "; small dots are single replicates." : ".")
  }

  private var marks: [Mark] { panels.flatMap(\.marks) }

  private var numbers: MetricText {
    MetricText(metric: .nll, intervals: marks.compactMap(\.point.interval), values: marks.map(\.point.mean))
  }

  private var alternative: String {
    let told = (panels.first?.marks ?? []).map { mark in
      (series.isEmpty ? rows[mark.row] : "\(series[mark.series]), \(rows[mark.row])")
        + " \(numbers.number(mark.point.mean))"
    }
    return
      "Dot plot in \(rows.count) rows of \(axis) with intervals\(panels[0].title.map { ", first for \($0)" } ?? ""): "
      + told.joined(separator: "; ") + "."
  }

  private func table(_ name: String) -> DataTable {
    DataTable(
      name: name.capitalizedFirst, caption: "The numbers of the figure.",
      columns: [
        .init("Row"), .init("Configuration", holdsWords: true), .init("Layer", holdsWords: true), .init("Mean"),
        .init("\(source.level) interval"), .init("n"),
      ],
      rows: panels.flatMap { panel in
        panel.marks.map { mark in
          DataTable.Row(
            rows[mark.row],
            cells: [
              series.isEmpty ? rows[mark.row] : series[mark.series], panel.title ?? "all",
              numbers.number(mark.point.mean), mark.point.interval.map(numbers.bounds) ?? SummaryTables.nothing,
              "\(mark.point.values.count)",
            ])
        }
      })
  }
}
