/// Which templates include which: without a circle, and not so often that filling one would have no end in practice.
struct TemplateInclusions {
  private let sources: [String: TemplateSource]
  /// How many templates each one includes, with those that they include; of those that were gone through.
  private var counts: [String: Int] = [:]
  /// The way to the template that is gone through.
  private var path: [String] = []

  private static let most = 1_000

  /// Refuses templates that include themselves, by themselves or by others, and those that include more than a thousand:
  /// where each of thirty includes the next one twice, the first would be filled a thousand million times.
  static func check(_ sources: [String: TemplateSource]) throws(TemplateError) {
    var inclusions = TemplateInclusions(sources)
    for name in sources.keys.sorted() { _ = try inclusions.count(name) }
  }

  private init(_ sources: [String: TemplateSource]) { self.sources = sources }

  private mutating func count(_ name: String) throws(TemplateError) -> Int {
    if let known = counts[name] { return known }
    guard let source = sources[name] else { return 0 }
    path.append(name)
    var count = 0
    for tag in TemplateTag.all(in: source.text) where tag.kind == .partial || tag.kind == .parent {
      if let start = path.firstIndex(of: tag.name) { throw circle(path[start...]) }
      count += 1
      // The first template of a longer way includes too many, whatever follows.
      if path.count <= Self.most { count += try self.count(tag.name) }
      guard count <= Self.most else {
        throw TemplateError(
          file: source.file, line: tag.line, column: tag.column,
          message: "the template '\(name)' includes more than \(Self.most) templates, with those that they include")
      }
    }
    path.removeLast()
    counts[name] = count
    return count
  }

  /// A circle is told from the first of its names in the order of the alphabet.
  private func circle(_ names: ArraySlice<String>) -> TemplateError {
    let first = names.indices.min { names[$0] < names[$1] } ?? names.startIndex
    let circle = Array(names[first...] + names[..<first])
    let last = circle[circle.count - 1]
    let tags = sources[last].map { TemplateTag.all(in: $0.text) } ?? []
    let tag = tags.first { ($0.kind == .partial || $0.kind == .parent) && $0.name == circle[0] }
    return TemplateError(
      file: sources[last]?.file ?? last, line: tag?.line ?? 1, column: tag?.column ?? 1,
      message: "the template includes itself: " + (circle + [circle[0]]).joined(separator: " → "))
  }
}
