extension MathMLWriter {
  mutating func table(_ table: MathTable, _ style: MathStyle) {
    let inner = Self.style(of: table.kind, style)
    let columns = table.rows.map(\.count).max() ?? 0
    var attributes = table.kind == .aligned || table.kind == .gathered ? " displaystyle=\"true\"" : ""
    if !table.columnLines.isEmpty || !table.rowLines.isEmpty { attributes += " style=\"border-collapse:collapse\"" }
    element("mtable", attributes) { writer in
      for (index, row) in table.rows.enumerated() {
        writer.element("mtr") { writer in
          for (column, cell) in row.enumerated() {
            writer.element("mtd", Self.attributes(table, index, column, columns)) { writer in
              // Behind the mark of an alignment stands an empty atom, so that a sign there is binary.
              let isContinuation = table.kind == .aligned && !column.isMultiple(of: 2)
              writer.row(cell, inner, isWrapped: false, after: isContinuation ? .ordinary : nil)
            }
          }
        }
      }
    }
  }

  private static func style(of kind: MathTable.Kind, _ style: MathStyle) -> MathStyle {
    switch kind {
    case .matrix, .cases, .substack: style.text
    case .aligned, .gathered: MathStyle(isDisplay: true, level: style.level)
    }
  }

  /// Alignment, narrow gaps and lines, which MathML Core leaves to CSS.
  private static func attributes(_ table: MathTable, _ row: Int, _ column: Int, _ columns: Int) -> String {
    var rules: [String] = []
    let alignment = column < table.alignments.count ? table.alignments[column] : .center
    switch alignment {
    case .left: rules.append("text-align:left")
    case .right: rules += ["text-align:right", "text-align:-webkit-right"]  // Chromium moves cells by the latter only
    case .center: break
    }
    switch table.kind {
    case .aligned: rules.append(column.isMultiple(of: 2) ? "padding-right:0" : "padding-left:0")
    case .cases where column == 0: rules.append("padding-left:0")
    case .substack: rules.append("padding:0")
    case .cases, .matrix, .gathered: break
    }
    let line = "1px solid"
    if table.columnLines.contains(column) { rules.append("border-left:\(line)") }
    if column == columns - 1, table.columnLines.contains(columns) { rules.append("border-right:\(line)") }
    if table.rowLines.contains(row) { rules.append("border-top:\(line)") }
    if row == table.rows.count - 1, table.rowLines.contains(row + 1) { rules.append("border-bottom:\(line)") }
    return rules.isEmpty ? "" : " style=\"\(rules.joined(separator: ";"))\""
  }
}
