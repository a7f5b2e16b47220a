import Analysis
import Browser
import Experiments
import Statistics

/// Several sides of a comparison for the terminal and for machines.
struct ShownSideBySide {
  let comparison: SideBySide
  let measure: MeasureName

  init(_ comparison: SideBySide, measure: MeasureName) { (self.comparison, self.measure) = (comparison, measure) }

  private var aligned: AlignedMetric? { comparison.metric(measure.metric, on: measure.split) }

  func text(within columns: Int?) -> String {
    let cells = aligned?.cells ?? []
    let known = cells.compactMap { $0 }
    let text = MetricText(metric: measure.metric, intervals: known.compactMap(\.interval), values: known.map(\.mean))
    let fields = comparison.differing
    var table = TextTable(
      ["side", "\(measure.split.title) \(measure.metric.title)", "difference", "interval", "n"]
        + fields.map(\.shortPath))
    table.rows = comparison.arms.indices.map { place in
      let cell = place < cells.count ? cells[place] : nil
      return [
        comparison.arms[place].name, cell.map { text.value($0.mean) } ?? "",
        cell?.difference.map { text.difference($0) } ?? "", cell?.interval.map { text.differenceBounds($0) } ?? "",
        cell.map { "\($0.n)" } ?? "",
      ] + fields.map { $0.values[place] ?? "default" }
    }
    let agreeing = "\(comparison.agreeing.count) fields agree; differences are to \(comparison.arms.first?.name ?? "")"
    return table.text(within: columns) + "\n\n" + agreeing
  }

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("sides", .list(comparison.arms.map { .text($0.name) })),
      (
        "fields",
        .list(
          comparison.differing.map { field in
            .object([
              ("path", .text(field.path)), ("values", .list(field.values.map { $0.map { .text($0) } ?? .null })),
            ])
          })
      ),
      ("metrics", .list(comparison.metrics.map(Self.json))),
    ])
  }

  private static func json(_ metric: AlignedMetric) -> JSONValue {
    .object([
      ("split", .text(metric.split.rawValue)), ("metric", .text(metric.metric.rawValue)),
      ("layer", .text(metric.layer)),
      (
        "sides",
        .list(
          metric.cells.map { cell in
            guard let cell else { return .null }
            return .object([
              ("mean", .real(cell.mean)), ("n", .number(cell.n)),
              ("difference", cell.difference.map { .real($0) } ?? .null), ("pairs", .number(cell.pairs)),
              ("low", cell.interval.map { .real($0.low) } ?? .null),
              ("high", cell.interval.map { .real($0.high) } ?? .null),
            ])
          })
      ),
    ])
  }
}
