import Specifications

/// A table for the terminal: columns aligned, first column left, numbers right.
struct TextTable {
  let header: [String]
  /// On one line each, with everything invisible told by number.
  var rows: [[String]] { didSet { rows = Self.seen(rows) } }
  /// Columns of words beside those that show it by having no number.
  private let worded: Set<Int>

  init(_ header: [String], rows: [[String]] = [], words: Set<Int> = []) {
    (self.header, self.rows, worded) = (header, Self.seen(rows), words)
  }

  private static func seen(_ rows: [[String]]) -> [[String]] { rows.map { $0.map(\.visible) } }

  /// Columns that it takes when nothing is cut.
  var width: Int { widths.reduce(0, +) + 2 * (header.count - 1) }

  private var widths: [Int] {
    header.indices.map { column in ([header] + rows).map { $0[column].columns }.max() ?? 0 }
  }

  /// One line per row, columns two spaces apart.
  var text: String { text(within: nil) }

  /// The same within so many columns of the terminal, if any: the longest words and heads are cut first, then columns
  /// left out, whose room goes back to the words and whose names stand below. Numbers are never cut.
  func text(within columns: Int?) -> String {
    guard let columns else { return lines(widths) }
    var kept = Array(header.indices)
    while kept.count > 1, !selecting(kept).fits(columns) { kept.remove(at: leastMissed(of: kept)) }
    let left = header.indices.filter { !kept.contains($0) }.map { header[$0] }
    let table = selecting(kept)
    return ([table.lines(table.fitted(columns))] + Self.note(of: left, within: columns)).joined(separator: "\n")
  }

  private func selecting(_ columns: [Int]) -> TextTable {
    let words = columns.indices.filter { worded.contains(columns[$0]) }
    return TextTable(
      columns.map { header[$0] }, rows: rows.map { row in columns.map { row[$0] } }, words: Set(words))
  }

  /// The place of the last column of words that are the same in all rows, or else of the last one.
  private func leastMissed(of kept: [Int]) -> Int {
    let alike = kept.indices.dropFirst().last { place in
      isWords(kept[place]) && rows.count > 1 && Set(rows.map { $0[kept[place]] }).count == 1
    }
    return alike ?? kept.count - 1
  }

  /// Says which columns had no room, in lines that have.
  private static func note(of left: [String], within columns: Int) -> [String] {
    var lines: [String] = []
    for (place, name) in left.enumerated() {
      let word = (place == 0 ? "left out: " : "") + name + (place < left.count - 1 ? "," : "")
      if let last = lines.last, last.columns + 1 + word.columns <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(cut(word, to: columns))
      }
    }
    return lines
  }

  private func lines(_ widths: [Int]) -> String {
    let words = Set(header.indices.filter(isWords))
    let middles = Set(widths.indices.filter { !words.contains($0) || needsEnds($0, within: widths[$0]) })
    return ([header] + rows).map { row in
      let cells = zip(row, widths).enumerated().map { column, pair in
        let cell = Self.cut(pair.0, to: pair.1, inMiddle: middles.contains(column))
        let padding = String(repeating: " ", count: pair.1 - cell.columns)
        return words.contains(column) ? cell + padding : padding + cell
      }
      let line = cells.joined(separator: "  ")
      return line.last == " " ? String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)]) : line
    }.joined(separator: "\n")
  }

  private static let shortest = 10

  private func fits(_ columns: Int) -> Bool { Self.excess(of: shortened(columns), over: columns) <= 0 }

  private func shortened(_ columns: Int) -> [Int] {
    var widths = widths
    let least = header.indices.map { leastWidth(of: $0, isWords: isWords($0)) }
    Self.shorten(&widths, least, within: columns)
    return widths
  }

  /// The widths within the columns; a single column is cut to them.
  private func fitted(_ columns: Int) -> [Int] {
    let widths = shortened(columns)
    return widths.count == 1 ? [min(widths[0], columns)] : widths
  }

  private static func excess(of widths: [Int], over columns: Int) -> Int {
    widths.reduce(0, +) + 2 * (widths.count - 1) - columns
  }

  /// Takes from the widest column that has more than its least, one sign after the other, until the columns fit.
  private static func shorten(_ widths: inout [Int], _ least: [Int], within columns: Int) {
    for _ in 0..<max(0, excess(of: widths, over: columns)) {
      let long = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = long.max(by: { (widths[$0], $1) < (widths[$1], $0) }) else { return }
      widths[widest] -= 1
    }
  }

  /// The width that a column keeps: of numbers all of them under a head that may be cut, of words a few signs.
  private func leastWidth(of column: Int, isWords: Bool) -> Int {
    if column == 0 { return leastOfNames() }
    if isWords { return Self.shortest }
    return rows.map { $0[column].columns }.reduce(min(Self.shortest, header[column].columns), max)
  }

  /// The least width at which names that differ still read differently.
  private func leastOfNames() -> Int {
    let names = Set(rows.map { $0[0] })
    let widths = Self.shortest...max(Self.shortest, names.map(\.columns).max() ?? 0)
    return widths.first { width in Set(names.map { Self.cut($0, to: width, inMiddle: true) }).count == names.count }
      ?? Self.shortest
  }

  private static func cut(_ cell: String, to width: Int, inMiddle: Bool) -> String {
    inMiddle ? cutMiddle(cell, to: width) : cut(cell, to: width)
  }

  private static func cut(_ cell: String, to width: Int) -> String {
    cell.columns <= width ? cell : cell.prefix(columns: max(0, width - 1)) + "…"
  }

  /// Whether words that differ at their ends would read the same when these are cut off.
  private func needsEnds(_ column: Int, within width: Int) -> Bool {
    let cells = Set(rows.map { $0[column] })
    return Set(cells.map { Self.cut($0, to: width) }).count < cells.count
  }

  private static func cutMiddle(_ cell: String, to width: Int) -> String {
    guard cell.columns > width, width > 2 else { return cut(cell, to: width) }
    let tail = (width - 1) / 2
    return cell.prefix(columns: width - 1 - tail) + "…" + cell.suffix(columns: tail)
  }

  private func isWords(_ column: Int) -> Bool {
    if column == 0 || worded.contains(column) { return true }
    // A dash stands for no number.
    return !rows.allSatisfy { $0[column].isEmpty || $0[column] == "–" || $0[column].contains(where: \.isNumber) }
  }
}
