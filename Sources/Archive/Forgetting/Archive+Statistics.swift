import GRDB

/// How large an archive is, and of what.
package struct ArchiveStatistics: Hashable, Sendable {
  package struct Table: Hashable, Sendable {
    package let name: String
    package let rows: Int
    /// With its indexes; nil where the library of SQLite cannot tell.
    package let bytes: Int?
  }

  package struct Experiment: Hashable, Sendable {
    package let name: String
    package let versions: Int
    /// Finished trials.
    package let trials: Int
    /// Rows of its trials in the tables of numbers and weights.
    package let rows: Int
    /// About as many as those rows take; `list` and the site say the same of a single version.
    package let bytes: Int
  }

  /// Of all pages, and of those that hold nothing.
  package let bytes: Int
  package let free: Int
  package let trials: Int
  /// Trials whose weights are kept.
  package let weighted: Int
  /// Trials that no experiment names; `gc` removes them.
  package let unnamed: Int
  /// When the first and the last training began, seconds since 1970; nil where nothing was trained.
  package let oldest: Double?
  package let newest: Double?
  package let tables: [Table]
  /// By name; a trial that two experiments share counts in both.
  package let experiments: [Experiment]
}

extension Archive {
  /// Measures the archive as it stands.
  package func statistics() throws(ArchiveError) -> ArchiveStatistics {
    try read { database in
      func number(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
      let page = try number("PRAGMA page_size")
      let tables = try Self.tables(database)
      return ArchiveStatistics(
        bytes: try number("PRAGMA page_count") * page, free: try number("PRAGMA freelist_count") * page,
        trials: try number("SELECT COUNT(*) FROM trial"),
        weighted: try number("SELECT COUNT(DISTINCT trial) FROM weight"),
        unnamed: try number("SELECT COUNT(*) FROM trial WHERE hex NOT IN (SELECT trial FROM member)"),
        oldest: try Double.fetchOne(database, sql: "SELECT MIN(startedAt) FROM measurement"),
        newest: try Double.fetchOne(database, sql: "SELECT MAX(startedAt) FROM measurement"), tables: tables,
        experiments: try Self.experiments(database))
    }
  }

  private static func tables(_ database: Database) throws -> [ArchiveStatistics.Table] {
    let names = try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    let sizes = try sizes(database)
    return try names.map { name in
      ArchiveStatistics.Table(
        name: name, rows: try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \"\(name)\"") ?? 0,
        bytes: sizes?[name])
    }
  }

  /// The bytes of each table with its indexes; nil where SQLite was built without `dbstat`.
  private static func sizes(_ database: Database) throws -> [String: Int]? {
    let hasTable = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = 'dbstat')")
    guard hasTable == true else { return nil }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.tbl_name AS name, SUM(d.pgsize) AS bytes FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name
        WHERE d.aggregate = TRUE GROUP BY s.tbl_name
        """)
    return Dictionary(try rows.map { try ($0.value("name") as String, $0.value("bytes") as Int) }) { first, _ in first }
  }

  private static func experiments(_ database: Database) throws -> [ArchiveStatistics.Experiment] {
    let names = try Row.fetchAll(
      database, sql: "SELECT name, COUNT(*) AS versions FROM experiment GROUP BY name ORDER BY name")
    return try names.map { row in
      let name = try row.value("name") as String
      let trials = """
        SELECT id FROM trial WHERE hex IN (SELECT m.trial FROM member AS m JOIN experiment AS e ON e.id = m.experiment
        WHERE e.name = ?)
        """
      func count(_ rows: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \(rows)", arguments: [name]) ?? 0
      }
      // Earlier versions had fewer tables.
      let known = try numbers.filter { try database.tableExists($0.0) }
      return try ArchiveStatistics.Experiment(
        name: name, versions: row.value("versions"), trials: try count("(\(trials))"),
        rows: try known.reduce(0) {
          try $0 + count("\($1.0) WHERE \($1.1.replacing("TRIALS", with: trials))")
        }, bytes: try storedBytes(of: trials, [name], database))
    }
  }

  /// Tables that grow with trials, and which of their rows belong to some trials.
  private static let numbers = [
    ("trial", "id IN (TRIALS)"), ("epochMetric", "trial IN (TRIALS)"), ("weight", "trial IN (TRIALS)"),
    ("measurement", "trial IN (TRIALS)"),
    ("inferenceMetric", "inference IN (SELECT id FROM inference WHERE trial IN (TRIALS))"),
    ("probeValue", "probe IN (SELECT id FROM probe WHERE trial IN (TRIALS))"),
  ]
}
