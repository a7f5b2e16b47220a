import Specifications

/// What is wrong with a condition, and at which column of its text, counted from 1.
package struct ConditionError: Error, Hashable, Sendable, CustomStringConvertible {
  package let column: Int
  package let message: String

  package var description: String { "column \(column): \(message)" }
}

extension Condition {
  /// Reads `not`, `and`, `or` in falling order of strength, parentheses, and comparisons `field operator value`.
  package static func read(_ text: String, fields: QueryFields) throws(ConditionError) -> Condition {
    var reader = ConditionReader(tokens: try ConditionToken.all(in: text), end: text.count + 1, fields: fields)
    return try reader.whole()
  }
}

/// One word, sign or quoted text of a condition.
struct ConditionToken: Hashable {
  enum Kind: Hashable { case word, quoted, sign }

  let kind: Kind
  let text: String
  let column: Int

  static func all(in text: String) throws(ConditionError) -> [ConditionToken] {
    let letters = Array(text)
    var tokens: [ConditionToken] = []
    var at = 0
    while at < letters.count {
      let start = at
      if letters[at].isWhitespace {
        at += 1
      } else if letters[at] == "\"" || letters[at] == "'" {
        guard let close = letters[(at + 1)...].firstIndex(of: letters[at]) else {
          throw ConditionError(column: at + 1, message: "this quotation mark is not closed")
        }
        tokens.append(ConditionToken(kind: .quoted, text: String(letters[(at + 1)..<close]), column: start + 1))
        at = close + 1
      } else if signs.contains(letters[at]) {
        let isDouble = at + 1 < letters.count && letters[at + 1] == "=" && "!<>=".contains(letters[at])
        at += isDouble ? 2 : 1
        tokens.append(ConditionToken(kind: .sign, text: String(letters[start..<at]), column: start + 1))
      } else {
        while at < letters.count, !letters[at].isWhitespace, !signs.contains(letters[at]) { at += 1 }
        tokens.append(ConditionToken(kind: .word, text: String(letters[start..<at]), column: start + 1))
      }
    }
    return tokens
  }

  private static let signs = Set("()=<>!~")
}

/// Reads the tokens from left to right.
private struct ConditionReader {
  let tokens: [ConditionToken]
  /// The column after the last letter.
  let end: Int
  let fields: QueryFields
  private var at = 0
  private var depth = 0
  private static let deepest = 50

  init(tokens: [ConditionToken], end: Int, fields: QueryFields) {
    (self.tokens, self.end, self.fields) = (tokens, end, fields)
  }

  private var next: ConditionToken? { at < tokens.count ? tokens[at] : nil }

  private func isNext(_ word: String) -> Bool { next.map { $0.kind != .quoted && $0.text == word } ?? false }

  private mutating func pass(_ word: String) -> Bool {
    guard isNext(word) else { return false }
    at += 1
    return true
  }

  mutating func whole() throws(ConditionError) -> Condition {
    let condition = try either()
    if let next {
      let message =
        next.text == ")" ? "this parenthesis closes nothing" : "'\(next.text)' is one too many; join with and, or"
      throw ConditionError(column: next.column, message: message)
    }
    return condition
  }

  private mutating func either() throws(ConditionError) -> Condition {
    var left = try both()
    while pass("or") { left = .either(left, try both()) }
    return left
  }

  private mutating func both() throws(ConditionError) -> Condition {
    var left = try single()
    while pass("and") { left = .both(left, try single()) }
    return left
  }

  private mutating func single() throws(ConditionError) -> Condition {
    guard depth < Self.deepest else {
      throw ConditionError(column: next?.column ?? end, message: "this is nested more than \(Self.deepest) deep")
    }
    depth += 1
    defer { depth -= 1 }
    if pass("not") { return .not(try single()) }
    if let open = next, pass("(") {
      let inner = try either()
      guard pass(")") else { throw ConditionError(column: open.column, message: "this parenthesis is not closed") }
      return inner
    }
    return try comparison()
  }

  private mutating func comparison() throws(ConditionError) -> Condition {
    guard let name = next, name.kind == .word else {
      throw ConditionError(column: next?.column ?? end, message: "a field is missing, as in status=completed")
    }
    at += 1
    let field = try fields.require(name.text, column: name.column)
    guard let sign = next, sign.kind == .sign,
      let comparator = Condition.Comparator(rawValue: sign.text == "==" ? "=" : sign.text)
    else {
      let allowed = Condition.Comparator.allCases.map(\.rawValue).joined(separator: " ")
      throw ConditionError(column: next?.column ?? end, message: "after \(name.text) comes one of \(allowed)")
    }
    at += 1
    guard var value = next, value.kind != .sign else {
      throw ConditionError(column: next?.column ?? end, message: "a value is missing after \(name.text)\(sign.text)")
    }
    at += 1
    // Shares are printed with a space before the sign.
    if field.kind == .number, value.kind == .word, pass("%") {
      value = ConditionToken(kind: .word, text: value.text + "%", column: value.column)
    }
    try check(comparator, sign, field, value)
    return .comparison(field, comparator, field.synonyms[value.text] ?? value.text)
  }

  /// Whether a text is a year, a month or a day of the calendar.
  private static func isDay(_ text: String) -> Bool {
    guard let parts = text.wholeMatch(of: /(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/)?.output else { return false }
    let month = parts.2.flatMap { Int($0) } ?? 1
    let day = parts.3.flatMap { Int($0) } ?? 1
    guard let year = Int(parts.1), (1...12).contains(month) else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    return (1...days).contains(day)
  }

  private func check(
    _ comparator: Condition.Comparator, _ sign: ConditionToken, _ field: QueryField, _ value: ConditionToken
  ) throws(ConditionError) {
    switch (field.kind, comparator) {
    case (.number, .contains):
      throw ConditionError(column: sign.column, message: "\(field.name) is a number; ~ finds parts of texts")
    case (.number, _):
      guard Condition.Comparator.number(value.text) == nil else { return }
      throw ConditionError(
        column: value.column, message: "\(field.name) is a number, and '\(value.text)' is none (write 0.05 or 5%)")
    case (.text, .less), (.text, .lessOrEqual), (.text, .more), (.text, .moreOrEqual), (.words, .less),
      (.words, .lessOrEqual), (.words, .more), (.words, .moreOrEqual):
      throw ConditionError(column: sign.column, message: "\(field.name) holds words, which compare by =, != and ~ only")
    case (.date, _):
      guard comparator != .contains, !Self.isDay(value.text) else { return }
      throw ConditionError(column: value.column, message: "\(field.name) is a day, written like 2026-03-01")
    case (.text, .equal), (.text, .unequal):
      let known = field.choices + field.synonyms.keys
      guard !field.choices.isEmpty, !known.contains(value.text) else { return }
      let guess = Spelling.nearest(to: value.text, among: field.choices).map { " (did you mean '\($0)'?)" } ?? ""
      throw ConditionError(
        column: value.column, message: "\(field.name) is \(field.meaning), not '\(value.text)'\(guess)")
    case (.text, .contains), (.words, .equal), (.words, .unequal),
      (.words, .contains), (.written, _):
      return
    }
  }
}
