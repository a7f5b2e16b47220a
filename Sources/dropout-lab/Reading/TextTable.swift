/// A table for the terminal: columns aligned, first column left, numbers right.
struct TextTable {
  let header: [String]
  var rows: [[String]] = []

  init(_ header: [String]) { self.header = header }

  /// One line per row, columns two spaces apart.
  var text: String { text(within: nil) }

  /// The same within so many columns of the terminal, if any: the longest words are cut first, then columns left out.
  func text(within columns: Int?) -> String {
    var widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    let words = Set(header.indices.filter(isWords))
    if let columns { fit(&widths, words, within: columns) }
    return ([header] + rows).map { row in
      let cells = zip(row, widths).enumerated().map { column, pair in
        let cell = Self.cut(pair.0, to: pair.1)
        let padding = String(repeating: " ", count: pair.1 - cell.count)
        return words.contains(column) ? cell + padding : padding + cell
      }
      let line = cells.joined(separator: "  ")
      return line.last == " " ? String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)]) : line
    }.joined(separator: "\n")
  }

  private static let shortest = 10

  private func fit(_ widths: inout [Int], _ words: Set<Int>, within columns: Int) {
    func excess() -> Int { widths.reduce(0, +) + 2 * (widths.count - 1) - columns }
    let words = words.sorted()
    while excess() > 0, let widest = words.filter({ $0 < widths.count }).max(by: { widths[$0] < widths[$1] }),
      widths[widest] > Self.shortest
    {
      widths[widest] = max(Self.shortest, widths[widest] - excess())
    }
    while excess() > 0, widths.count > 1 { widths.removeLast() }
    if let first = widths.first, widths.count == 1 { widths[0] = min(first, columns) }
  }

  private static func cut(_ cell: String, to width: Int) -> String {
    cell.count <= width ? cell : cell.prefix(max(0, width - 1)) + "…"
  }

  private func isWords(_ column: Int) -> Bool {
    column == 0 || !rows.allSatisfy { row in row[column].isEmpty || row[column].contains(where: \.isNumber) }
  }
}
