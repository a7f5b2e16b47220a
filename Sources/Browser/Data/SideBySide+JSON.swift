import Analysis
import Experiments
import Specifications
import Statistics

extension SideBySide {
  /// Sides, the fields that differ, and all metrics with differences to the first side; schema 1.
  package var json: JSONValue {
    .object([
      ("schema", .number(1)), ("sides", .list(arms.map { .text($0.name) })),
      (
        "fields",
        .list(
          differing.map { field in
            .object([
              ("path", .text(field.path)), ("values", .list(field.values.map { $0.map { .text($0) } ?? .null })),
            ])
          })
      ),
      ("metrics", .list(metrics.map(\.json))),
    ])
  }
}

extension AlignedMetric {
  fileprivate var json: JSONValue {
    .object([
      ("split", .text(split.rawValue)), ("metric", .text(metric.rawValue)), ("layer", .text(layer)),
      ("sides", .list(cells.map { $0?.json ?? .null })),
    ])
  }
}

extension AlignedMetric.Cell {
  fileprivate var json: JSONValue {
    .object([
      ("mean", .real(mean)), ("n", .number(n)), ("difference", difference.map { .real($0) } ?? .null),
      ("pairs", .number(pairs)), ("low", interval.map { .real($0.low) } ?? .null),
      ("high", interval.map { .real($0.high) } ?? .null),
    ])
  }
}
