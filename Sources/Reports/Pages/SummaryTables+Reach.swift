import Analysis
import Experiments
import Specifications
import Statistics

extension SummaryTables {
  /// Epochs until the validation score came within two per cent of its end; nil where it was evaluated too seldom.
  var reach: DataTable? {
    let found = summary.reach
    guard let metric = found.first?.metric, found.count > 1 else { return nil }
    let hasRatios = found.contains { $0.ratio != nil }
    let level = NumberText.significant(summary.level * 100, digits: 2)
    return DataTable(
      name: "Epochs",
      caption:
        "Epochs until the validation \(metric.title) was first at most 1.02 times what it was at the end, among the epochs "
        + "that were evaluated"
        + (hasRatios ? "; ratio: to the baseline at the same replicate, geometric mean over the pairs" : "")
        + "; with \(level)\u{A0}% Student t intervals\(hasRatios ? ", that of the ratio from its logarithms" : "").",
      columns: [.init("Configuration"), .init("n"), .init("Epochs"), .init("\(level)\u{A0}% interval")]
        + (hasRatios ? [.init("Ratio"), .init("\(level)\u{A0}% interval")] : []),
      rows: found.map { row in
        DataTable.Row(
          summary.configuration(row.configuration)?.label ?? "",
          cells: ["\(row.epochs.count)", Self.fixed(row.mean), row.interval.map(Self.bounds) ?? Self.nothing]
            + (hasRatios
              ? [row.ratio.map { Self.fixed($0.estimate) } ?? Self.nothing, row.ratio.map(Self.bounds) ?? Self.nothing]
              : []))
      })
  }

  private static func fixed(_ value: Double) -> String { NumberText.fixed(value, places: 2) }
  private static func bounds(_ interval: Interval) -> String { "\(fixed(interval.low)) to \(fixed(interval.high))" }
}
