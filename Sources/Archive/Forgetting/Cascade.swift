import GRDB

/// Rows to delete with all rows that refer to them, as the foreign keys of the file itself say.
struct Cascade {
  private var doomed: [(table: String, ids: Set<Int64>)] = []

  /// Adds rows and everything beneath them.
  mutating func add(_ ids: [Int64], of table: String, _ database: Database) throws {
    guard !ids.isEmpty else { return }
    doomed.append((table, Set(ids)))
    for child in try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    {
      for key in try database.foreignKeys(on: child) where key.destinationTable == table {
        guard let column = key.mapping.first?.origin else { continue }
        let beneath = try Int64.fetchAll(
          database,
          sql: "SELECT id FROM \"\(child)\" WHERE \"\(column)\" IN (SELECT value FROM json_each(?)) ORDER BY id",
          arguments: [Database.list(ids)])
        try add(beneath, of: child, database)
      }
    }
  }

  /// Deletes what was added, the lowest rows first, and returns how many rows that were.
  func delete(_ database: Database) throws -> Int {
    var count = 0
    for (table, ids) in doomed.reversed() {
      try database.execute(
        sql: "DELETE FROM \"\(table)\" WHERE id IN (SELECT value FROM json_each(?))",
        arguments: [Database.list(ids.sorted())])
      count += database.changesCount
    }
    return count
  }
}
