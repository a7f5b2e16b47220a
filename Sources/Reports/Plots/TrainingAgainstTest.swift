import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The leading metric on training examples against that on unseen ones, one row per configuration, the gap between them.
  package static let trainingAgainstTest = PlotRecipe(
    "training-against-test",
    "The leading metric on training examples against that on unseen ones, one row per configuration, the gap between them.",
    formula: "gap: m̄(unseen) − m̄(training)"
  ) { source throws(PictureError) in
    guard let plot = TrainingAgainstTest(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the gap between training and test as links in rows.
struct TrainingAgainstTest {
  let source: PlotSource
  let split: Split
  private let metric: Metric
  private let all: [Row]
  private var rows: [Row] { Array(all.prefix(PlotSource.mostRows)) }

  private struct Row {
    let label: String
    let training: FinalMetric
    let unseen: FinalMetric
    var gap: Double { unseen.mean - training.mean }
  }

  private static let seen = SeriesStyle(1)
  private static let unseen = SeriesStyle(0)

  /// Returns nil when no configuration has the metric on training examples and on test or validation ones.
  init?(source: PlotSource) {
    let configurations = source.trained
    let metric = source.summary.answers.leadingMetric
    let hasTest = configurations.contains { $0.final(metric, on: .test) != nil }
    let split: Split = hasTest ? .test : .validation
    all = configurations.compactMap { configuration in
      guard let training = configuration.final(metric, on: .training),
        let unseen = configuration.final(metric, on: split)
      else { return nil }
      return Row(label: configuration.label, training: training, unseen: unseen)
    }
    guard !all.isEmpty else { return nil }
    self.source = source
    self.metric = metric
    self.split = split
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis(source.axisTitle(metric, metric.title), including: [0]),
      y: Axis("", scale: .categories(rows.map(\.label))),
      panels: [Panel(layers: layers, rowNotes: rows.map { "gap " + text.difference($0.gap) })], key: key)
    return try source.finish(
      "training-against-\(split.rawValue)", figure, caption: caption, alternative: alternative, data: table)
  }

  private var layers: [Layer] {
    let at = rows.indices.map(Double.init)
    let training = rows.indices.map { Point(rows[$0].training.mean * scale, at[$0]) }
    let unseen = rows.indices.map { Point(rows[$0].unseen.mean * scale, at[$0]) }
    let link = SeriesStyle(color: .spine.pale(0.5), marker: .circle)
    return [
      .links(rows.indices.map { Link(training[$0], unseen[$0]) }, link),
      .replicates(dots(\.training), Self.seen, values: .horizontal),
      .replicates(dots(\.unseen), Self.unseen, values: .horizontal),
      .points(training, Self.seen, isHollow: true), .points(unseen, Self.unseen),
    ]
  }

  private func dots(_ metric: (Row) -> FinalMetric) -> [Point] {
    rows.enumerated().flatMap { index, row in metric(row).values.map { Point($0.value * scale, Double(index)) } }
  }

  /// Percent of a share.
  private var scale: Double { metric.isShare ? 100 : 1 }

  private var text: MetricText {
    MetricText(metric: metric, intervals: [], values: rows.flatMap { [$0.unseen.mean, $0.gap.magnitude] })
  }

  private var key: [KeyEntry] {
    [
      KeyEntry(.point(Self.seen, isHollow: true), "training, mean"),
      KeyEntry(.point(Self.unseen, isHollow: false), "\(split.title), mean"),
      KeyEntry(.replicate(Self.unseen), "single replicates"),
    ]
  }

  /// Such as `Mean error`; a mean that the metric's name has already is not said twice.
  private var meanTitle: String {
    metric.title.hasPrefix("mean ") ? metric.title.capitalizedFirst : "Mean \(metric.title)"
  }

  private var caption: String {
    "\(meanTitle) on the evaluated training examples (hollow) and on \(split.title) examples (filled), "
      + "\(source.summary.metric.moment), over \(source.replicates); small dots are single replicates. "
      + "The gap, \(split.title) minus training, is written \(metric.isShare ? "in percentage points" : "beside it")."
      + source.cut(rows.count, of: all.count)
  }

  private var alternative: String {
    let least = rows.min { $0.gap < $1.gap }
    let most = rows.max { $0.gap < $1.gap }
    let trend = [
      least.map { "smallest for \($0.label) (\(text.difference($0.gap))\(metric.isShare ? " points" : ""))" },
      most.map { "largest for \($0.label) (\(text.difference($0.gap))\(metric.isShare ? " points" : ""))" },
    ].compactMap { $0 }.joined(separator: " and ")
    return
      "Dumbbell plot in \(rows.count) rows: \(metric.title)\(metric.isShare ? " in percent" : "") on training and on \(split.title) examples. "
      + "The gap is \(trend)."
  }

  private var table: DataTable {
    let head = metric.title + (metric.isShare ? " (%)" : "")
    return DataTable(
      name: "Training against \(split.title)", caption: "The numbers of the figure.",
      columns: [
        .init("Configuration"), .init("Training \(head)"), .init("\(split.title.capitalizedFirst) \(head)"),
        .init(metric.isShare ? "Gap (points)" : "Gap"), .init("n"),
      ],
      rows: all.map { row in
        DataTable.Row(
          row.label,
          cells: [
            text.number(row.training.mean), text.number(row.unseen.mean), text.difference(row.gap),
            "\(row.unseen.values.count)",
          ])
      })
  }
}
