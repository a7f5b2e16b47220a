extension SpecNode {
  /// The tree as YAML, maps in blocks and short values in one line; the same tree gives the same text.
  package var yaml: String { block(indent: 0) + "\n" }

  /// The tree in one line: `{ bernoulli: { rate: 0.5 } }`.
  package var flow: String {
    switch content {
    case .scalar(let text, let quoted): Self.scalar(text, quoted: quoted)
    case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
    case .map(let entries):
      entries.isEmpty
        ? "{}"
        : "{ " + entries.map { "\(Self.scalar($0.key, quoted: false)): \($0.value.flow)" }.joined(separator: ", ")
          + " }"
    }
  }

  private func block(indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    switch content {
    case .scalar: return flow
    case .list(let items):
      return items.map { margin + "- " + ($0.fits ? $0.flow : $0.block(indent: indent + 2).droppingMargin) }
        .joined(separator: "\n")
    case .map(let entries):
      if entries.isEmpty { return "{}" }
      return entries.map { entry in
        let key = margin + Self.scalar(entry.key, quoted: false) + ":"
        if entry.value.fits { return key + " " + entry.value.flow }
        return key + "\n" + entry.value.block(indent: indent + 2)
      }.joined(separator: "\n")
    }
  }

  private var fits: Bool {
    if case .scalar = content { return true }
    return flow.count <= 96
  }

  /// Plain where YAML reads it back as the same text, else quoted.
  private static func scalar(_ text: String, quoted: Bool) -> String {
    if text.isEmpty, !quoted { return "null" }
    let isPlain =
      text.unicodeScalars.allSatisfy(isPlainScalar) && text.first != " " && text.last != " "
      && !["?", "!", "(", ")", "%"].contains(text.first)
    let isSpecial =
      ["null", "Null", "NULL", "~", "-", "?", "---", "..."].contains(text) || text.hasPrefix("- ")
      || text.hasPrefix("? ")
    return isPlain && !quoted && !isSpecial ? text : quote(text)
  }

  private static func isPlainScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: " .+/_?!()≤≥–−ρ%-".unicodeScalars.contains(scalar)
    }
  }
}

extension String {
  fileprivate var droppingMargin: String { String(drop { $0 == " " }) }
}
