import Specifications

/// How an answer to an exercise was found to be.
package enum Grade: Hashable, Sendable {
  case right
  /// With what a reader may know about it: too large, too small, another choice.
  case wrong(String)
  /// The answer is no number or none of the choices; says what is expected.
  case unreadable(String)

  /// What an exercise asks for.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case number, choice, text
  }

  package var isRight: Bool { self == .right }

  /// Compares an answer with the one expected.
  ///
  /// A number may be off by `tolerance` absolutely, both ends included, and by rounding of the comparison itself. Choices
  /// and texts are compared without case, marks at the edges and repeated space; several right ones are divided by `|`.
  package static func check(answer: String, expected: String, tolerance: Double, kind: Kind) -> Grade {
    switch kind {
    case .number: number(answer, expected, tolerance)
    case .choice: choice(answer, expected)
    case .text: text(answer, expected)
    }
  }

  // MARK: - Kinds

  private static func number(_ answer: String, _ expected: String, _ tolerance: Double) -> Grade {
    guard let wanted = AnswerNumber.value(of: expected) else {
      return .unreadable("the exercise itself expects '\(expected)', which is no number")
    }
    guard let found = AnswerNumber.value(of: answer) else {
      return .unreadable("'\(answer.clipped(to: 40))' is no number; write it like 0.5, 1/2, 50 % or 5e-1")
    }
    // Two roundings of a decimal may differ in the last bits, which is no mistake of the reader.
    let slack = 4 * max(wanted.magnitude, found.magnitude).ulp
    if (found - wanted).magnitude <= tolerance.magnitude + slack { return .right }
    return .wrong(found > wanted ? "too large" : "too small")
  }

  private static func choice(_ answer: String, _ expected: String) -> Grade {
    let found = trimmedMarks(plain(answer))
    if found.isEmpty { return .unreadable("no choice was made") }
    return alternatives(expected).contains { trimmedMarks($0) == found } ? .right : .wrong("another choice is right")
  }

  private static func text(_ answer: String, _ expected: String) -> Grade {
    let found = plain(answer)
    if found.isEmpty { return .unreadable("the answer is empty") }
    return alternatives(expected).contains(found) ? .right : .wrong("not what is expected")
  }

  // MARK: - Words

  private static func alternatives(_ expected: String) -> [String] {
    expected.split(separator: "|").map { plain(String($0)) }
  }

  /// Lower case, single spaces, one kind of hyphen and quotation mark, no full stop at the end.
  private static func plain(_ text: String) -> String {
    let straight = text.map { character -> Character in
      switch character {
      case "‐", "‑", "–", "—", "−": "-"
      case "’", "‘", "`": "'"
      case "“", "”": "\""
      default: character
      }
    }
    let words = String(straight).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.hasSuffix(".") && words.count > 1 ? String(words.dropLast()) : words
  }

  /// `b)`, `(b)` and `b` are the same choice.
  private static func trimmedMarks(_ text: String) -> String {
    let marks: Set<Character> = ["(", ")", "[", "]", ".", ":"]
    return String(String(text.drop { marks.contains($0) }.reversed()).drop { marks.contains($0) }.reversed())
  }
}
