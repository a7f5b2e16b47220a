/// The smallest piece of a formula that TeX reads.
enum TeXToken: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// The name without its backslash: letters, or a single sign.
  case command(String)
  case end

  /// How messages name it.
  var quoted: String {
    switch self {
    case .character(let scalar): "'\(scalar)'"
    case .command(let name): "'\\\(name)'"
    case .end: "the end of the formula"
    }
  }
}

/// Cuts a formula into tokens.
struct TeXScanner: Sendable {
  let scalars: [Unicode.Scalar]
  private(set) var offset = 0

  init(_ tex: String) { scalars = Array(tex.unicodeScalars) }

  /// The token at the current place and where the one after it starts.
  func peek() -> (token: TeXToken, next: Int) {
    guard offset < scalars.count else { return (.end, offset) }
    guard scalars[offset] == "\\" else { return (.character(scalars[offset]), offset + 1) }
    guard offset + 1 < scalars.count else { return (.command(""), offset + 1) }
    var end = offset + 1
    while end < scalars.count, Self.isLetter(scalars[end]) { end += 1 }
    if end == offset + 1 { end += 1 }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[(offset + 1)..<end])
    return (.command(name), end)
  }

  mutating func advance(to place: Int) { offset = place }

  mutating func skipSpace() {
    while offset < scalars.count, Self.isSpace(scalars[offset]) { offset += 1 }
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{A0}"
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
