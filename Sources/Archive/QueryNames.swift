/// The tables that a query names, as far as its words tell: a view that is misspelt would else be a table of the archive.
struct QueryNames {
  private enum Token: Hashable {
    /// A name, quoted or not.
    case name(String)
    case sign(Character)

    var word: String { if case .name(let text) = self { text.lowercased() } else { "" } }
  }

  private let tokens: [Token]

  /// SQLite reads scalar by scalar.
  init(_ sql: String) { tokens = Self.tokens(sql.unicodeScalars.map(Character.init)) }

  /// The word that the query begins with, in small letters.
  var verb: String { tokens.first?.word ?? "" }

  /// Whether it names an order anywhere.
  var isOrdered: Bool { zip(tokens, tokens.dropFirst()).contains { $0.word == "order" && $1.word == "by" } }

  /// The first table that is neither one of the views nor named by `WITH`; nil where there is none.
  func stranger(to views: [String]) -> String? {
    let known = Set(views + Self.functions + named)
    return tables.first { !known.contains($0.lowercased()) }
  }

  /// Tables that SQLite makes of texts and numbers.
  private static let functions = ["json_each", "json_tree", "generate_series"]

  /// What `WITH name AS (` and `WITH name (columns) AS (` name.
  private var named: [String] {
    tokens.indices.compactMap { index in
      guard index > 0, tokens[index].word == "as",
        let opening = tokens[index...].dropFirst().first(where: { token in
          !["not", "materialized"].contains(token.word)
        }), opening == .sign("(")
      else { return nil }
      guard tokens[index - 1] == .sign(")") else { return tokens[index - 1].word }
      let start = tokens[..<index].lastIndex(of: .sign("(")) ?? 0
      return start > 0 ? tokens[start - 1].word : nil
    }
  }

  /// What stands behind `FROM`, `JOIN` and the commas between them, with its schema.
  private var tables: [String] {
    var found: [String] = []
    // For every open parenthesis, whether a list of tables stands in it, and whether the next word is one of them.
    var levels = [(isList: false, isNext: false)]
    for (index, token) in tokens.enumerated() {
      let last = levels.count - 1
      switch token {
      case .sign("("):
        let isNested = levels[last].isNext
        levels[last].isNext = false
        levels.append((isNested, isNested))
      case .sign(")"): if last > 0 { levels.removeLast() }
      case .sign(","): levels[last].isNext = levels[last].isList
      case .sign: continue
      case .name(let name):
        if Self.ends.contains(token.word) {
          levels[last] = (false, false)
        } else if levels[last].isNext {
          found.append(qualified(name, at: index))
          levels[last].isNext = false
        } else if ["from", "join"].contains(token.word), index == 0 || tokens[index - 1].word != "distinct" {
          levels[last] = (true, true)
        }
      }
    }
    return found
  }

  private static let ends: Set<String> = [
    "with", "select", "where", "group", "having", "order", "limit", "union", "except", "intersect", "window", "on",
    "values",
  ]

  /// `temp.name` is the view of that name; any other schema stays in front.
  private func qualified(_ name: String, at index: Int) -> String {
    guard index + 2 < tokens.count, tokens[index + 1] == .sign("."), case .name(let table) = tokens[index + 2] else {
      return name
    }
    return name.lowercased() == "temp" ? table : "\(name).\(table)"
  }

  // MARK: Reading

  private static func tokens(_ text: [Character]) -> [Token] {
    var tokens: [Token] = []
    var at = 0
    while at < text.count {
      let rest = text[at...]
      let sign = text[at]
      if rest.starts(with: "--") {
        at += rest.prefix { !$0.isNewline }.count
      } else if rest.starts(with: "/*") {
        at = end(of: "*/", in: text, from: at + 2)
      } else if let close = ["'": "'", "\"": "\"", "`": "`", "[": "]"][sign].map(Character.init) {
        let inner = text[(at + 1)...].prefix { $0 != close }
        // A text is no name, and where one stands twice in a row it is one text with a quote in it.
        if sign != "'" { tokens.append(.name(String(inner))) }
        at += inner.count + 2
      } else if sign.isLetter || sign == "_" {
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
        tokens.append(.name(String(word)))
        at += word.count
      } else {
        if !sign.isWhitespace { tokens.append(.sign(sign)) }
        at += 1
      }
    }
    return tokens
  }

  private static func end(of closing: String, in text: [Character], from start: Int) -> Int {
    (start..<max(start, text.count)).first { text[$0...].starts(with: closing) }.map { $0 + closing.count }
      ?? text.count
  }
}
