extension SpecNode {
  /// Reads back what `flow` has written, many times faster than a reader of all YAML; nil for any other text.
  package init?(flow text: String) {
    var reader = FlowReader(text: Array(text.utf8))
    guard let node = reader.node(), reader.isAtEnd else { return nil }
    self = node
  }
}

/// Reads one line of maps, lists, plain and quoted scalars.
private struct FlowReader {
  let text: [UInt8]
  private var at = 0
  /// Maps and lists around the place.
  private var depth = 0

  /// Trials lie a tenth as deep; deeper ones could overflow the stack.
  private static let deepest = 100

  init(text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { at == text.count }

  private mutating func skipSpaces() {
    while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
  }

  /// Passes one sign if it comes next.
  private mutating func pass(_ sign: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard at < text.count, text[at] == UInt8(ascii: sign) else { return false }
    at += 1
    return true
  }

  mutating func node() -> SpecNode? {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { return nil }
    if pass("{") { return map() }
    if pass("[") { return list() }
    return scalar().map { SpecNode(.scalar($0.text, quoted: $0.quoted)) }
  }

  private mutating func map() -> SpecNode? {
    var entries: [(String, SpecNode)] = []
    if pass("}") { return .map(entries) }
    repeat {
      guard let key = scalar(), pass(":"), let value = node() else { return nil }
      entries.append((key.text, value))
    } while pass(",")
    return pass("}") ? .map(entries) : nil
  }

  private mutating func list() -> SpecNode? {
    var items: [SpecNode] = []
    if pass("]") { return .list(items) }
    repeat {
      guard let item = node() else { return nil }
      items.append(item)
    } while pass(",")
    return pass("]") ? .list(items) : nil
  }

  private mutating func scalar() -> (text: String, quoted: Bool)? {
    if pass("\"") { return quoted().map { ($0, true) } }
    skipSpaces()
    let start = at
    while at < text.count, !Self.ends.contains(text[at]) { at += 1 }
    let plain = String(decoding: text[start..<at], as: UTF8.self)
    let trimmed = String(plain.reversed().drop { $0 == " " }.reversed())
    guard !trimmed.isEmpty else { return nil }
    return (trimmed == "null" ? "" : trimmed, false)
  }

  private static let ends = Set("{}[],:\"".utf8)

  private mutating func quoted() -> String? {
    var bytes: [UInt8] = []
    while at < text.count, text[at] != UInt8(ascii: "\"") {
      guard text[at] == UInt8(ascii: "\\") else {
        bytes.append(text[at])
        at += 1
        continue
      }
      guard let escaped = escape() else { return nil }
      bytes += escaped
    }
    return pass("\"") ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// `\"`, `\\` and `\u` with four digits, as they are written.
  private mutating func escape() -> [UInt8]? {
    guard at + 1 < text.count else { return nil }
    let sign = text[at + 1]
    at += 2
    if sign != UInt8(ascii: "u") { return [sign] }
    guard at + 4 <= text.count,
      let code = UInt32(String(decoding: text[at..<at + 4], as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { return nil }
    at += 4
    return Array(String(scalar).utf8)
  }
}
