import Specifications

extension References {
  /// `(Srivastava et al. 2014; Wan et al. 2013)` with links into the list.
  package func citationHTML(_ keys: [String]) throws(CitationError) -> String {
    "(" + (try cited(keys)).map { Self.link($0) }.joined(separator: "; ") + ")"
  }

  package func citationMarkdown(_ keys: [String]) throws(CitationError) -> String {
    "(" + (try cited(keys)).map { "[\(Self.escaped($0.label))](#\($0.anchor))" }.joined(separator: "; ") + ")"
  }

  /// The list, one item per publication.
  package var html: String {
    let items = all.map { "<li id=\"\(Markup.escaped($0.anchor))\">\(Self.html($0))</li>" }
    return "<ul class=\"references\">\n" + items.map { $0 + "\n" }.joined() + "</ul>\n"
  }

  package var markdown: String {
    all.map { "- <a id=\"\(Markup.escaped($0.anchor))\"></a>\(Self.markdown($0))\n" }.joined()
  }

  private func cited(_ keys: [String]) throws(CitationError) -> [Reference] {
    var cited: [Reference] = []
    for key in keys {
      guard let reference = all.first(where: { $0.entry.key == key }) else { throw CitationError(key: key, near: nil) }
      cited.append(reference)
    }
    return cited
  }

  private static func link(_ reference: Reference) -> String {
    "<a href=\"#\(Markup.escaped(reference.anchor))\">\(Markup.escaped(reference.label))</a>"
  }

  // MARK: - One publication

  /// `Gal, Y. & Ghahramani, Z. (2016a)`
  private static func head(_ reference: Reference) -> String {
    var names = reference.entry.authors.map(\.listed)
    if reference.entry.hasMoreAuthors { return names.joined(separator: ", ") + " et al. (\(reference.year))" }
    let last = names.removeLast()
    return (names.isEmpty ? last : names.joined(separator: ", ") + " & " + last) + " (\(reference.year))"
  }

  private static func html(_ reference: Reference) -> String {
    let entry = reference.entry
    var text = "\(Markup.escaped(head(reference))). \(Markup.escaped(ended(entry.title)))"
    if let venue = entry.venue { text += " <i>\(Markup.escaped(venue))</i>" }
    if let location = entry.location { text += (entry.venue == nil ? " " : ", ") + Markup.escaped(location) }
    if entry.venue != nil || entry.location != nil { text += "." }
    for link in entry.links {
      text += " <a href=\"\(Markup.escaped(link.address))\">\(Markup.escaped(link.text))</a>"
    }
    return text
  }

  private static func markdown(_ reference: Reference) -> String {
    let entry = reference.entry
    var text = "\(escaped(head(reference))). \(escaped(ended(entry.title)))"
    if let venue = entry.venue { text += " *\(escaped(venue))*" }
    if let location = entry.location { text += (entry.venue == nil ? " " : ", ") + escaped(location) }
    if entry.venue != nil || entry.location != nil { text += "." }
    for link in entry.links { text += " [\(escaped(link.text))](<\(link.address)>)" }
    return text
  }

  /// A title ends with one sign only.
  private static func ended(_ title: String) -> String {
    title.hasSuffix("?") || title.hasSuffix("!") || title.hasSuffix(".") ? title : title + "."
  }

  private static func escaped(_ text: String) -> String { text.escapingScalars("\\`*_[]<>#") }
}
