/// Markdown in which everything that a notebook adds to it stands as a numbered mark.
///
/// A mark is two private characters with a number between them, which Markdown passes through as a word.
package struct MarkedText: Hashable, Sendable {
  package let text: String

  static let opening: Character = "\u{E000}"
  static let closing: Character = "\u{E001}"

  init(_ text: String) { self.text = text }

  /// The mark of an index as it stands in the text.
  static func mark(_ index: Int) -> String { "\(opening)\(index)\(closing)" }

  /// Whether a text holds one of the two private characters.
  static func occurs(in text: some StringProtocol) -> Bool { text.contains(opening) || text.contains(closing) }

  /// Replaces every mark by what stands for it.
  func replacing(_ body: (Int) -> String) -> String { Self.replacing(in: text, body) }

  /// Replaces every mark of a text that was made from marked text, such as HTML.
  static func replacing(in text: String, _ body: (Int) -> String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: opening), let end = rest[start...].firstIndex(of: closing) {
      result += rest[..<start]
      if let index = Int(rest[rest.index(after: start)..<end]) { result += body(index) }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// The indices of the marks in their order.
  var indices: [Int] {
    var found: [Int] = []
    _ = replacing { index in
      found.append(index)
      return ""
    }
    return found
  }
}
