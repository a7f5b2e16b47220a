import Specifications

/// A cell that shows a table: a named one of an experiment, or what SQL finds in the archive.
package struct TableCell: Hashable, Sendable {
  package let source: Source

  package enum Source: Hashable, Sendable {
    case named(Query, of: Named)
    /// SQL with the place of its first line.
    case sql(String, Place)
  }

  /// A table that every experiment has.
  package enum Query: String, CaseIterable, Hashable, Sendable {
    case configurations, differences, tests, metrics, inference, probes, claims, trials, tuning
  }

  static func read(_ cell: inout CellReader) -> TableCell? {
    guard !cell.hasBody else {
      if cell.map.has("query") {
        _ = (cell.map.take("query"), cell.map.take("experiment"))
        cell.problems.report(cell.map.place(of: "query"), "a table cell has either a query's name or SQL, not both")
        return nil
      }
      return TableCell(source: .sql(cell.filledBody, cell.raw.bodyPlace))
    }
    guard cell.map.has("query") else {
      _ = cell.map.take("experiment")
      let names = Query.allCases.map(\.rawValue).joined(separator: ", ")
      cell.problems.report(cell.raw.place, "a table cell needs SQL in its body, or a 'query': \(names)")
      return nil
    }
    let query = cell.word("query", default: Query.configurations)
    let experiment = cell.experiment()
    guard let query, let experiment else { return nil }
    return TableCell(source: .named(query, of: experiment))
  }
}
