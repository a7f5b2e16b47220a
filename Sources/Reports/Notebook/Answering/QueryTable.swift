import Analysis

/// What a query found as a table for people.
struct QueryTable {
  let answer: QueryAnswer
  let name: String

  var table: DataTable {
    DataTable(
      name: name, caption: rows.isEmpty ? "The query found no rows." : "",
      columns: answer.columns.indices.map { DataTable.Column(answer.columns[$0], holdsWords: holdsWords($0)) },
      rows: rows.map { DataTable.Row($0.first ?? "", cells: Array($0.dropFirst())) })
  }

  private var rows: [[String]] { answer.rows.map { $0.map(Self.text) } }

  private func holdsWords(_ column: Int) -> Bool {
    answer.rows.contains { row in
      if case .text = row[column] { true } else { false }
    }
  }

  private static func text(_ value: QueryValue) -> String {
    switch value {
    case .nothing: SummaryTables.nothing
    case .integer(let number): NumberText.count(number)
    case .real(let number): NumberText.significant(number, digits: 4)
    case .text(let text): text
    }
  }
}
