import Specifications

/// Data for the site's scripts, written so that nothing in it can end the script or run as one.
indirect enum ScriptValue {
  case nothing
  case number(Double)
  case text(String)
  case list([ScriptValue])
  case object([(String, ScriptValue)])

  /// JSON; numbers as shortest decimals, what is not finite as null.
  var text: String {
    switch self {
    case .nothing: "null"
    case .number(let value): Self.decimal(value)
    case .text(let value): Self.quoted(value)
    case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let entries): "{" + entries.map { Self.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }

  /// A file that hands the value to a function of the site: `dropoutLab.push(["search", {…}])`.
  func script(calling name: String) -> String {
    "(globalThis.dropoutLab ??= []).push([\(Self.quoted(name)), \(text)]);\n"
  }

  private static func decimal(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return "\(value)"
  }

  /// `<` and the separators that scripts take for ends of lines are written by their numbers.
  private static func quoted(_ text: String) -> String {
    SpecNode.quote(text.unturned).replacingScalars("<", with: "\\u003c").replacingScalars("\u{2028}", with: "\\u2028")
      .replacingScalars("\u{2029}", with: "\\u2029")
  }
}
