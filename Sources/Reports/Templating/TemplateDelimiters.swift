/// What tags begin and end with: `{{` and `}}` until `{{=<% %>=}}` changes it, up to the end of the section around it.
struct TemplateDelimiters {
  private(set) var start = "{{"
  private var end = "}}"
  /// Those around every section that is open, the outermost first.
  private var outer: [(start: String, end: String)] = []

  /// The end of the tag whose content a text begins with.
  func end(of content: Substring) -> Range<Substring.Index>? {
    guard content.first == "=" else { return content.firstRange(of: end) }
    // The equals sign keeps the old end from being found within the new one.
    guard let range = content.dropFirst().firstRange(of: "=" + end) else { return nil }
    return content.index(after: range.lowerBound)..<range.upperBound
  }

  mutating func follow(_ tag: TemplateTag, content: Substring) {
    switch tag.kind {
    case .section, .inverted, .parent, .block: outer.append((start, end))
    case .end: if let last = outer.popLast() { (start, end) = last }
    case .other where content.first == "=":
      let words = content.dropFirst().dropLast().split(whereSeparator: \.isWhitespace)
      if words.count == 2 { (start, end) = (String(words[0]), String(words[1])) }
    case .variable, .partial, .other: break
    }
  }
}
