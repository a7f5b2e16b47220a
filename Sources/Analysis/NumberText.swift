import Foundation
import Specifications

/// Numbers for people, all written here: no locale, true minus signs, as many places as the uncertainty deserves.
///
/// Numbers for machines are shortest round-trip decimals instead; see `Double.shortestDecimal`.
package enum NumberText {
  /// Between a number and its unit.
  package static let space = "\u{A0}"

  /// Returns the number with so many places: `−0.30`; never a negative zero; three digits and an exponent from 10¹⁵ on, and
  /// where more than 15 places are asked for.
  package static func fixed(_ value: Double, places: Int) -> String {
    if places > 15, value.isFinite { return value == 0 ? "0" : significant(value) }
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
    guard value.magnitude < 1e15 else { return significant(value) }
    let digits = String(format: "%.\(max(0, places))f", value.magnitude)
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? "−" + digits : digits
  }

  /// Returns the number with a sign in any case: `+0.3`, `−0.3`, but `0.0`.
  package static func signed(_ value: Double, places: Int) -> String {
    let text = fixed(value, places: places)
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return value > 0 && !isZero ? "+" + text : text
  }

  /// Returns a difference with its sign; one that would read as zero, which its interval leaves out, in full.
  package static func signed(_ value: Double, within low: Double, _ high: Double, places: Int) -> String {
    let text = signed(value, places: places)
    // Below that it is rounding.
    guard low > 0 || high < 0, value.magnitude > 1e-9, text == fixed(0, places: places) else { return text }
    return signed(value, places: -exponent(of: value, digits: 1))
  }

  /// Returns bounds with signs: `−1.3 to −0.7`; one that would read as zero, which they leave out, in full: `−6 to −0.04`.
  package static func signedBounds(_ low: Double, _ high: Double, places: Int) -> String {
    [low, high].map { signed($0, within: low, high, places: places) }.joined(separator: " to ")
  }

  /// Returns the number with so many significant digits and no exponent while it is handy: `0.00123`, `1230`, `1.2e−7`.
  package static func significant(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, places: 0) }
    let exponent = exponent(of: value, digits: digits)
    if (-5..<max(digits, 6)).contains(exponent) { return fixed(value, places: max(0, digits - 1 - exponent)) }
    let text = String(format: "%.\(digits - 1)e", value)
    return text.replacing("-", with: "−").replacing("e+", with: "e").replacing(/e(−?)0/) { "e\($0.1)" }
  }

  /// Returns the shortest decimal that reads as the number, with a true minus: what somebody wrote, and computes with.
  package static func exact(_ value: Double) -> String { value.shortestDecimal.replacing("-", with: "−") }

  /// The unit of a difference of shares behind its number: ` point` behind one, else ` points`.
  package static func points(after number: String) -> String {
    space + (["1", "+1", "−1"].contains(number) ? "point" : "points")
  }

  /// Returns a p value: three decimals, two significant digits below .01, `< 0.0001` further down.
  package static func pValue(_ p: Double) -> String {
    if p < 0.0001 { return "<" + space + "0.0001" }
    return p < 0.01 ? significant(p, digits: 2) : fixed(p, places: 3)
  }

  /// Returns a p value with more decimals where it would read as the level and is another number.
  package static func pValue(_ p: Double, level: Double) -> String {
    let text = pValue(p)
    guard p != level, text == pValue(level) else { return text }
    return (4...8).lazy.map { fixed(p, places: $0) }.first { Double($0) != level } ?? text
  }

  /// Returns a count with a thin gap every three digits from five digits on: `60 000`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    guard digits.count > 4 else { return value < 0 ? "−" + digits : digits }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "\u{202F}" }
      text.append(digit)
    }
    return value < 0 ? "−" + text : text
  }

  /// Returns the places at which an uncertainty shows one significant digit, or two when it begins with 1 or 2.
  ///
  /// Nil for an uncertainty of zero, or of rounding only, which says nothing.
  package static func places(for uncertainty: Double) -> Int? {
    guard uncertainty.isFinite, uncertainty > 1e-9 else { return nil }
    let one = exponent(of: uncertainty, digits: 1)
    let leading = fixed(uncertainty, places: max(0, -one)).first { $0.isNumber && $0 != "0" }
    return min(8, max(0, leading == "1" || leading == "2" ? 1 - one : -one))
  }

  /// Returns the digits and the decimal exponent of a positive number, such as `3.1` and −7.
  package static func exponential(_ value: Double, places: Int) -> (digits: String, exponent: Int) {
    let parts = String(format: "%.\(places)e", value).split(separator: "e")
    return (String(parts.first ?? ""), parts.last.flatMap { Int($0) } ?? 0)
  }

  /// The decimal exponent of the value once it is rounded to so many digits.
  package static func exponent(of value: Double, digits: Int) -> Int {
    let text = String(format: "%.\(digits - 1)e", value.magnitude)
    return text.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }
}

extension String {
  /// A decimal without zeros at its end: `5.00` gives `5`.
  package var trimmingZeros: String {
    guard contains("."), !contains("e") else { return self }
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
