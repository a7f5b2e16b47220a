import Specifications

/// Reads the language of BibTeX; what stands between entries is a comment.
///
/// Source: Oren Patashnik, BibTeXing (1988).
struct BibTeXReader {
  /// A field as it was written, with its place.
  struct Field {
    let name: String
    let value: String
    let place: Place
  }

  private let scalars: [Unicode.Scalar]
  private let file: String
  private var position = 0
  private var line = 1
  private var column = 1
  /// Names of strings with their values; the months are always there.
  private var strings: [String: String]
  /// The names of strings in the order of the file, for guesses.
  private var defined: [String] = []
  /// Where each key was first met, by its lower case.
  private var keys: [String: Place] = [:]
  /// How many bytes the names of strings have stood for.
  private var named = 0
  /// A string of two others doubles what it names, and thirty lines of them would be gigabytes.
  private static let mostNamed = 4_000_000

  init(_ text: String, file: String) {
    scalars = Array(text.unicodeScalars)
    self.file = file
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    strings = Dictionary(months.map { (String($0.lowercased().prefix(3)), $0) }) { first, _ in first }
  }

  /// All entries; a key that comes twice is a mistake.
  mutating func entries() throws(BibTeXError) -> [Bibliography.Entry] {
    var entries: [Bibliography.Entry] = []
    while skip(to: "@") {
      let start = place
      advance()
      if let entry = try entry(at: start) { entries.append(entry) }
    }
    return entries
  }

  /// What follows an `@`: an entry, or a string, preamble or comment, which give none.
  private mutating func entry(at start: Place) throws(BibTeXError) -> Bibliography.Entry? {
    skipSpace()
    let word = name()
    if word.lowercased() == "comment" {
      skipSpace()
      if current == "{" { _ = try enclosed("}", of: "@comment") }
      return nil
    }
    guard !word.isEmpty else { throw BibTeXError(start, "'@' must be followed by a kind of entry such as article") }
    let closing = try opening(of: word)
    switch word.lowercased() {
    case "string":
      let field = try field(of: "@string")
      strings[field.name] = field.value
      defined.append(field.name)
      try close(closing, of: "@string")
      return nil
    case "preamble":
      _ = try value(of: "@preamble")
      try close(closing, of: "@preamble")
      return nil
    default: break
    }
    guard let kind = Bibliography.Kind(rawValue: word.lowercased()) else { throw unknownKind(word, start) }
    let key = try self.key()
    if let first = keys.updateValue(start, forKey: key.lowercased()) {
      throw BibTeXError(start, "the key '\(key)' is already that of the entry in line \(first.line)")
    }
    var fields: [Field] = []
    while try separates(closing, key) { fields.append(try field(of: "'\(key)'")) }
    return try Bibliography.Entry(kind, key, fields, at: start)
  }

  private func unknownKind(_ word: String, _ start: Place) -> BibTeXError {
    let known = Bibliography.Kind.allCases.map(\.rawValue)
    let guess = Spelling.nearest(to: word, among: known).map { " (did you mean '\($0)'?)" } ?? ""
    return BibTeXError(start, "unknown kind of entry '\(word)'\(guess); there are \(known.joined(separator: ", "))")
  }

  // MARK: - Parts of an entry

  private mutating func opening(of word: String) throws(BibTeXError) -> Unicode.Scalar {
    skipSpace()
    guard let mark = current, mark == "{" || mark == "(" else {
      throw BibTeXError(place, "'@\(word)' must be followed by '{'; found \(found)")
    }
    advance()
    skipSpace()
    return mark == "{" ? "}" : ")"
  }

  private mutating func close(_ closing: Unicode.Scalar, of owner: String) throws(BibTeXError) {
    skipSpace()
    guard current == closing else { throw BibTeXError(place, "\(owner) must end with '\(closing)'; found \(found)") }
    advance()
  }

  private mutating func key() throws(BibTeXError) -> String {
    let start = place
    let key = take { !",{}()\"#%~\\= \t\r\n".unicodeScalars.contains($0) }
    guard !key.isEmpty else { throw BibTeXError(start, "an entry needs a key before its fields; found \(found)") }
    return key
  }

  /// Whether another field follows; takes the comma or the end of the entry.
  private mutating func separates(_ closing: Unicode.Scalar, _ key: String) throws(BibTeXError) -> Bool {
    skipSpace()
    if current == "," {
      advance()
      skipSpace()
      if current != closing { return true }
    }
    guard current == closing else {
      throw BibTeXError(place, "a field of '\(key)' must end with ',' or '\(closing)'; found \(found)")
    }
    advance()
    return false
  }

  private mutating func field(of owner: String) throws(BibTeXError) -> Field {
    let start = place
    let name = name().lowercased()
    guard !name.isEmpty else { throw BibTeXError(start, "\(owner) needs the name of a field here; found \(found)") }
    skipSpace()
    guard current == "=" else {
      throw BibTeXError(place, "the field '\(name)' must be followed by '='; found \(found)")
    }
    advance()
    skipSpace()
    let valuePlace = place
    return Field(name: name, value: try value(of: "the field '\(name)'"), place: valuePlace)
  }

  /// Texts in braces or quotation marks, numbers and names of strings, joined by `#`.
  private mutating func value(of owner: String) throws(BibTeXError) -> String {
    var value = try part(of: owner)
    skipSpace()
    while current == "#" {
      advance()
      skipSpace()
      value += try part(of: owner)
      skipSpace()
    }
    return value
  }

  private mutating func part(of owner: String) throws(BibTeXError) -> String {
    switch current {
    case "{": return try enclosed("}", of: owner)
    case "\"": return try enclosed("\"", of: owner)
    default: break
    }
    let start = place
    let word = name()
    if word.isEmpty {
      throw BibTeXError(start, "\(owner) needs a text in braces, a number or a string; found \(found)")
    }
    if word.allSatisfy(\.isNumber) { return word }
    if let text = strings[word.lowercased()] {
      named += text.utf8.count
      guard named <= Self.mostNamed else {
        throw BibTeXError(
          start, "with '\(word)' the names of strings stand for \(named) bytes; at most \(Self.mostNamed) are allowed")
      }
      return text
    }
    let guess = Spelling.nearest(to: word, among: defined).map { " (did you mean '\($0)'?)" } ?? ""
    throw BibTeXError(start, "no @string is called '\(word)'\(guess); put a text in braces")
  }

  /// A text up to its closing mark outside of inner braces.
  private mutating func enclosed(_ closing: Unicode.Scalar, of owner: String) throws(BibTeXError) -> String {
    let start = place
    advance()
    var text = ""
    var depth = 0
    while let scalar = current {
      if depth == 0, scalar == closing {
        advance()
        return text
      }
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      guard depth >= 0 else { throw BibTeXError(place, "'}' closes nothing in \(owner)") }
      text.unicodeScalars.append(scalar)
      advance()
      // An escaped brace neither opens nor closes.
      if scalar == "\\", let next = current, next == "{" || next == "}" || next == "\\" {
        text.unicodeScalars.append(next)
        advance()
      }
    }
    throw BibTeXError(start, "\(owner) is not closed; add '\(closing)'")
  }

  // MARK: - Characters

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
  private var place: Place { Place(file: file, line: line, column: column) }
  private var found: String { current.map { "'\($0)'" } ?? "the end of the file" }

  private mutating func advance() {
    if current == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    position += 1
  }

  private mutating func take(_ belongs: (Unicode.Scalar) -> Bool) -> String {
    var text = ""
    while let scalar = current, belongs(scalar) {
      text.unicodeScalars.append(scalar)
      advance()
    }
    return text
  }

  private mutating func name() -> String {
    take { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_:+.".unicodeScalars.contains($0) }
  }

  private mutating func skipSpace() { _ = take { $0.properties.isWhitespace } }

  private mutating func skip(to mark: Unicode.Scalar) -> Bool {
    _ = take { $0 != mark }
    return current == mark
  }
}
