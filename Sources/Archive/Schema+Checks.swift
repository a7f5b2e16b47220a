import GRDB

/// Checks of the tables to which a trial adds rows by the thousand.
extension Schema {
  /// Writes the checks `word IN (…)` of these tables as comparisons, which hold for the same rows.
  ///
  /// SQLite makes a table of a list of three words or more, and looks every row up in it: two fifths of what recording
  /// the numbers of a trial took. It changes the text of the schema alone (sqlite.org/lang_altertable.html, section 7).
  static func compareWords(_ database: Database) throws {
    try database.execute(sql: "PRAGMA writable_schema = ON")
    for table in ["epochMetric", "inferenceMetric", "probeValue"] {
      let text = try String.fetchOne(
        database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", arguments: [table])
      guard let text else { continue }
      try database.execute(
        sql: "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?",
        arguments: [comparing(text), table])
    }
    let version = try Int.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
    // Other connections read the schema again when its number has changed, this one when it is told to.
    try database.execute(sql: "PRAGMA schema_version = \(version + 1); PRAGMA writable_schema = RESET")
    database.clearSchemaCache()
  }

  private static func comparing(_ table: String) -> String {
    table.replacing(/CHECK \((\w+) IN \(([^()]+)\)\)/) { check in
      let words = check.2.split(separator: ", ")
      return "CHECK (\(words.map { "\(check.1) = \($0)" }.joined(separator: " OR ")))"
    }
  }
}
