import Analysis
import Experiments
import Specifications
import Statistics

extension SummaryTables {
  /// Intervals over seeds beside intervals over seeds and test examples; nil where no answers were kept.
  var crossed: DataTable? {
    let found = summary.crossed
    guard let examples = found.first?.examples else { return nil }
    let hasDifferences = found.contains { $0.difference != nil }
    let unit = numbers.columnUnit.map { " (\($0))" } ?? ""
    let points = numbers.metric.isShare ? " (points)" : ""
    var columns: [DataTable.Column] = [
      .init("Configuration"), .init("Mean\(unit)"), .init("Seeds"), .init("Seeds and examples"),
    ]
    if hasDifferences {
      columns += [.init("Difference\(points)"), .init("Seeds"), .init("Seeds and examples")]
    }
    let level = NumberText.significant(summary.level * 100, digits: 2)
    return DataTable(
      name: "Seeds and test examples",
      caption:
        "The same values with two \(level)\u{A0}% intervals. Seeds: what other replicates would give on these "
        + "\(NumberText.count(examples)) test examples. Seeds and examples: what other replicates would give on another "
        + "test set of that size from the same source (two-way random effects; Cornfield and Tukey 1956).",
      columns: columns,
      rows: found.map { row in
        DataTable.Row(
          summary.configuration(row.configuration)?.label ?? "",
          cells: [
            numbers.number((row.seeds ?? row.seedsAndExamples).estimate), row.seeds.map(numbers.bounds) ?? Self.nothing,
            numbers.bounds(row.seedsAndExamples),
          ] + (hasDifferences ? cells(of: row.difference) : []))
      })
  }

  private func cells(of difference: CrossedDifference?) -> [String] {
    guard let difference else { return [Self.nothing, Self.nothing, Self.nothing] }
    return [
      numbers.difference(difference.seeds ?? difference.seedsAndExamples),
      difference.seeds.map(numbers.differenceBounds) ?? Self.nothing,
      numbers.differenceBounds(difference.seedsAndExamples),
    ]
  }
}
