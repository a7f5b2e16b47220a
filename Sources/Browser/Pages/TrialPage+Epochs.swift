import Analysis
import Archive
import Experiments

extension TrialPage {
  /// The drawn measures at every evaluated epoch, folded up: one row per epoch, one column per measure and split.
  ///
  /// A curve tells its course to the eye alone, and this is what the curve was drawn from.
  var epochs: HTML {
    guard listsEpochs else { return .nothing }
    let columns = Metric.drawn.flatMap { metric in
      Split.allCases.map { EpochColumn(metric, $0, in: dossier.trial.outcome) }
    }
    .filter { !$0.values.isEmpty }
    let rows = Set(columns.flatMap(\.values.keys)).sorted()
    guard rows.count > 1 else { return .nothing }
    let table = SiteTable(
      name: "Measures of every epoch", caption: "Measures after every epoch that was evaluated.",
      columns: [.init("Epoch")] + columns.map { .init($0.title) },
      rows: rows.map { epoch in
        SiteTable.Row(cells: [SiteTable.Cell("\(epoch)")] + columns.map { $0.cell(at: epoch) })
      }, isSortable: false)
    return "<details><summary>Log: the numbers of every epoch</summary>\n\(table.html)</details>\n"
  }
}

/// One measure of a whole network on one split over the epochs.
private struct EpochColumn {
  let metric: Metric
  let split: Split
  let values: [Int: Double]
  private let text: MetricText

  init(_ metric: Metric, _ split: Split, in outcome: TrialOutcome) {
    (self.metric, self.split) = (metric, split)
    let own = outcome.metrics.filter { $0.metric == metric && $0.split == split && $0.layer.isEmpty }
    values = Dictionary(own.map { ($0.epoch, $0.value) }, uniquingKeysWith: { $1 })
    text = MetricText(metric: metric, intervals: [], values: own.map(\.value).filter(\.isFinite))
  }

  var title: String { "\(split.title) \(metric.title)" + (text.columnUnit.map { " (\($0))" } ?? "") }

  /// Shares with the places of their column; what falls over powers of ten, as a loss does, with digits of its own.
  func cell(at epoch: Int) -> SiteTable.Cell {
    guard let value = values[epoch] else { return .nothing }
    guard value.isFinite else { return SiteTable.Cell(text: value.state.rawValue) }
    return SiteTable.Cell(text: metric.isShare ? text.number(value) : NumberText.significant(value))
  }
}
