import Foundation

/// The publications that a text cites, sorted, with the labels that tell them apart.
package struct References: Hashable, Sendable {
  /// A publication with its label.
  package struct Reference: Hashable, Sendable {
    package let entry: Bibliography.Entry
    /// `Srivastava et al.`
    package let authors: String
    /// `2016`, or `2016a` where authors and year are those of another.
    package let year: String

    package var label: String { "\(authors) \(year)" }
    /// The name of the place in the list that citations link to.
    package var anchor: String { "ref-\(entry.key)" }
  }

  /// By authors, year and title.
  package let all: [Reference]

  /// Those of the bibliography that `keys` name; throws at the first that it does not have.
  package init(_ bibliography: Bibliography, citing keys: [String]) throws(CitationError) {
    var cited: [Bibliography.Entry] = []
    for key in keys {
      let entry = try bibliography.entry(key)
      if !cited.contains(where: { $0.key == entry.key }) { cited.append(entry) }
    }
    let sorted = cited.map { (order: Self.order(of: $0), entry: $0) }.sorted {
      $0.order.lexicographicallyPrecedes($1.order)
    }
    let plain = sorted.map { "\(Self.authors(of: $0.entry)) \($0.entry.year)" }
    all = sorted.indices.map { index in
      let entry = sorted[index].entry
      let isAmbiguous = plain.filter { $0 == plain[index] }.count > 1
      let rank = plain[..<index].filter { $0 == plain[index] }.count
      return Reference(
        entry: entry, authors: Self.authors(of: entry), year: entry.year + (isAmbiguous ? Self.letter(rank) : ""))
    }
  }

  /// The keys of `[@a; @b]`, or `nil` when the text is no citation.
  package static func keys(of citation: String) -> [String]? {
    guard citation.hasPrefix("[@"), citation.hasSuffix("]") else { return nil }
    var keys: [String] = []
    for part in citation.dropFirst().dropLast().split(separator: ";", omittingEmptySubsequences: false) {
      let name = part.trimmingCharacters(in: .whitespaces)
      let key = name.dropFirst()
      guard name.hasPrefix("@"), !key.isEmpty, key.unicodeScalars.allSatisfy(Self.isOfKey) else { return nil }
      keys.append(String(key))
    }
    return keys
  }

  private static func isOfKey(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_:+./".unicodeScalars.contains(scalar)
  }

  /// One author, two joined by &, the first of three or more.
  private static func authors(of entry: Bibliography.Entry) -> String {
    let names = entry.authors.map(\.family)
    if entry.hasMoreAuthors || names.count > 2 { return names[0] + " et al." }
    return names.joined(separator: " & ")
  }

  private static func letter(_ rank: Int) -> String {
    let last = String(Character(Unicode.Scalar(UInt8(97 + rank % 26))))
    return rank < 26 ? last : letter(rank / 26 - 1) + last
  }

  /// Names without case and accents, then year and title.
  private static func order(of entry: Bibliography.Entry) -> [String] {
    entry.authors.flatMap { [folded($0.family), folded($0.given)] } + ["", entry.year, folded(entry.title), entry.key]
  }

  private static func folded(_ text: String) -> String {
    let parts = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
    return String(String.UnicodeScalarView(parts.filter { !(0x300...0x36F).contains($0.value) }))
  }
}
