import Analysis
import Experiments
import Specifications
import Statistics

/// Two configurations side by side for the terminal and for machines; differences are to the left one.
struct ShownComparison {
  let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  /// Within so many columns of the terminal, if any.
  func text(within columns: Int?) -> String {
    var fields = TextTable(["differing field", comparison.left, comparison.right])
    fields.rows = comparison.fields.rows.map { [$0.path] + $0.words }
    var metrics = TextTable(["metric", comparison.left, comparison.right, "difference", "interval", "n"])
    metrics.rows = comparison.metrics.map { metric in
      let name = "\(metric.split.rawValue) \(metric.metric.rawValue)" + (metric.layer.isEmpty ? "" : " \(metric.layer)")
      let interval = metric.interval.map {
        "\(NumberText.significant($0.low)) to \(NumberText.significant($0.high))"
      }
      return [
        name, NumberText.significant(metric.left, digits: 5), NumberText.significant(metric.right, digits: 5),
        NumberText.significant(metric.difference), interval ?? "", Self.counts(of: metric),
      ]
    }
    let unlike = warnings.map { "; \($0)" }.joined()
    let agreeing =
      "\(ShownSideBySide.agreement(comparison.fields.agreeing)); differences are to \(comparison.left)\(unlike)"
    let differing = comparison.fields.rows.isEmpty ? "no field differs" : fields.text(within: columns)
    return [differing, agreeing, "", metrics.text(within: columns)].joined(separator: "\n")
  }

  private var warnings: [String] {
    var clauses: [String] = []
    if comparison.metrics.contains(where: { $0.differences.isEmpty }) {
      clauses.append(SideBySide.unpairedNote)
    }
    if comparison.metrics.contains(where: \.leavesOut) {
      clauses.append("the sides have different replicates: differences are over those that both have")
    }
    return clauses
  }

  /// Pairs, and the values of both sides where they are others.
  private static func counts(of metric: ComparedMetric) -> String {
    let both = "\(metric.counts.left) and \(metric.counts.right)"
    if metric.differences.isEmpty { return both }
    return metric.leavesOut ? "\(metric.differences.count) of \(both)" : "\(metric.differences.count)"
  }

  var json: JSONValue {
    .object([
      ("schema", .number(2)), ("left", .text(comparison.left)), ("right", .text(comparison.right)),
      (
        "fields",
        .list(
          comparison.fields.rows.map {
            .object([
              ("path", .text($0.path)), ("left", $0.left.map { .text($0) } ?? .null),
              ("right", $0.right.map { .text($0) } ?? .null),
            ])
          })
      ),
      ("metrics", .list(comparison.metrics.map(metric))),
    ])
  }

  private func metric(_ metric: ComparedMetric) -> JSONValue {
    .object([
      ("split", .text(metric.split.rawValue)), ("metric", .text(metric.metric.rawValue)),
      ("layer", .text(metric.layer)), ("left", .real(metric.left)), ("right", .real(metric.right)),
      ("difference", .real(metric.difference)),
      ("pairs", .number(metric.differences.count)),
      ("n", .list([metric.counts.left, metric.counts.right].map { .number($0) })),
      ("low", metric.interval.map { .real($0.low) } ?? .null),
      ("high", metric.interval.map { .real($0.high) } ?? .null),
      ("level", metric.interval.map { .real($0.level) } ?? .null),
    ])
  }
}
