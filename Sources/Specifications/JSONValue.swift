/// JSON for machines, its keys in the order they were given.
package indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(Int)
  /// Not finite becomes null.
  case real(Double)
  case text(String)
  case list([JSONValue])
  case object([(String, JSONValue)])

  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): String(value)
    case .real(let value): value.isFinite ? "\(value)" : "null"
    case .text(let value): Self.quote(value)
    case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let entries):
      "{" + entries.map { Self.quote($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }

  /// Quotes a text, with an escape for everything that is not seen: JSON is read in terminals too.
  private static func quote(_ text: String) -> String {
    let quoted = SpecNode.quote(text)
    if quoted.unicodeScalars.allSatisfy(\.isVisible) { return quoted }
    var escaped = ""
    for scalar in quoted.unicodeScalars {
      guard !scalar.isVisible else {
        escaped.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let hex = String(unit, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      }
    }
    return escaped
  }
}
