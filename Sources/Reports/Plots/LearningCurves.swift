import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// A metric over the epochs on training and validation data, one panel per configuration, all with the same axes.
  package static let learningCurves = PlotRecipe(
    "learning-curves",
    "A metric over the epochs on training and validation data, one panel per configuration, all with the same axes.",
    formula: "m̄(epoch) ± t s / √n over the n replicates",
    source: "Student 1908"
  ) { source throws(PictureError) in
    guard let curves = LearningCurves(source: source) else { return nil }
    return try curves.drawn()
  }
}

/// Draws curves with bands as small multiples.
struct LearningCurves {
  let source: PlotSource
  let metric: Metric
  private let all: [ConfigurationSummary]
  private var configurations: [ConfigurationSummary] { Array(all.prefix(PlotSource.mostPanels)) }

  private static let training = SeriesStyle(color: SeriesStyle(1).color, marker: .square, dash: .dashed)
  private static let validation = SeriesStyle(color: SeriesStyle(0).color, marker: .circle, dash: .solid)
  private static let splits: [(Split, SeriesStyle)] = [(.training, training), (.validation, validation)]

  /// Returns nil when no metric was evaluated at two epochs or more.
  init?(source: PlotSource) {
    let wanted = source.summary.metric.name
    let candidates: [Metric] = [wanted == .gap ? .error : wanted, .error, .accuracy, .nll, .meanSquare, .loss]
    let shown = candidates.lazy.map { metric in
      (
        metric: metric,
        configurations: source.trained.filter { configuration in
          [Split.training, .validation].contains { Self.points(configuration, metric, $0).count >= 2 }
        }
      )
    }.first { !$0.configurations.isEmpty }
    guard let shown else { return nil }
    self.source = source
    metric = shown.metric
    all = shown.configurations
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis("Epoch", including: [0], wholeTicks: true),
      y: Axis(source.axisTitle(metric, metric.title), including: metric.isShare ? [0] : []),
      panels: configurations.map { Panel(title: $0.label, layers: layers($0)) }, key: key)
    return try source.finish(
      "learning-curves", figure, caption: caption, alternative: alternative, data: table)
  }

  private static func points(_ configuration: ConfigurationSummary, _ metric: Metric, _ split: Split) -> [CurvePoint] {
    configuration.curve(metric, on: split)?.points ?? []
  }

  private func layers(_ configuration: ConfigurationSummary) -> [Layer] {
    let scale = source.scale(of: metric)
    return Self.splits.flatMap { split, style -> [Layer] in
      let points = Self.points(configuration, metric, split)
      guard !points.isEmpty else { return [] }
      let spans = points.map { source.span(low: $0.low, high: $0.high, at: Double($0.epoch), of: metric) }
      return [
        .band(spans, style),
        .line(points.map { Point(Double($0.epoch), $0.mean * scale) }, style, marked: false),
      ]
    }
  }

  private var key: [KeyEntry] {
    let lines = measured.map { KeyEntry(.line($0.1, marked: false), $0.0.title) }
    guard hasBands, let style = measured.last?.1 else { return lines }
    return lines + [KeyEntry(.band(style), "\(source.level) t interval of the mean")]
  }

  /// Splits on which something was measured.
  private var measured: [(Split, SeriesStyle)] {
    Self.splits.filter { split, _ in all.contains { !Self.points($0, metric, split).isEmpty } }
  }

  /// One replicate has no interval.
  private var hasBands: Bool {
    measured.contains { split, _ in all.contains { Self.points($0, metric, split).contains { $0.n > 1 } } }
  }

  private var splitsTitle: String { measured.map(\.0.title).joinedInWords() }

  private var caption: String {
    let failed = source.summary.configurations.filter { $0.optimiserFailed != nil }.map(\.label)
    let missing = failed.isEmpty ? "" : " Left out, because the optimiser failed: \(failed.joinedInWords())."
    let lines =
      hasBands
      ? "Lines are means over \(source.replicates), bands \(source.level) Student t intervals of the mean at each epoch"
        + (source.isBounded(metric) ? "; bands end \(metric.isShare ? "" : "at zero ")where the metric does." : ".")
      : "Lines are the only replicate of each configuration, which gives no interval."
    return
      "\(metric.title.capitalizedFirst) over the epochs in evaluation mode on \(splitsTitle) examples, one panel "
      + "per configuration with the same axes. \(lines)" + missing
      + source.cut(configurations.count, of: all.count)
  }

  private var alternative: String {
    let split = measured.last?.0 ?? .validation
    let ends = configurations.compactMap { configuration -> (place: String, value: Double)? in
      Self.points(configuration, metric, split).last.map { (configuration.label, $0.mean) }
    }
    let text = MetricText(metric: metric, intervals: [], values: ends.map(\.value))
    let least = ends.min { $0.value < $1.value }.map { "lowest for \($0.place) (\(text.value($0.value)))" }
    let most = ends.max { $0.value < $1.value }.map { "highest for \($0.place) (\(text.value($0.value)))" }
    let trend = [least, most].compactMap { $0 }.joined(separator: ", ")
    return "Line plots in \(configurations.count) panels: \(metric.title) against the epoch on \(splitsTitle) "
      + "examples. At the last epoch \(split.title) \(metric.title) is \(trend)."
  }

  /// More rows than anybody reads: beyond them a table gives epochs at equal distances, the last among them.
  private static let mostRows = 800

  private var table: DataTable {
    let curves = all.flatMap { configuration in
      [Split.training, .validation].map { split in (configuration, split, Self.points(configuration, metric, split)) }
    }
    let step = max(1, (curves.map(\.2.count).reduce(0, +) + Self.mostRows - 1) / Self.mostRows)
    let rows = curves.flatMap { configuration, split, points in
      let kept = points.enumerated().filter { (points.count - 1 - $0.offset) % step == 0 }
      return kept.map { (configuration, split, $0.element) }
    }
    let text = MetricText(metric: metric, intervals: [], values: rows.map(\.2.mean))
    let unit = text.columnUnit.map { " (\($0))" } ?? ""
    return DataTable(
      name: "Learning curves",
      caption: "The numbers of the figure"
        + (step == 1 ? "." : ", one epoch of \(step); the exported metrics have every one."),
      columns: [
        .init("Configuration"), .init("Split", holdsWords: true), .init("Epoch"), .init("Mean\(unit)"),
        .init("\(source.level) interval"), .init("n"),
      ],
      rows: rows.map { configuration, split, point in
        DataTable.Row(
          configuration.label,
          cells: [
            split.title, "\(point.epoch)", text.number(point.mean),
            point.n < 2 ? SummaryTables.nothing : "\(text.number(point.low)) to \(text.number(point.high))",
            "\(point.n)",
          ])
      })
  }
}
