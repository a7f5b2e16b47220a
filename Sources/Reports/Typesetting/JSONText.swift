/// A JSON value whose keys keep the order in which they were written.
indirect enum JSONText {
  case null
  case number(Int)
  case string(String)
  case list([JSONText])
  case object([(String, JSONText)])

  /// Indented by one space per level, as Jupyter writes it.
  func text(indent: Int) -> String {
    switch self {
    case .null: return "null"
    case .number(let value): return String(value)
    case .string(let value): return Self.quoted(value)
    case .list(let values):
      return Self.block("[", values.map { $0.text(indent: indent + 1) }, "]", indent)
    case .object(let entries):
      let lines = entries.map { Self.quoted($0.0) + ": " + $0.1.text(indent: indent + 1) }
      return Self.block("{", lines, "}", indent)
    }
  }

  private static func block(_ open: String, _ lines: [String], _ close: String, _ indent: Int) -> String {
    if lines.isEmpty { return open + close }
    let margin = String(repeating: " ", count: indent)
    return open + "\n" + lines.map { margin + " " + $0 }.joined(separator: ",\n") + "\n" + margin + close
  }

  /// With the short escapes that Jupyter writes, so that opening and saving a notebook changes nothing.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{8}": quoted += "\\b"
      case "\u{C}": quoted += "\\f"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
