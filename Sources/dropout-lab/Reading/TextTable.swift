/// A table for the terminal: columns aligned, first column left, numbers right.
struct TextTable {
  let header: [String]
  var rows: [[String]] = []

  init(_ header: [String]) { self.header = header }

  /// One line per row, columns two spaces apart.
  var text: String {
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return isWords(column) ? cell + padding : padding + cell
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  private func isWords(_ column: Int) -> Bool {
    column == 0 || !rows.allSatisfy { row in row[column].isEmpty || row[column].contains(where: \.isNumber) }
  }
}
