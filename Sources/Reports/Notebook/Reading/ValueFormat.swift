/// How an inline value is written.
package enum ValueFormat: Hashable, Sendable {
  /// A share as `8.1 %`.
  case percent
  /// A difference of shares as `−1.3 points`.
  case points
  /// A plain number; places only when they are given, else as many as its uncertainty deserves.
  case number(places: Int?)
  case scientific
  /// A whole number with gaps.
  case count
  /// A p value.
  case p
  case text

  /// The words, for error messages.
  static let words = ["percent", "points", "number", "number(3)", "scientific", "count", "p", "text"]

  /// Reads a word such as `number(3)`; nil for an unknown one.
  init?(_ word: String) {
    switch word {
    case "percent": self = .percent
    case "points": self = .points
    case "number": self = .number(places: nil)
    case "scientific": self = .scientific
    case "count": self = .count
    case "p": self = .p
    case "text": self = .text
    default:
      guard let match = word.wholeMatch(of: /number\(([0-9]|1[0-2])\)/), let places = Int(match.1) else { return nil }
      self = .number(places: places)
    }
  }
}
