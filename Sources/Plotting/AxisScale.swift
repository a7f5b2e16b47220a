import Foundation

/// An axis with its range and ticks settled: maps values to places from 0 to 1.
struct AxisScale: Hashable, Sendable {
  let low: Double
  let high: Double
  let isLogarithmic: Bool
  let ticks: [Tick]

  /// Settles range and ticks for the values shown; `room` is how many labels fit.
  init(_ axis: Axis, values: [Double], room: Int) {
    switch axis.scale {
    case .categories(let names):
      (low, high, isLogarithmic) = (-0.5, Double(names.count) - 0.5, false)
      ticks = names.enumerated().map { Tick(Double($0.offset), $0.element) }
    case .linear:
      let range = axis.range ?? Self.padded(values)
      let chosen = axis.ticks.isEmpty ? Self.linearTicks(range, room: room, isShare: axis.isShare) : axis.ticks
      (low, high, isLogarithmic) = (range.lowerBound, range.upperBound, false)
      ticks = chosen.filter { range.contains($0.value) }
    case .logarithmic:
      let range = axis.range ?? Self.paddedLogarithmically(values)
      let chosen = axis.ticks.isEmpty ? Self.logarithmicTicks(range, isShare: axis.isShare) : axis.ticks
      (low, high, isLogarithmic) = (range.lowerBound, range.upperBound, true)
      ticks = Self.thinned(chosen.filter { range.contains($0.value) }, to: room)
    }
  }

  /// The place of a value: 0 at the low end, 1 at the high end.
  func place(_ value: Double) -> Double {
    isLogarithmic ? (log10(value) - log10(low)) / (log10(high) - log10(low)) : (value - low) / (high - low)
  }

  // MARK: Ranges

  private static func padded(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max() else { return 0...1 }
    if low == high { return low - max(low.magnitude * 0.1, 0.01)...high + max(high.magnitude * 0.1, 0.01) }
    let margin = (high - low) * 0.06
    // A share or a loss is never below zero; an axis that would begin a little below begins at zero.
    return (low >= 0 && low - margin < 0 ? 0 : low - margin)...high + margin
  }

  private static func paddedLogarithmically(_ values: [Double]) -> ClosedRange<Double> {
    let positive = values.filter { $0 > 0 }
    guard let low = positive.min(), let high = positive.max() else { return 0.1...1 }
    let factor = low == high ? 2 : pow(high / low, 0.08)
    return low / factor...high * factor
  }

  // MARK: Ticks

  private static func linearTicks(_ range: ClosedRange<Double>, room: Int, isShare: Bool) -> [Tick] {
    let scale = isShare ? 100.0 : 1
    let (low, high) = (range.lowerBound * scale, range.upperBound * scale)
    let step = niceStep((high - low) / Double(max(room - 1, 1)))
    let places = max(0, Int((-log10(step)).rounded(.up)))
    let first = (low / step - 1e-9).rounded(.up)
    return (0...(4 * max(room, 1))).map { (first + Double($0)) * step }.prefix { $0 <= high + step * 1e-9 }
      .map { Tick($0 / scale, text($0, places: places)) }
  }

  /// The smallest 1, 2 or 5 times a power of ten that is not below `least`.
  private static func niceStep(_ least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return ([1, 2, 5, 10].first { $0 * power >= least * (1 - 1e-9) } ?? 10) * power
  }

  private static func logarithmicTicks(_ range: ClosedRange<Double>, isShare: Bool) -> [Tick] {
    let scale = isShare ? 100.0 : 1
    let (low, high) = (range.lowerBound * scale, range.upperBound * scale)
    let decades = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let steps: [Double] = log10(high / low) > 2.5 ? [1] : log10(high / low) > 1.2 ? [1, 3] : [1, 2, 3, 5, 7]
    return decades.flatMap { decade in
      steps.map { step in
        let value = step * pow(10, Double(decade))
        return Tick(value / scale, text(value, places: max(0, -decade)))
      }
    }
  }

  private static func thinned(_ ticks: [Tick], to room: Int) -> [Tick] {
    let every = max(1, (ticks.count + room - 1) / max(room, 1))
    return ticks.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }

  /// A number with a true minus sign and no locale.
  static func text(_ value: Double, places: Int) -> String {
    let digits = String(format: "%.\(places)f", locale: Locale(identifier: "en_US_POSIX"), value.magnitude)
    let isZero = !digits.contains { $0 != "0" && $0 != "." }
    return value < 0 && !isZero ? "\u{2212}" + digits : digits
  }
}
