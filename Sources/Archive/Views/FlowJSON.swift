import Specifications

/// Turns a specification in one line, as the archive keeps it, into JSON for SQL's functions.
///
/// The archive's own lines only: maps, lists, plain words and texts quoted as JSON quotes them.
struct FlowJSON {
  private var rest: Substring

  /// The JSON of a line; nil for anything the archive would not have written.
  static func json(of line: String) -> String? {
    var reader = FlowJSON(rest: line[...])
    guard let json = reader.value(), reader.rest.allSatisfy({ $0 == " " }) else { return nil }
    return json
  }

  private mutating func value() -> String? {
    skip()
    switch rest.first {
    case "{": return list(from: "{", to: "}") { $0.entry() }
    case "[": return list(from: "[", to: "]") { $0.value() }
    case "\"": return quoted()
    default: return plain().map(Self.scalar)
    }
  }

  private mutating func list(
    from first: Character, to last: Character, _ item: (inout FlowJSON) -> String?
  ) -> String? {
    rest.removeFirst()
    var items: [String] = []
    skip()
    while rest.first != last {
      guard let next = item(&self) else { return nil }
      items.append(next)
      skip()
      if rest.first == "," { rest.removeFirst() } else if rest.first != last { return nil }
      skip()
    }
    rest.removeFirst()
    return String(first) + items.joined(separator: ",") + String(last)
  }

  private mutating func entry() -> String? {
    skip()
    guard let key = rest.first == "\"" ? quoted() : plain().map(SpecNode.quote), rest.first == ":" else { return nil }
    rest.removeFirst()
    return value().map { key + ":" + $0 }
  }

  private mutating func quoted() -> String? {
    var isEscaped = false
    for index in rest.indices.dropFirst() {
      let character = rest[index]
      if character == "\"", !isEscaped {
        defer { rest = rest[rest.index(after: index)...] }
        return String(rest[...index])
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return nil
  }

  private mutating func plain() -> String? {
    let text = rest.prefix { !",:[]{}\"".contains($0) }
    rest = rest[text.endIndex...]
    let trimmed = String(text.reversed().drop { $0 == " " }.reversed())
    return trimmed.isEmpty ? nil : trimmed
  }

  private mutating func skip() { rest = rest.drop { $0 == " " } }

  /// A number or a truth value stands as it is; every other word is a text.
  private static func scalar(_ word: String) -> String {
    let isNumber = word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    return isNumber || ["true", "false", "null"].contains(word) ? word : SpecNode.quote(word)
  }
}
