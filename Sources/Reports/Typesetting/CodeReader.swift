/// Cuts source code into pieces with and without a kind, from left to right, leaving nothing out.
struct CodeReader {
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private(set) var pieces: [CodeColouring.Piece] = []

  init(_ code: String) { scalars = Array(code.unicodeScalars) }

  // MARK: - Languages

  /// Keys before a colon, comments, strings, numbers and the words that are values of their own.
  mutating func yaml() {
    while let scalar = current {
      if scalar == "#", isAfterSpace {
        take(.comment, upTo: lineEnd)
      } else if scalar == "\"" || scalar == "'", !isAfterWord {
        let end = stringEnd(scalar, escape: scalar == "\"" ? "\\" : nil)
        take(isKey(endingAt: end) ? .key : .string, upTo: end)
      } else if Self.isWord(scalar) {
        let end = wordEnd { Self.isWord($0) || $0 == "." || $0 == "-" }
        take(isKey(endingAt: end) ? .key : yamlValue(upTo: end), upTo: end)
      } else {
        take(nil, upTo: place + 1)
      }
    }
  }

  /// Keywords in any case, comments, strings and numbers.
  mutating func sql() {
    while let scalar = current {
      if scalar == "-", next == "-" {
        take(.comment, upTo: lineEnd)
      } else if scalar == "/", next == "*" {
        take(.comment, upTo: end(of: ["*", "/"]))
      } else if scalar == "'" || scalar == "\"" {
        take(.string, upTo: stringEnd(scalar, escape: nil))
      } else if Self.isWord(scalar) {
        let end = wordEnd { Self.isWord($0) || $0 == "." && Self.isDigit(scalar) }
        let word = text(upTo: end).uppercased()
        take(Self.keywords.contains(word) ? .key : Self.isDigit(scalar) ? .number : nil, upTo: end)
      } else {
        take(nil, upTo: place + 1)
      }
    }
  }

  /// The program of each command, its options, variables, strings and comments.
  mutating func shell() {
    var isProgramNext = true
    while let scalar = current {
      switch scalar {
      case "#" where isAfterSpace: take(.comment, upTo: lineEnd)
      case "\n", "|", ";", "&", "(":
        take(nil, upTo: place + 1)
        isProgramNext = true
      case "\\": take(nil, upTo: min(place + 2, scalars.count))
      case "'", "\"":
        take(.string, upTo: stringEnd(scalar, escape: scalar == "\"" ? "\\" : nil))
        isProgramNext = false
      case "$":
        // A dollar before a space is the prompt of a session.
        let isPrompt = next == " "
        take(isPrompt ? nil : .variable, upTo: isPrompt ? place + 1 : variableEnd)
        isProgramNext = isPrompt
      case " ", "\t", "<", ">", ")", "{", "}": take(nil, upTo: place + 1)
      default:
        isProgramNext = word(isProgramNext)
      }
    }
  }

  /// One word of a command; returns whether the program is still to come.
  private mutating func word(_ isProgramNext: Bool) -> Bool {
    let end = wordEnd { !" \t\n|;&()<>'\"$\\".unicodeScalars.contains($0) }
    let word = text(upTo: end)
    if isProgramNext {
      let isAssignment = word.contains("=") && !word.hasPrefix("-")
      take(isAssignment ? .variable : .program, upTo: end)
      return isAssignment
    }
    take(word.hasPrefix("-") ? .option : nil, upTo: end)
    return false
  }

  // MARK: - Pieces

  private mutating func take(_ kind: CodeColouring.Kind?, upTo end: Int) {
    let end = max(end, place + 1)
    if kind == nil, let last = pieces.last, last.kind == nil {
      pieces[pieces.count - 1] = .init(kind: nil, scalars: scalars[last.scalars.startIndex..<end])
    } else {
      pieces.append(.init(kind: kind, scalars: scalars[place..<end]))
    }
    place = end
  }

  private var current: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }
  private var next: Unicode.Scalar? { place + 1 < scalars.count ? scalars[place + 1] : nil }
  private var isAfterSpace: Bool { place == 0 || " \t\n".unicodeScalars.contains(scalars[place - 1]) }
  private var isAfterWord: Bool { place > 0 && Self.isWord(scalars[place - 1]) }
  private var lineEnd: Int { scalars[place...].firstIndex(of: "\n") ?? scalars.count }

  private func text(upTo end: Int) -> String { String(String.UnicodeScalarView(scalars[place..<end])) }

  private func wordEnd(_ belongs: (Unicode.Scalar) -> Bool) -> Int {
    scalars[place...].firstIndex { !belongs($0) } ?? scalars.count
  }

  /// Behind the closing mark, or the end of the code where there is none.
  private func stringEnd(_ mark: Unicode.Scalar, escape: Unicode.Scalar?) -> Int {
    var end = place + 1
    while end < scalars.count {
      if scalars[end] == escape { end += 1 } else if scalars[end] == mark { return end + 1 }
      end += 1
    }
    return scalars.count
  }

  private func end(of mark: [Unicode.Scalar]) -> Int {
    var end = place + 2
    while end + 1 < scalars.count {
      if scalars[end] == mark[0], scalars[end + 1] == mark[1] { return end + 2 }
      end += 1
    }
    return scalars.count
  }

  private var variableEnd: Int {
    if next == "{" { return (scalars[place...].firstIndex(of: "}") ?? scalars.count - 1) + 1 }
    return scalars[(place + 1)...].firstIndex { !Self.isWord($0) } ?? scalars.count
  }

  /// Whether a colon and then a space or the end of the line follow.
  private func isKey(endingAt end: Int) -> Bool {
    guard end < scalars.count, scalars[end] == ":" else { return false }
    return end + 1 == scalars.count || " \n".unicodeScalars.contains(scalars[end + 1])
  }

  private func yamlValue(upTo end: Int) -> CodeColouring.Kind? {
    let word = text(upTo: end)
    if ["true", "false", "null"].contains(word) { return .number }
    let isAlone = place == 0 || " \t\n[{,:-".unicodeScalars.contains(scalars[place - 1])
    return isAlone && Double(word) != nil ? .number : nil
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || isDigit(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static let keywords: Set<String> = [
    "ALL", "AND", "AS", "ASC", "AVG", "BETWEEN", "BY", "CASE", "CAST", "COUNT", "CROSS", "DESC", "DISTINCT", "ELSE",
    "END",
    "EXCEPT", "EXISTS", "FROM", "FULL", "GROUP", "HAVING", "IN", "INNER", "INTERSECT", "IS", "JOIN", "LEFT", "LIKE",
    "LIMIT",
    "MAX", "MIN", "NOT", "NULL", "OFFSET", "ON", "OR", "ORDER", "OUTER", "OVER", "PARTITION", "RIGHT", "ROUND",
    "SELECT",
    "SUM", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE", "WITH",
  ]
}
