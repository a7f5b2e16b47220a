import GRDB
import GRDBSQLite

/// How much one query may ask of SQLite, the same on every machine: what it costs is counted, not timed.
package struct QueryBounds: Sendable {
  /// Rows that are shown at most.
  let rows = 2000
  /// Steps of SQLite's virtual machine, some tens of millions of which take a second.
  let steps: Int32
  /// Bytes of one text or blob.
  private let length: Int32 = 1_000_000

  package init(steps: Int32 = 1_000_000_000) { self.steps = steps }

  /// Lets the connection interrupt a statement that has made so many steps, and refuse longer values.
  func set(on database: Database) {
    sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, length)
    // The handler is asked when so many steps are made, and says that they are enough.
    sqlite3_progress_handler(database.sqliteConnection, steps, { _ in 1 }, nil)
  }
}
