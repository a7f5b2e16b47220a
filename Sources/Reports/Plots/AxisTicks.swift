import Analysis
import Experiments
import Plotting

/// The ticks that figures have, for drawings of other rooms.
package enum AxisTicks {
  /// Round numbers from `low` to `high`, at most so many, with their texts; shares in per cent.
  package static func of(
    _ metric: Metric, from low: Double, to high: Double, atMost count: Int
  ) -> [(value: Double, label: String)] {
    let factor = metric.isShare ? 100.0 : 1
    let ticks = Ticks.linear(from: low * factor, to: high * factor, atMost: count)
    return zip(ticks.values, ticks.labels).map { ($0 / factor, metric.isShare ? $1 + "%" : $1) }
  }

  /// Whole numbers from `low` to `high`, at most so many.
  package static func whole(from low: Double, to high: Double, atMost count: Int) -> [Int] {
    Ticks.linear(from: low, to: high, atMost: count, whole: true).values.map { Int($0) }
  }
}
