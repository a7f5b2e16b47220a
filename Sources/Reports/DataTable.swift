/// A table for people: a head row, a head per row, cells already written as text.
package struct DataTable: Hashable, Sendable {
  /// What the table is, for people who do not see it.
  package let name: String
  package let caption: String
  /// The first column holds the heads of the rows.
  package let columns: [Column]
  package let rows: [Row]

  package init(name: String, caption: String, columns: [Column], rows: [Row]) {
    precondition(rows.allSatisfy { $0.cells.count == columns.count - 1 }, "a row of '\(name)' misses its columns")
    self.name = name
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// A column: numbers stand right, words left.
  package struct Column: Hashable, Sendable {
    package let title: String
    package let holdsWords: Bool

    package init(_ title: String, holdsWords: Bool = false) {
      self.title = title
      self.holdsWords = holdsWords
    }
  }

  /// A row with its head, its tags and one cell for every further column.
  package struct Row: Hashable, Sendable {
    package let head: String
    package let tags: [Tag]
    package let cells: [String]
    package let emphasis: Emphasis?
    /// Where the page is that the head leads to; nil for a head that leads nowhere.
    package let address: String?

    package init(
      _ head: String, tags: [Tag] = [], cells: [String], emphasis: Emphasis? = nil, address: String? = nil
    ) {
      self.head = head
      self.tags = tags
      self.cells = cells
      self.emphasis = emphasis
      self.address = address
    }
  }

  /// Why a row stands out.
  package enum Emphasis: String, Hashable, Sendable {
    case baseline, best, excluded
  }

  /// A word beside a row's head; its meaning never rests on colour alone.
  package struct Tag: Hashable, Sendable {
    package enum Tone: String, Hashable, Sendable { case plain, good, warn }

    package let text: String
    package let tone: Tone

    package init(_ text: String, _ tone: Tone = .plain) {
      self.text = text
      self.tone = tone
    }
  }
}
