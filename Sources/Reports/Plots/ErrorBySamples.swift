import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// The error of Monte-Carlo inference against the masks averaged, beside that of weight scaling.
  package static let errorBySamples = PlotRecipe(
    "error-by-samples", "The error of Monte-Carlo inference against the masks averaged, beside that of weight scaling.",
    formula: "error of argmax Σ_{i ≤ k} softmax(z(r_i)), against k",
    source: "Srivastava et al. 2014, figure 11"
  ) { source throws(PictureError) in
    guard let plot = ErrorBySamples(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the error against the number of masks, one panel per configuration.
struct ErrorBySamples {
  let source: PlotSource
  private let all: [SampledArm]
  private var arms: [SampledArm] { Array(all.prefix(PlotSource.mostPanels)) }

  private static let arithmetic = SeriesStyle(color: SeriesStyle(0).color, marker: .circle, dash: .solid)
  private static let geometric = SeriesStyle(color: SeriesStyle(1).color, marker: .square, dash: .dashed)

  /// Returns nil when no configuration was sampled more than once.
  init?(source: PlotSource) {
    self.source = source
    all = source.trained.compactMap { SampledArm(of: $0, in: source.summary) }
    if all.isEmpty { return nil }
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis("Masks averaged, logarithmic scale", scale: .log),
      y: Axis(source.axisTitle(.error, "\(split.title) error")),
      panels: arms.map { Panel(title: all.count > 1 ? $0.label : nil, layers: layers($0)) }, key: key)
    return try source.finish(
      "error-by-samples", figure, caption: caption, alternative: alternative, data: table)
  }

  private var split: Split { all[0].split }

  private func style(_ mean: EnsembleMean) -> SeriesStyle {
    switch mean {
    case .arithmetic: Self.arithmetic
    case .geometric: Self.geometric
    }
  }

  private func layers(_ arm: SampledArm) -> [Layer] {
    let lines = arm.curves.map { curve in
      Layer.line(
        curve.points.map { Point(Double($0.samples), $0.mean * 100) }, style(curve.mean),
        marked: curve.mean == arm.leading.mean)
    }
    let spans = arm.leading.points.compactMap { arm.span($0) }
    return (spans.isEmpty ? [] : [.band(spans, style(arm.leading.mean))])
      + [.level(arm.plain.mean * 100, name: "weight scaling")] + lines.reversed()
  }

  private var means: [EnsembleMean] {
    EnsembleMean.allCases.filter { mean in arms.contains { $0.curves.contains { $0.mean == mean } } }
  }

  private var key: [KeyEntry] {
    let lines = means.map { KeyEntry(.line(style($0), marked: $0 == leading), "Monte Carlo, \($0.rawValue) mean") }
    let hasBands = arms.contains { arm in arm.leading.points.contains { arm.span($0) != nil } }
    return lines + (hasBands ? [KeyEntry(.band(style(leading)), "\(source.level) t interval of the difference")] : [])
  }

  private var leading: EnsembleMean { arms[0].leading.mean }
}

/// The Monte-Carlo curves of one configuration.
private struct SampledArm {
  let label: String
  let split: Split
  /// The error of weight scaling.
  let plain: ModePoint
  /// The arithmetic mean first, where both were asked for.
  let curves: [(mean: EnsembleMean, points: [ModePoint])]
  /// The curve that is drawn with its points and its band.
  var leading: (mean: EnsembleMean, points: [ModePoint]) { curves[0] }

  /// Returns nil when the configuration was not sampled more than once.
  init?(of configuration: ConfigurationSummary, in summary: ExperimentSummary) {
    let own = summary.inference.filter { $0.configuration == configuration.index }
    guard let split = Split.allCases.last(where: { split in own.contains { $0.request.split == split } }),
      let plain = own.first(where: { $0.request.mode == .weightScaling && $0.request.split == split })?.last(.error)
    else { return nil }
    label = configuration.label
    self.split = split
    self.plain = plain
    let sampled = own.filter { $0.request.split == split }.compactMap { mode in
      mode.sampledMean.map { (mean: $0, points: mode.points(.error)) }
    }
    curves = EnsembleMean.allCases.compactMap { mean in
      sampled.filter { $0.mean == mean }.max { $0.points.count < $1.points.count }
    }
    if !curves.contains(where: { $0.points.count > 1 }) { return nil }
  }

  /// The interval of the paired difference, laid around the mean of weight scaling, in per cent.
  func span(_ point: ModePoint) -> Span? {
    point.difference.map {
      Span(at: Double(point.samples), low: (plain.mean + $0.low) * 100, high: (plain.mean + $0.high) * 100)
    }
  }
}

extension ModeSummary {
  /// How Monte-Carlo samples were averaged; nil for other modes.
  fileprivate var sampledMean: EnsembleMean? {
    if case .monteCarlo(_, let mean) = request.mode { mean } else { nil }
  }
}

// MARK: - Words

extension ErrorBySamples {
  private var numbers: MetricText {
    let points = all.flatMap { $0.curves.flatMap(\.points) }
    return MetricText(metric: .error, intervals: points.compactMap(\.difference), values: points.map(\.mean))
  }

  private var caption: String {
    "\(split.title.capitalizedFirst) error of the mean prediction over k masks of one bank, against k; the level is the "
      + "error of weight scaling on the same networks. Lines are means over \(source.replicates), the band \(source.level) "
      + "Student t interval of the paired difference to weight scaling, laid around its level: where it holds the "
      + "level, these replicates show no difference." + source.cut(arms.count, of: all.count)
  }

  private var alternative: String {
    let ends = all.compactMap { arm -> String? in
      guard let points = arm.curves.first?.points, let first = points.first, let last = points.last else { return nil }
      return "\(arm.label): \(numbers.value(first.mean)) with \(first.samples) mask"
        + "\(first.samples == 1 ? "" : "s"), \(numbers.value(last.mean)) with \(last.samples), weight scaling "
        + numbers.value(arm.plain.mean)
    }
    return "Line plots of the error against the number of masks. \(ends.joined(separator: "; "))."
  }

  private var table: DataTable {
    DataTable(
      name: "Error by masks", caption: "The numbers of the figure.",
      columns: [
        .init("Configuration"), .init("Mean", holdsWords: true), .init("Masks"), .init("Error (%)"),
        .init("Weight scaling (%)"), .init("Difference (points)"), .init("\(source.level) interval"), .init("n"),
      ],
      rows: all.flatMap { arm in
        arm.curves.flatMap { curve in
          curve.points.map { point in
            DataTable.Row(
              arm.label,
              cells: [
                curve.mean.rawValue, "\(point.samples)", numbers.number(point.mean), numbers.number(arm.plain.mean),
                point.difference.map { numbers.difference($0) } ?? SummaryTables.nothing,
                point.difference.map(numbers.differenceBounds) ?? SummaryTables.nothing, "\(point.values.count)",
              ])
          }
        }
      })
  }
}
