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
    case .text(let value): SpecNode.quote(value)
    case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let entries):
      "{" + entries.map { SpecNode.quote($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }
}
