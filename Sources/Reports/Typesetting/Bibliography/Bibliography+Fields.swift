import Specifications

extension Bibliography.Entry {
  /// The entry that fields tell of; title, year and an author or editor must be there.
  init(
    _ kind: Bibliography.Kind, _ key: String, _ written: [BibTeXReader.Field], at place: Place
  ) throws(BibTeXError) {
    let fields = try BibTeXFields(written, key: key, place: place)
    let names = try fields.names(["author", "editor"])
    self.init(
      kind: kind, key: key, authors: names.people, hasMoreAuthors: names.hasMore,
      title: try fields.required("title"), year: try fields.year(),
      venue: try fields.first([
        "journal", "journaltitle", "booktitle", "publisher", "institution", "school",
        "organization", "howpublished",
      ]),
      location: try fields.location(), links: try fields.links())
  }
}

/// The fields of one entry, each with its place.
private struct BibTeXFields {
  private let fields: [BibTeXReader.Field]
  private let key: String
  private let place: Place

  init(_ fields: [BibTeXReader.Field], key: String, place: Place) throws(BibTeXError) {
    var seen: Set<String> = []
    for field in fields where !seen.insert(field.name).inserted {
      throw BibTeXError(field.place, "'\(key)' has the field '\(field.name)' twice")
    }
    self.fields = fields
    self.key = key
    self.place = place
  }

  /// The plain text of the first of these fields that is there and not empty.
  func first(_ names: [String]) throws(BibTeXError) -> String? {
    for name in names {
      guard let field = fields.first(where: { $0.name == name }) else { continue }
      let text = try plain(field.value, of: field)
      if !text.isEmpty { return text }
    }
    return nil
  }

  func required(_ name: String) throws(BibTeXError) -> String {
    if let text = try first([name]) { return text }
    throw BibTeXError(place, "'\(key)' needs the field '\(name)'")
  }

  func year() throws(BibTeXError) -> String {
    guard let text = try first(["year", "date"]) else { throw BibTeXError(place, "'\(key)' needs the field 'year'") }
    return fields.contains { $0.name == "year" } ? text : String(text.prefix(4))
  }

  func names(_ fieldNames: [String]) throws(BibTeXError) -> (people: [PersonName], hasMore: Bool) {
    for name in fieldNames {
      guard let field = fields.first(where: { $0.name == name }) else { continue }
      var parts = PersonName.parts(of: field.value)
      let hasMore = parts.last?.lowercased() == "others"
      if hasMore { parts.removeLast() }
      var people: [PersonName] = []
      for part in parts {
        people.append(
          try PersonName.read(part) { text throws(BibTeXError) in try plain(text, of: field) })
      }
      if !people.isEmpty { return (people, hasMore) }
    }
    throw BibTeXError(place, "'\(key)' needs the field 'author' or 'editor'")
  }

  /// `15(56), 1929–1958`.
  func location() throws(BibTeXError) -> String? {
    let volume = try first(["volume"])
    let number = try first(["number", "issue"]).map { volume == nil ? $0 : "(\($0))" }
    let pages = try first(["pages"]).map { $0.replacing("-", with: "–") }
    let issue = [volume, number].compactMap(\.self).joined()
    let all = [issue.isEmpty ? nil : issue, pages].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: ", ")
  }

  /// DOI, arXiv and address; the address only when it says something new.
  func links() throws(BibTeXError) -> [Bibliography.Link] {
    var links: [Bibliography.Link] = []
    if let doi = raw("doi") {
      let name = ["https://doi.org/", "http://dx.doi.org/", "doi:"].reduce(doi) { $0.trimmed(prefix: $1) }
      links.append(.init(text: "doi:\(name)", address: "https://doi.org/\(name)"))
    }
    let isArXiv = (raw("archiveprefix") ?? raw("eprinttype") ?? "arxiv").lowercased() == "arxiv"
    if isArXiv, let number = raw("eprint") {
      links.append(.init(text: "arXiv:\(number)", address: "https://arxiv.org/abs/\(number)"))
    }
    if let field = fields.first(where: { $0.name == "url" }) {
      let address = field.value.replacing("\\", with: "").filter { !"{} \n".contains($0) }
      guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
        throw BibTeXError(field.place, "the url of '\(key)' must start with https:// or http://; found '\(address)'")
      }
      if !links.contains(where: { $0.address == address }) {
        let text = address.trimmed(prefix: "https://").trimmed(prefix: "http://")
        links.append(.init(text: text.hasSuffix("/") ? String(text.dropLast()) : text, address: address))
      }
    }
    return links
  }

  /// Identifiers are taken as they stand, without braces and escapes.
  private func raw(_ name: String) -> String? {
    fields.first { $0.name == name }.map { $0.value.filter { !"{}\\ ".contains($0) } }
  }

  private func plain(_ text: String, of field: BibTeXReader.Field) throws(BibTeXError) -> String {
    do throws(BibTeXText.Failure) {
      return try BibTeXText.plain(text)
    } catch {
      throw BibTeXError(field.place, "the field '\(field.name)' of '\(key)': \(error.message)")
    }
  }
}

extension String {
  fileprivate func trimmed(prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
}
