/// What may stand at the edge of a fence.
enum TeXDelimiter {
  /// The fence of a character; an empty one for a full stop.
  static func typed(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "(", ")", "[", "]", "|", "/", "‖", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉": String(scalar)
    case "<": "⟨"
    case ">": "⟩"
    case ".": ""
    default: nil
    }
  }

  static func named(_ command: String) -> String? { all[command] }

  /// For messages, in alphabetical order.
  static var commands: String { all.keys.filter { $0.count > 1 }.sorted().map { "\\" + $0 }.joined(separator: " ") }

  private static let all = [
    "{": "{", "}": "}", "|": "‖", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "vert": "|", "Vert": "‖",
    "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "uparrow": "↑", "downarrow": "↓", "updownarrow": "↕", "Uparrow": "⇑", "Downarrow": "⇓",
    "backslash": "\\",
  ]
}

extension TeXReader {
  /// The delimiter that comes next; `nil` for the full stop, which stands for none.
  mutating func delimiter(after name: String) throws(TeXError) -> String? {
    scanner.skipSpace()
    let (token, next) = scanner.peek()
    let found: String?
    switch token {
    case .character(let scalar): found = TeXDelimiter.typed(scalar)
    case .command(let command): found = TeXDelimiter.named(command)
    case .end: throw error(.missing(what: "its delimiter", for: name))
    }
    guard let found else { throw error(.unknownDelimiter(found: token.quoted)) }
    scanner.advance(to: next)
    return found.isEmpty ? nil : found
  }

  /// From behind `\left` through the delimiter of `\right`.
  mutating func fenced() throws(TeXError) -> MathNode {
    let opening = try delimiter(after: "'\\left'")
    let outer = alphabet
    defer { alphabet = outer }
    let nodes = try row(until: .fence)
    scanner.advance(to: scanner.peek().next)
    return .fenced(opening, nodes, try delimiter(after: "'\\right'"))
  }
}
