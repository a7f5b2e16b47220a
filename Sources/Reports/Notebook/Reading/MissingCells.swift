/// Rows that are shorter than the head of their table, where so many cells are missing that filling them up would take
/// far more room than the text.
///
/// Found without reading Markdown: whatever looks like the line below a head of several columns counts as one.
struct MissingCells: Hashable {
  /// Of the line below the head, from 1.
  let line: Int
  let columns: Int

  private static let most = 50_000

  /// Finds the first table of a text with which more cells are missing than are allowed.
  init?(in text: String) {
    var head: (line: Int, columns: Int)?
    var missing = 0
    let lines = text.utf8.split(omittingEmptySubsequences: false) { "\n\r".utf8.contains($0) }
    for (index, line) in lines.enumerated() {
      if line.allSatisfy({ " \t>".utf8.contains($0) }) { head = nil }
      if let head {
        missing += max(0, head.columns - 1 - line.count(where: { $0 == UInt8(ascii: "|") }))
        guard missing <= Self.most else {
          (self.line, columns) = head
          return
        }
      }
      let columns = Self.columns(below: line)
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
    "the rows of this table of \(columns) columns lack more than \(Self.most) cells; write a cell for every column"
  }
}
