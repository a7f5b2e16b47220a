import GRDB

extension Archive {
  /// The names of the views that other programs read.
  package static let views = Schema.viewNames

  /// The rows of a view, of one experiment or all, in the order of its columns.
  package func rows(ofView view: String, experiment: String?) throws(ArchiveError) -> ArchivedRows {
    precondition(Self.views.contains(view), "there is no view '\(view)'")
    return try read { database in
      guard try database.viewExists(view) else {
        throw ArchiveError.damaged(path: path, reason: "it has no views yet; 'dropout-lab run' brings it up to date")
      }
      let filter = experiment.map { _ in "WHERE experiment = ?" } ?? ""
      let statement = try database.makeStatement(sql: "SELECT * FROM main.\(view) \(filter)")
      let rows = try Row.fetchAll(statement, arguments: experiment.map { [$0] } ?? [])
      return ArchivedRows(
        columns: statement.columnNames,
        rows: rows.map { row in row.databaseValues.map { ArchivedValue($0) } }
          .sorted { $0.lexicographicallyPrecedes($1) })
    }
  }
}
