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
    if cell.hasBody { return sql(&cell) }
    guard cell.map.has("query") else {
      _ = cell.map.take("experiment")
      cell.problems.report(cell.raw.place, "a table cell needs SQL in its body, or a 'query': \(queries)")
      return nil
    }
    let query = cell.word("query", default: Query.configurations)
    let experiment = cell.experiment()
    guard let query, let experiment else { return nil }
    return TableCell(source: .named(query, of: experiment))
  }

  /// SQL reads all experiments, so that it has neither a query's name nor one experiment.
  private static func sql(_ cell: inout CellReader) -> TableCell? {
    let (query, experiment) = (cell.map.take("query"), cell.map.take("experiment"))
    if let query {
      cell.problems.report(query.place, "a table cell has either a query's name or SQL, not both")
      return nil
    }
    if let experiment {
      cell.problems.report(
        experiment.place,
        "SQL reads all experiments of the notebook, and its cell takes no 'experiment': write WHERE experiment = '…' in "
          + "the query, or give no SQL but a 'query': \(queries)")
      return nil
    }
    return TableCell(source: .sql(cell.filledBody, cell.raw.bodyPlace))
  }

  private static var queries: String { Query.allCases.map(\.rawValue).joined(separator: ", ") }
}
