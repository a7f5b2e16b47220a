import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// Accuracy against the share of hidden units at zero, configuration by configuration.
  package static let removalCurves = PlotRecipe(
    "removal-curves", "Accuracy against the share of hidden units at zero, with and without rescaling the others.",
    formula: "accuracy with the share f of all hidden units at 0; the others as they are, or by 1 / (1 − f)",
    source: "Morcos et al. 2018, section 3.1"
  ) { source throws(PictureError) in
    let statistics = [ProbeStatistic.removedAccuracy, .rescaledAccuracy]
    let panels = statistics.map { (title: $0 == .removedAccuracy ? "others as they are" : "others rescaled", $0, "") }
    guard
      let curves = ProbeCurves(
        source: source, panels: panels, place: "Share of hidden units removed",
        subject: "Accuracy after random hidden units were set to zero, the same share of every layer")
    else { return nil }
    return try curves.drawn("removal-curves")
  }

  /// Quantiles over the units of the accuracy lost with one, layer by layer.
  package static let singleUnitDrops = unitQuantiles(
    "single-unit-drops", "The accuracy lost with single hidden units: quantiles over the units, layer by layer.",
    formula: "quantiles over units i of accuracy − accuracy(h_i ← 0)", from: "Morcos et al. 2018, section 3",
    of: .accuracyDrop, place: "Share of units that cost less",
    subject: "Accuracy lost when one unit of a layer is set to zero, as quantiles over its units")

  /// Quantiles over the units of their parts in the penalty of dropout, layer by layer.
  package static let productNorms = unitQuantiles(
    "product-norms", "How equal the parts of hidden units in the penalty of dropout are: quantiles, layer by layer.",
    formula: "quantiles over units i of ‖u_i‖ √(mean of h_i²)", from: "Mianjy, Arora & Vidal 2018, section 3",
    of: .productNorm, place: "Share of units with less",
    subject: "Root of each hidden unit's part in the penalty of dropout, ‖u‖ √(mean of h²), as quantiles over the "
      + "units of a layer; a level line means equal parts")

  /// Quantiles of a statistic over the units, a panel per layer.
  private static func unitQuantiles(
    _ name: String, _ summary: String, formula: String, from paper: String, of statistic: ProbeStatistic, place: String,
    subject: String
  ) -> PlotRecipe {
    PlotRecipe(name, summary, formula: formula, source: paper) { source throws(PictureError) in
      try ProbeCurves(
        source: source, panels: source.probedLayers.map { (title: $0, statistic, $0) }, place: place, subject: subject
      )?.drawn(name)
    }
  }
}

extension PlotSource {
  /// The layers that any probe looked at, in the order in which they were found.
  fileprivate var probedLayers: [String] {
    summary.probes.flatMap(\.layers).reduce(into: [String]()) { found, layer in
      if !layer.isEmpty, !found.contains(layer) { found.append(layer) }
    }
  }
}

/// Draws curves that probes found, one line per configuration.
struct ProbeCurves {
  let source: PlotSource
  private let panels: [CurvePanel]
  private let place: String
  private let subject: String
  private let configurations: [ConfigurationSummary]

  /// More lines than this are not told apart.
  private static let mostLines = 7

  private struct CurvePanel {
    let title: String
    let statistic: ProbeStatistic
    let layer: String
  }

  /// Returns nil when no probe found such a curve; curves of the first request that did are drawn.
  init?(
    source: PlotSource, panels: [(title: String, statistic: ProbeStatistic, layer: String)], place: String,
    subject: String
  ) {
    let found = panels.filter { panel in
      source.summary.probes.contains { !$0.curve(panel.statistic, layer: panel.layer).isEmpty }
    }
    guard let first = found.first else { return nil }
    self.source = source
    self.place = place
    self.subject = subject
    self.panels = found.map { CurvePanel(title: $0.title, statistic: $0.statistic, layer: $0.layer) }
    configurations = source.trained.filter { configuration in
      !Self.curve(source, configuration, first.statistic, first.layer).isEmpty
    }
    if configurations.isEmpty { return nil }
  }

  private static func curve(
    _ source: PlotSource, _ configuration: ConfigurationSummary, _ statistic: ProbeStatistic, _ layer: String
  ) -> [ProbePoint] {
    source.summary.probes.lazy.filter { $0.configuration == configuration.index }
      .map { $0.curve(statistic, layer: layer) }.first { !$0.isEmpty } ?? []
  }

  private func curve(_ configuration: ConfigurationSummary, _ panel: CurvePanel) -> [ProbePoint] {
    Self.curve(source, configuration, panel.statistic, panel.layer)
  }

  private var lines: [ConfigurationSummary] { Array(configurations.prefix(Self.mostLines)) }
  private var isShare: Bool { panels[0].statistic.isShare }
  private var scale: Double { isShare ? 100 : 1 }

  func drawn(_ name: String) throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis(place, including: [0]),
      y: Axis(panels[0].statistic.title.capitalizedFirst + (isShare ? " (%)" : "")),
      panels: panels.map { panel in Panel(title: panel.title, layers: layers(panel)) },
      key: lines.enumerated().map { KeyEntry(.line(SeriesStyle($0), marked: false), $1.label) })
    return try source.finish(name, figure, caption: caption, alternative: alternative, data: table(name))
  }

  private func layers(_ panel: CurvePanel) -> [Layer] {
    lines.enumerated().flatMap { index, configuration -> [Layer] in
      let points = curve(configuration, panel).compactMap { point in point.address.at.map { (at: $0, point: point) } }
      guard !points.isEmpty else { return [] }
      let spans = points.compactMap { at, point in
        point.shownInterval.map { Span(at: at, low: bounded($0.low) * scale, high: bounded($0.high) * scale) }
      }
      return (spans.isEmpty ? [] : [.band(spans, SeriesStyle(index))])
        + [.line(points.map { Point($0.at, $0.point.mean * scale) }, SeriesStyle(index), marked: false)]
    }
  }

  /// Accuracies lie between 0 and 1, whatever an interval says.
  private func bounded(_ value: Double) -> Double {
    let isAccuracy = [ProbeStatistic.removedAccuracy, .rescaledAccuracy].contains(panels[0].statistic)
    return isAccuracy ? min(max(value, 0), 1) : value
  }

  private var caption: String {
    "\(subject); one line per configuration. Lines are means over \(source.replicates), bands \(source.level) Student t "
      + "intervals of the mean at each place, from three replicates on."
      + source.cut(lines.count, of: configurations.count)
  }

  private var numbers: MetricText {
    let points = configurations.flatMap { configuration in panels.flatMap { curve(configuration, $0) } }
    return MetricText(
      metric: panels[0].statistic.wording, intervals: points.compactMap(\.interval), values: points.map(\.mean))
  }

  private var alternative: String {
    let ends = configurations.compactMap { configuration -> String? in
      guard let first = curve(configuration, panels[0]).first, let last = curve(configuration, panels[0]).last else {
        return nil
      }
      return "\(configuration.label) from \(numbers.value(first.mean)) to \(numbers.value(last.mean))"
    }
    return "Line plots in \(panels.count) panels of \(panels[0].statistic.title) against \(place.lowercased()); first "
      + "panel: \(ends.joined(separator: "; "))."
  }

  private func table(_ name: String) -> DataTable {
    let unit = numbers.columnUnit.map { " (\($0))" } ?? ""
    return DataTable(
      name: name.replacing("-", with: " ").capitalizedFirst, caption: "The numbers of the figure.",
      columns: [
        .init("Configuration"), .init("Panel", holdsWords: true), .init(place), .init("Mean\(unit)"),
        .init("\(source.level) interval"), .init("n"),
      ],
      rows: configurations.flatMap { configuration in
        panels.flatMap { panel in
          curve(configuration, panel).map { point in
            DataTable.Row(
              configuration.label,
              cells: [
                panel.title, NumberText.fixed(point.address.at ?? 0, places: 2), numbers.number(point.mean),
                point.interval.map(numbers.bounds) ?? SummaryTables.nothing, "\(point.values.count)",
              ])
          }
        }
      })
  }
}

extension ProbePoint {
  /// The interval where it is drawn: two replicates have one so wide that nothing beside it could be read.
  var shownInterval: Interval? { values.count > 2 ? interval : nil }
}
