import Experiments
import Reports

/// Maps numbers of an axis to whole pixels, and chooses its ticks.
struct ChartScale {
  let low: Double
  let high: Double
  /// Pixels of `low` and of `high`.
  let from: Int
  let to: Int

  /// Takes finite values only; an axis without extent gets one around its value.
  init(_ values: [Double], from: Int, to: Int) {
    let finite = values.filter(\.isFinite).map(Self.within)
    let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
    let margin = least == most ? max(abs(least) * 0.1, 1e-9) : 0
    (low, high, self.from, self.to) = (least - margin, most + margin, from, to)
  }

  func pixel(_ value: Double) -> Int {
    Int((Double(from) + (Self.within(value) - low) / (high - low) * Double(to - from)).rounded())
  }

  /// The number, or the nearest one whose distance to any other such number is finite.
  private static func within(_ value: Double) -> Double {
    let limit = 0.4 * Double.greatestFiniteMagnitude
    return min(max(value, -limit), limit)
  }

  /// Round numbers within the axis, at most so many, with their texts.
  func ticks(_ count: Int, of metric: Metric) -> [(value: Double, label: String)] {
    AxisTicks.of(metric, from: low, to: high, atMost: count)
  }

  /// Round differences within the axis, at most so many; those of shares are points, whose unit the caption tells.
  func differenceTicks(_ count: Int, of metric: Metric) -> [(value: Double, label: String)] {
    ticks(count, of: metric).map { ($0.value, $0.label.replacing("%", with: "")) }
  }

  /// Whole numbers within the axis.
  func wholeTicks(_ count: Int) -> [Int] { AxisTicks.whole(from: low, to: high, atMost: count) }
}
