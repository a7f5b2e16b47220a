/// A text in which doubled keys get other names of the same length, since the parser stops at the first of them.
///
/// One letter of a key becomes a character of the private use area; places stay as they are.
struct RenamedKeys {
  private(set) var text: String
  /// New names with the old ones.
  private(set) var names: [String: String] = [:]
  private var next: UInt32 = 0xE000
  /// One behind the last name: the parser reads the whole text again for each.
  private let end: UInt32

  init(text: String) {
    self.text = text
    end = next + UInt32(min(256, max(8, 4_000_000 / max(1, text.utf8.count))))
  }

  /// Renames the key at a place; false when that cannot be done.
  mutating func rename(line: Int, column: Int) -> Bool {
    guard next < end, let index = LinesOfText(text).index(line: line, column: column) else { return false }
    var scalars = Array(text.unicodeScalars)
    let isQuoted = scalars[index] == "\"" || scalars[index] == "'"
    let letter = isQuoted ? index + 1 : index
    guard scalars.indices.contains(letter), let mark = Unicode.Scalar(next), Self.isLetter(scalars[letter]) else {
      return false
    }
    let name = scalars[letter...].prefix { Self.isLetter($0) || $0 == "." || $0 == "-" || $0 == "_" }
    let old = String(String.UnicodeScalarView(name))
    scalars[letter] = mark
    next += 1
    names[String(mark) + String(old.unicodeScalars.dropFirst())] = old
    text = String(String.UnicodeScalarView(scalars))
    return true
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && scalar.properties.isAlphabetic }
}
