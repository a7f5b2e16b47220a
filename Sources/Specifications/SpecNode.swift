/// A plain tree of scalars, lists and maps in which every node knows where it was written.
///
/// YAML files, command-line overrides and stored specs all become this tree; values read themselves from it.
package struct SpecNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// The text as written; a quoted text is never a number or a truth value.
    case scalar(String, quoted: Bool)
    case list([SpecNode])
    case map([SpecEntry])
  }

  package var content: Content
  package var place: Place

  package init(_ content: Content, place: Place = .nowhere) {
    self.content = content
    self.place = place
  }

  // Two trees are equal when they say the same, wherever it was written.
  package static func == (left: SpecNode, right: SpecNode) -> Bool { left.content == right.content }
  package func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

/// One key of a map with its value and the place of the key.
package struct SpecEntry: Hashable, Sendable {
  package var key: String
  package var value: SpecNode
  package var place: Place

  package init(key: String, value: SpecNode, place: Place = .nowhere) {
    self.key = key
    self.value = value
    self.place = place
  }

  package static func == (left: SpecEntry, right: SpecEntry) -> Bool {
    left.key == right.key && left.value == right.value
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(key)
    hasher.combine(value)
  }
}

extension Place {
  /// The place of a tree that the program made itself.
  package static let nowhere = Place(file: "", line: 0, column: 0)
}

// MARK: - Building and looking up

extension SpecNode {
  package static func text(_ text: String) -> SpecNode { SpecNode(.scalar(text, quoted: false)) }
  package static func list(_ items: [SpecNode]) -> SpecNode { SpecNode(.list(items)) }

  /// Makes a map with the keys in ascending order.
  package static func map(_ entries: [(String, SpecNode)]) -> SpecNode {
    SpecNode(.map(entries.sorted { $0.0 < $1.0 }.map { SpecEntry(key: $0.0, value: $0.1) }))
  }

  package var entries: [SpecEntry]? {
    if case .map(let entries) = content { return entries }
    return nil
  }

  package subscript(key: String) -> SpecNode? { entries?.first { $0.key == key }?.value }

  /// What the node is, in the words of an error message.
  package var kind: String {
    switch content {
    case .scalar("", quoted: false): "nothing"
    case .scalar(let text, let quoted): (quoted ? "the text " : "") + "'\(text.clipped(to: 60))'"
    case .list: "a list"
    case .map: "a map"
    }
  }

  /// What the node is, and a short list as it is written.
  var kindOrList: String {
    if case .list = content, flow.count <= 60 { return flow }
    return kind
  }
}

// MARK: - Canonical text

extension SpecNode {
  /// The tree as JSON with sorted keys and every scalar as a string: equal trees give equal text.
  package var canonical: String {
    switch content {
    case .scalar(let text, _): Self.quote(text)
    case .list(let items): "[" + items.map(\.canonical).joined(separator: ",") + "]"
    case .map(let entries):
      "{"
        + entries.sorted { $0.key < $1.key }
        .map { Self.quote($0.key) + ":" + $0.value.canonical }.joined(separator: ",") + "}"
    }
  }

  /// Quotes a text as JSON does.
  package static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where isInvisible(scalar):
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Control characters, line ends and marks that YAML refuses or changes when they stand for themselves.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
