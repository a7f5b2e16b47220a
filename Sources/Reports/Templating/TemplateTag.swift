/// One `{{…}}` of a template with its place.
struct TemplateTag: Hashable {
  enum Kind: Hashable {
    /// `{{key}}`, `{{{key}}}` or `{{&key}}`.
    case variable
    /// `{{#key}}`.
    case section
    /// `{{^key}}`.
    case inverted
    /// `{{/key}}`.
    case end
    /// `{{>name}}`.
    case partial
    /// `{{<name}}`.
    case parent
    /// `{{$name}}`.
    case block
    /// `{{!…}}`, `{{=…=}}` or `{{%…}}`.
    case other
  }

  let kind: Kind
  let name: String
  let line: Int
  let column: Int

  /// Finds every tag of a text; an unfinished one is left to the parser.
  static func all(in text: String) -> [TemplateTag] {
    var tags: [TemplateTag] = []
    var rest = text[...]
    var (line, column) = (1, 1)
    var delimiters = TemplateDelimiters()
    func pass(_ part: Substring) {
      for letter in part {
        if letter == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
      }
    }
    while let start = rest.firstRange(of: delimiters.start) {
      pass(rest[..<start.lowerBound])
      let inner = rest[start.upperBound...]
      guard let end = delimiters.end(of: inner) else { break }
      let tag = TemplateTag(inner[..<end.lowerBound], line: line, column: column)
      tags.append(tag)
      delimiters.follow(tag, content: inner[..<end.lowerBound])
      pass(rest[start.lowerBound..<end.upperBound])
      rest = inner[end.upperBound...]
    }
    return tags
  }

  private init(_ content: Substring, line: Int, column: Int) {
    let kinds: [Character: Kind] = [
      "#": .section, "^": .inverted, "/": .end, ">": .partial, "<": .parent, "$": .block, "!": .other, "=": .other,
      "%": .other, "&": .variable, "{": .variable,
    ]
    let sign = content.first.flatMap { kinds[$0] }
    kind = sign ?? .variable
    name = (sign == nil ? content : content.dropFirst()).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.line = line
    self.column = column
  }
}
