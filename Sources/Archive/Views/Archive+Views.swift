import GRDB

extension Archive {
  /// This archive, or a copy of it where an earlier version made it, which had none or others.
  private func withViews() throws(ArchiveError) -> Archive {
    let isUpToDate = try read { try Schema.migrator.hasCompletedMigrations($0) }
    do { return isUpToDate ? self : try copyUpToDate() } catch { throw .wording(error, path: path, isReading: true) }
  }

  /// The names of the views that other programs read.
  package static let views = Schema.viewNames

  /// The rows of a view, of one experiment or all, in the order of its columns.
  package func rows(ofView view: String, experiment: String?) throws(ArchiveError) -> ArchivedRows {
    precondition(Self.views.contains(view), "there is no view '\(view)'")
    return try withViews().read { database in
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
