import Specifications

/// A glossary: words with their meaning, written as a table of two columns.
package struct GlossaryCell: Hashable, Sendable {
  let entries: [Entry]

  struct Entry: Hashable, Sendable {
    let word: String
    let meaning: MarkedText
  }

  static func read(_ cell: inout CellReader) -> GlossaryCell? {
    var entries: [Entry] = []
    let rows = cell.raw.body.enumerated().filter { !$1.trimmingSpaces.isEmpty }
    for (line, text) in rows.dropFirst(2) {
      let place = cell.raw.bodyPlace.moved(lines: line)
      let row = text.trimmingSpaces
      let inner = row.hasPrefix("|") ? String(row.dropFirst()) : row
      guard let bar = inner.firstIndex(of: "|") else {
        cell.problems.report(place, "a row of a glossary is | word | meaning |")
        continue
      }
      let word = inner[..<bar].trimmingSpaces
      var meaning = inner[inner.index(after: bar)...].trimmingSpaces
      if meaning.hasSuffix("|") { meaning = String(meaning.dropLast()).trimmingSpaces }
      let columns = text.ranges(of: meaning).first.map { text[..<$0.lowerBound].count } ?? 0
      entries.append(Entry(word: word, meaning: cell.scanner.scan(meaning, at: place.moved(columns: columns))))
    }
    guard !entries.isEmpty else {
      cell.problems.report(cell.raw.place, "a glossary is a Markdown table: | Word | Meaning |, a line of dashes, rows")
      return nil
    }
    return GlossaryCell(entries: entries)
  }
}
