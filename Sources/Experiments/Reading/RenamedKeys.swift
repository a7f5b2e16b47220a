/// A text in which doubled keys get other names of the same length, since the parser stops at the first of them.
///
/// One letter of a key becomes a character of the private use area; places stay as they are.
struct RenamedKeys {
  private(set) var text: String
  /// New names with the old ones.
  private(set) var names: [String: String] = [:]
  private var next: UInt32 = 0xE000

  init(text: String) { self.text = text }

  /// Renames the key at a place; false when that cannot be done.
  mutating func rename(line: Int, column: Int) -> Bool {
    guard next < 0xE100, let index = LinesOfText(text).index(line: line, column: column) else { return false }
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
