/// A section, block or parent of a template that is not ended in its turn.
struct UnendedSection: Hashable {
  /// Where it begins.
  let start: TemplateTag
  /// The end of one around it, which comes first; nil where the text ends.
  let end: TemplateTag?

  /// Finds the first of a text; nil without any, and where delimiters change, which only the parser follows.
  init?(in text: String) {
    guard !text.contains("{{=") else { return nil }
    var open: [TemplateTag] = []
    for tag in TemplateTag.all(in: text) {
      switch tag.kind {
      case .section, .inverted, .parent, .block: open.append(tag)
      case .end:
        guard let last = open.last else { return nil }
        guard last.name != tag.name else {
          open.removeLast()
          continue
        }
        guard open.contains(where: { $0.name == tag.name }) else { return nil }
        (start, end) = (last, tag)
        return
      case .variable, .partial, .other: continue
      }
    }
    guard let last = open.last else { return nil }
    (start, end) = (last, nil)
  }

  /// What is wrong and what to do.
  var sentence: String {
    let before = end.map { " before the {{/\($0.name)}} in line \($0.line)" } ?? ""
    return "{{\(sign)\(start.name)}} is not ended\(before); add its {{/\(start.name)}}"
  }

  private var sign: String {
    switch start.kind {
    case .inverted: "^"
    case .parent: "<"
    case .block: "$"
    case .section, .variable, .end, .partial, .other: "#"
    }
  }
}
