/// A table that takes far more time or room than its text: of very many columns, since the reader of Markdown goes through
/// the columns before for each cell of a row, or with rows so short that filling them up would take gigabytes.
///
/// Found without reading Markdown: whatever looks like the line below a head of several columns counts as one.
struct TableExcess: Hashable {
  /// Of the line below the head, from 1.
  let line: Int
  let columns: Int

  private static let mostMissing = 50_000
  private static let mostColumns = 1_000

  /// Finds the first table of a text that has too many columns, or with which too many cells are missing.
  init?(in text: String) {
    var head: (line: Int, columns: Int)?
    var missing = 0
    let lines = text.utf8.split(omittingEmptySubsequences: false) { "\n\r".utf8.contains($0) }
    for (index, line) in lines.enumerated() {
      if line.allSatisfy({ " \t>".utf8.contains($0) }) { head = nil }
      if let head {
        missing += max(0, head.columns - 1 - line.count(where: { $0 == UInt8(ascii: "|") }))
        guard missing <= Self.mostMissing else {
          (self.line, columns) = head
          return
        }
      }
      let columns = Self.columns(below: line)
      guard columns <= Self.mostColumns else {
        (self.line, self.columns) = (index + 1, columns)
        return
      }
      if columns > head?.columns ?? 1 { head = (index + 1, columns) }
    }
    return nil
  }

  /// How many columns a line below a head has, such as `|:-|-|`; 0 for another line.
  private static func columns(below line: Substring.UTF8View) -> Int {
    guard line.allSatisfy({ " \t\u{B}\u{C}>|:-".utf8.contains($0) }) else { return 0 }
    return line.split(separator: UInt8(ascii: "|")).count { $0.contains(UInt8(ascii: "-")) }
  }

  /// What is wrong and what is allowed.
  var sentence: String {
    columns > Self.mostColumns
      ? "this table has \(columns) columns, allowed are at most \(Self.mostColumns)"
      : "the rows of this table of \(columns) columns lack more than \(Self.mostMissing) cells; write a cell for every column"
  }
}
