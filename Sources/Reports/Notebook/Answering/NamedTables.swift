import Analysis
import Specifications
import Statistics

/// The tables that every experiment has, by name.
struct NamedTables {
  let summary: ExperimentSummary

  /// The tables of a name; throws where the experiment has nothing to show in them.
  func tables(
    _ query: TableCell.Query, of experiment: Named, at place: Place
  ) throws(CellFailure) -> [DataTable] {
    let tables = SummaryTables(summary: summary)
    let found: [DataTable] =
      switch query {
      case .configurations: [tables.configurations]
      case .differences: tables.differences.map { [$0] } ?? []
      case .tests: tables.tests.map { [$0] } ?? []
      case .metrics: tables.otherMetrics.map { [$0] } ?? []
      case .inference: InferenceTables(summary: summary).all
      case .probes: ProbeTables(summary: summary).all
      case .claims: summary.claims.isEmpty ? [] : [ClaimTables(findings: summary.claims).table]
      case .trials: [tables.trials]
      case .tuning: tables.tuning.map { [$0] } ?? []
      }
    guard !found.isEmpty else {
      throw CellFailure(place, "the table '\(query.rawValue)' has nothing to show of '\(experiment.name)'")
    }
    return found
  }
}

extension SummaryTables {
  /// The paired differences alone; nil when nothing is compared.
  var differences: DataTable? {
    let shown = summary.differences.filter { $0.interval != nil }
    guard !shown.isEmpty else { return nil }
    let numbers = summary.numbers
    let level = NumberText.significant(summary.level * 100, digits: 2) + NumberText.space + "%"
    return DataTable(
      name: "Differences",
      caption:
        "Difference of the \(summary.metric.title) \(summary.metric.moment), configuration minus baseline at the same "
        + "replicate, with the Student t interval of the paired differences.",
      columns: [
        .init("Configuration"), .init("Baseline", holdsWords: true), .init("Pairs"),
        .init("Difference" + (numbers.metric.isShare ? " (points)" : "")), .init("\(level) interval"),
      ],
      rows: shown.map { difference in
        DataTable.Row(
          summary.configuration(difference.configuration)?.label ?? "",
          cells: [
            summary.configuration(difference.baseline)?.label ?? "", "\(difference.differences.count)",
            difference.interval.map { numbers.difference($0) } ?? Self.nothing,
            difference.interval.map(numbers.differenceBounds) ?? Self.nothing,
          ])
      })
  }
}
