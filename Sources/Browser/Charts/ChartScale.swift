/// Maps numbers of an axis to whole pixels, and chooses its ticks.
struct ChartScale {
  let low: Double
  let high: Double
  /// Pixels of `low` and of `high`.
  let from: Int
  let to: Int

  /// Takes finite values only; an axis without extent gets one around its value.
  init(_ values: [Double], from: Int, to: Int) {
    let finite = values.filter(\.isFinite)
    let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
    let margin = least == most ? max(abs(least) * 0.1, 1e-9) : 0
    (low, high, self.from, self.to) = (least - margin, most + margin, from, to)
  }

  /// The pixel of a value, to one tenth.
  func exact(_ value: Double) -> Double {
    let share = (value - low) / (high - low)
    return (Double(from) + share * Double(to - from)) * 10
  }

  func pixel(_ value: Double) -> Int { Int((exact(value) / 10).rounded()) }

  /// Round numbers within the axis, about as many as asked for: multiples of 1, 2 or 5 times a power of ten.
  func ticks(_ count: Int) -> [Double] {
    let wanted = (high - low) / Double(max(1, count))
    var power = 1.0
    while power * 10 <= wanted { power *= 10 }
    while power > wanted { power /= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= wanted } ?? power
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    guard first <= last, last - first < 100 else { return [] }
    return (first...last).map { Double($0) * step }
  }
}
