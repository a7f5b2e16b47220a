import Specifications

/// The entries of a BibTeX file, in its order.
package struct Bibliography: Hashable, Sendable {
  package let entries: [Entry]

  package init(entries: [Entry]) { self.entries = entries }

  /// Reads a BibTeX file; throws at its first mistake.
  package static func read(bibTeX text: String, file: String) throws(BibTeXError) -> Bibliography {
    var reader = BibTeXReader(text, file: file)
    return Bibliography(entries: try reader.entries())
  }

  /// The entry of a key; throws with the nearest key when there is none.
  package func entry(_ key: String) throws(CitationError) -> Entry {
    if let entry = entries.first(where: { $0.key == key }) { return entry }
    throw CitationError(key: key, near: Spelling.nearest(to: key, among: entries.map(\.key)))
  }

  /// What is known of one publication, in plain text.
  package struct Entry: Hashable, Sendable {
    package let kind: Kind
    package let key: String
    package let authors: [PersonName]
    /// Whether the file names further authors as `others`.
    package let hasMoreAuthors: Bool
    package let title: String
    package let year: String
    /// Journal, proceedings, publisher or institution.
    package let venue: String?
    /// Volume, number and pages as they follow the venue.
    package let location: String?
    package let links: [Link]
  }

  /// Where a publication can be read.
  package struct Link: Hashable, Sendable {
    package let text: String
    package let address: String
  }

  /// The kinds of entries there are.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case article, book, booklet, inbook, incollection, inproceedings, conference, manual, mastersthesis, misc, online
    case phdthesis, proceedings, software, techreport, unpublished
  }
}
