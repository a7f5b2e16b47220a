import Analysis
import Specifications
import Statistics

/// A number with what its form depends on: its uncertainty, whether it is a share, whether it is a difference.
struct FormattedNumber: Hashable, Sendable {
  let value: Double
  let interval: Interval?
  let isShare: Bool
  let isDifference: Bool

  init(_ value: Double, interval: Interval? = nil, isShare: Bool = false, isDifference: Bool = false) {
    self.value = value
    self.interval = interval
    self.isShare = isShare
    self.isDifference = isDifference
  }

  /// The form without a wish: percent for shares, points for their differences.
  var natural: ValueFormat { isShare ? (isDifference ? .points : .percent) : .number(places: nil) }

  /// The text; throws when a form does not go with the number.
  func text(_ format: ValueFormat?, at place: Place) throws(CellFailure) -> String {
    switch format ?? natural {
    case .percent: return number(value, times: 100) + NumberText.space + "%"
    case .points:
      let points = signed(value, times: 100)
      return points + NumberText.points(after: points)
    case .number(let places):
      return isDifference ? signed(value, times: 1, places: places) : number(value, times: 1, places: places)
    case .scientific: return Self.scientific(value)
    case .count:
      guard value == value.rounded(), value.magnitude < 1e15 else {
        throw CellFailure(place, "\(value) is no count; use number or percent")
      }
      return NumberText.count(Int(value))
    case .p: return NumberText.pValue(value)
    case .text: return value.shortestDecimal
    }
  }

  /// The size of a share's spread, which has no sign: `0.31 points`.
  static func points(_ size: Double) -> String {
    let points = NumberText.significant(size * 100)
    return points + NumberText.points(after: points)
  }

  /// The bounds in the same form: `7.9 to 8.3 %`.
  func interval(_ format: ValueFormat?, at place: Place) throws(CellFailure) -> String {
    guard let interval else { return "" }
    switch format ?? natural {
    case .percent: return bounds(interval, times: 100) + NumberText.space + "%"
    case .points: return signedBounds(interval, times: 100) + NumberText.space + "points"
    case .number(let places?):
      return "\(number(interval.low, times: 1, places: places)) to \(number(interval.high, times: 1, places: places))"
    case .number(nil): return bounds(interval, times: 1)
    case .scientific, .count, .p, .text:
      let bounds = [interval.low, interval.high].map { FormattedNumber($0, interval: interval) }
      return "\(try bounds[0].text(format, at: place)) to \(try bounds[1].text(format, at: place))"
    }
  }

  /// A bound that a difference leaves out does not read as zero.
  private func bounds(_ interval: Interval, times factor: Double) -> String {
    if isDifference { return signedBounds(interval, times: factor) }
    return "\(number(interval.low, times: factor)) to \(number(interval.high, times: factor))"
  }

  private func signedBounds(_ interval: Interval, times factor: Double) -> String {
    guard let places = places(times: factor) else {
      return "\(signed(interval.low, times: factor)) to \(signed(interval.high, times: factor))"
    }
    return NumberText.signedBounds(interval.low * factor, interval.high * factor, places: places)
  }

  // MARK: Places

  private func places(times factor: Double) -> Int? {
    interval.flatMap { NumberText.places(for: ($0.high - $0.low) / 2 * factor) }
  }

  private func number(_ value: Double, times factor: Double, places: Int? = nil) -> String {
    if let places = places ?? self.places(times: factor) { return NumberText.fixed(value * factor, places: places) }
    return value == value.rounded() && factor == 1 && value.magnitude < 1e15
      ? NumberText.fixed(value, places: 0) : NumberText.significant(value * factor)
  }

  /// With the places wished for, else with those of the interval, and more where it leaves out the zero that they show.
  private func signed(_ value: Double, times factor: Double, places: Int? = nil) -> String {
    if let places { return NumberText.signed(value * factor, places: places) }
    if let interval, let places = self.places(times: factor) {
      return NumberText.signed(
        value * factor, within: interval.low * factor, interval.high * factor, places: places)
    }
    let text = NumberText.significant(value * factor)
    return value > 0 ? "+" + text : text
  }

  /// Such as `3.1 × 10⁻⁷`, and `4.5` where the power is none.
  static func scientific(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return NumberText.fixed(value, places: 0) }
    let (digits, exponent) = NumberText.exponential(value.magnitude, places: 1)
    let sign = value < 0 ? "−" : ""
    if exponent == 0 { return sign + digits }
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    return sign + digits + " × 10" + String("\(exponent)".map { raised[$0] ?? $0 })
  }
}
