import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// Error on training examples against error on unseen ones, one row per configuration, the gap between them.
  package static let trainingAgainstTest = PlotRecipe("training-against-test") { source throws(PictureError) in
    guard let plot = TrainingAgainstTest(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the gap between training and test as links in rows.
struct TrainingAgainstTest {
  let source: PlotSource
  let split: Split
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

  /// Returns nil when no configuration has the error on training examples and on test or validation ones.
  init?(source: PlotSource) {
    let configurations = source.trained
    let hasTest = configurations.contains { $0.final(.error, on: .test) != nil }
    let split: Split = hasTest ? .test : .validation
    all = configurations.compactMap { configuration in
      guard let training = configuration.final(.error, on: .training),
        let unseen = configuration.final(.error, on: split)
      else { return nil }
      return Row(label: configuration.label, training: training, unseen: unseen)
    }
    guard !all.isEmpty else { return nil }
    self.source = source
    self.split = split
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis("Error (%)", including: [0]), y: Axis("", scale: .categories(rows.map(\.label))),
      panels: [Panel(layers: layers, rowNotes: rows.map { "gap " + text.difference($0.gap) })], key: key)
    return try source.finish(
      "training-against-\(split.rawValue)", figure, caption: caption, alternative: alternative, data: table)
  }

  private var layers: [Layer] {
    let at = rows.indices.map(Double.init)
    let training = rows.indices.map { Point(rows[$0].training.mean * 100, at[$0]) }
    let unseen = rows.indices.map { Point(rows[$0].unseen.mean * 100, at[$0]) }
    let link = SeriesStyle(color: .spine.pale(0.5), marker: .circle)
    return [
      .links(rows.indices.map { Link(training[$0], unseen[$0]) }, link),
      .replicates(dots(\.training), Self.seen, values: .horizontal),
      .replicates(dots(\.unseen), Self.unseen, values: .horizontal),
      .points(training, Self.seen, isHollow: true), .points(unseen, Self.unseen),
    ]
  }

  private func dots(_ metric: (Row) -> FinalMetric) -> [Point] {
    rows.enumerated().flatMap { index, row in metric(row).values.map { Point($0.value * 100, Double(index)) } }
  }

  private var text: MetricText {
    MetricText(metric: .error, intervals: [], values: rows.flatMap { [$0.unseen.mean, $0.gap.magnitude] })
  }

  private var key: [KeyEntry] {
    [
      KeyEntry(.point(Self.seen, isHollow: true), "training, mean"),
      KeyEntry(.point(Self.unseen, isHollow: false), "\(split.title), mean"),
      KeyEntry(.replicate(Self.unseen), "single replicates"),
    ]
  }

  private var caption: String {
    "Mean error on the evaluated training examples (hollow) and on \(split.title) examples (filled), "
      + "\(source.summary.metric.moment), over \(source.replicates); small dots are single replicates. "
      + "The gap, \(split.title) minus training, is written in percentage points."
      + source.cut(rows.count, of: all.count)
  }

  private var alternative: String {
    let least = rows.min { $0.gap < $1.gap }
    let most = rows.max { $0.gap < $1.gap }
    let trend = [
      least.map { "smallest for \($0.label) (\(text.difference($0.gap)) points)" },
      most.map { "largest for \($0.label) (\(text.difference($0.gap)) points)" },
    ].compactMap { $0 }.joined(separator: " and ")
    return "Dumbbell plot in \(rows.count) rows: error in percent on training and on \(split.title) examples. "
      + "The gap is \(trend)."
  }

  private var table: DataTable {
    DataTable(
      name: "Training against \(split.title)", caption: "The numbers of the figure.",
      columns: [
        .init("Configuration"), .init("Training error (%)"), .init("\(split.title.capitalizedFirst) error (%)"),
        .init("Gap (points)"), .init("n"),
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
