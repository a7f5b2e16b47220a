import Files

/// The path and the query of a request, decoded once and strictly.
struct Target: Hashable, Sendable {
  /// The parts of the path between its strokes; the last is empty where the path ends in one.
  let path: [String]
  let query: [Item]

  struct Item: Hashable, Sendable {
    let name: String
    let value: String
  }

  /// Refuses with nil what no page of this server ever links to: another form than `/path?query`, dots for folders,
  /// encoded strokes, backslashes, NUL and other control characters, broken encodings.
  init?(_ text: String) {
    guard text.utf8.count <= Limits.target, text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !text.contains("#")
    else { return nil }
    let halves = text.dropFirst().split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path: [String] = []
    for part in (halves.first ?? "").split(separator: "/", omittingEmptySubsequences: false) {
      guard let decoded = Self.decoded(part), !decoded.contains("/"), decoded != ".", decoded != ".." else {
        return nil
      }
      path.append(decoded)
    }
    // Only the last part may be empty: `//host/…` is another address to some readers.
    guard path.dropLast().allSatisfy({ !$0.isEmpty }) else { return nil }
    var query: [Item] = []
    for pair in (halves.count > 1 ? halves[1] : "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0], isQuery: true),
        let value = Self.decoded(sides.count > 1 ? sides[1] : "", isQuery: true)
      else { return nil }
      query.append(Item(name: name, value: value))
    }
    guard query.count <= Limits.queryItems else { return nil }
    (self.path, self.query) = (path, query)
  }

  /// Percent-encoded UTF-8; a plus is a blank in a query.
  private static func decoded(_ text: Substring, isQuery: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      if byte == UInt8(ascii: "%") {
        guard let high = rest.next().flatMap(Hexadecimal.value), let low = rest.next().flatMap(Hexadecimal.value) else {
          return nil
        }
        bytes.append(high << 4 | low)
      } else {
        bytes.append(isQuery && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self),
      decoded.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0 != "\\" })
    else { return nil }
    return decoded
  }

  /// The text with everything encoded that is not plain in a part of a path or a query.
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let plain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.~".utf8.contains(byte)
      return plain
        ? String(Character(Unicode.Scalar(byte)))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
