import Files
import Foundation
import GRDB

/// The digests of all that is recorded: one seal per fact, each chained to the one before.
///
/// A seal's digest is SHA-256 over the table's name and the row's values, then those of the rows beneath it. Its chain
/// is SHA-256 over the chain before and the seal, so that a seal that was taken out is missed. What the program itself
/// deletes on request takes its seals along and leaves a gap, which keeps the chain for the seal that follows.
enum Seals {
  /// When a digest was made: with its fact, or by the migration that found the fact in an older archive.
  enum Made: String { case recording, migration }

  /// Takes out the seals of what was deleted and seals every row that has none; part of each transaction that writes.
  static func sealNew(_ made: Made, _ database: Database) throws {
    var end = try end(database)
    if try database.tableExists("unsealed") { try takeOut(database) }
    for (table, last) in try grown(database) {
      var digests: [(row: Int64, digest: String)] = []
      try forEachRow(of: table, after: last, database) { row, digest in digests.append((row, digest)) }
      for (row, digest) in digests { try add(table, row, digest, made, after: &end, database) }
    }
  }

  /// The tables that hold rows beyond the last one that is sealed, asked for at once, and that one.
  private static func grown(_ database: Database) throws -> [(table: SealedTable, last: Int64)] {
    let tables = try SealedTable.allCases.filter { try database.tableExists($0.rawValue) }
    let sealed = tables.map { table in
      """
      SELECT '\(table)' AS name, (SELECT MAX(id) FROM main.\(table)) AS newest,
        COALESCE((SELECT MAX(row) FROM seal WHERE place = '\(table)'), 0) AS last
      """
    }
    let sql = "SELECT name, last FROM (\(sealed.joined(separator: " UNION ALL "))) WHERE newest > last"
    let found = try Row.fetchAll(database.cachedStatement(sql: sql)).map {
      try ($0.value("name") as String, $0.value("last") as Int64)
    }
    let last = Dictionary(uniqueKeysWithValues: found)
    return tables.compactMap { table in last[table.rawValue].map { (table, $0) } }
  }

  /// Seals a row of which all that it holds is known, in the transaction that adds it and before a later one is added.
  static func seal(_ table: SealedTable, row: Int64, digest: String, _ database: Database) throws {
    var end = try end(database)
    try add(table, row, digest, .recording, after: &end, database)
  }

  /// The last seal.
  private static func end(_ database: Database) throws -> (id: Int64, chain: String) {
    let end = try Row.fetchOne(database.cachedStatement(sql: "SELECT id, chain FROM seal ORDER BY id DESC LIMIT 1"))
    return (end?["id"] as Int64? ?? 0, end?["chain"] as String? ?? "")
  }

  private static func add(
    _ table: SealedTable, _ row: Int64, _ digest: String, _ made: Made, after end: inout (id: Int64, chain: String),
    _ database: Database
  ) throws {
    let insert = try database.cachedStatement(
      sql: "INSERT INTO seal (id, place, row, digest, chain, made) VALUES (?, ?, ?, ?, ?, ?)")
    // The number after a gap at the end is not one of the gap.
    end = (end.id + 1, link(after: end.chain, table.rawValue, row, digest, made.rawValue))
    try insert.execute(arguments: [end.id, table.rawValue, row, digest, end.chain, made.rawValue])
  }

  /// The chain at a seal.
  static func link(after chain: String, _ place: String, _ row: Int64, _ digest: String, _ made: String) -> String {
    SHA256.digest(of: "\(chain)\n\(place) \(row) \(digest) \(made)").hex
  }

  /// Calls the function with every row beyond an id, in the order of ids, and the digest of what it holds now.
  static func forEachRow(
    of table: SealedTable, after last: Int64 = 0, _ database: Database, _ use: (Int64, String) throws -> Void
  ) throws {
    let rows = try DirectStatement(
      "SELECT \(list(table.columns)) FROM main.\(table.rawValue) WHERE id > ? ORDER BY id", database)
    let beneath = try table.beneath.map { beneath in
      try DirectStatement(
        "SELECT \(list(beneath.columns)) FROM main.\(beneath.table) WHERE \(table.rawValue) = ? ORDER BY \(beneath.order)",
        database)
    }
    try rows.forEach(of: last) { row in
      let id = row.integer(0)
      var bytes = FactBytes(table.rawValue, rows: 1)
      bytes.add(row)
      try beneath?.forEach(of: id) { bytes.add($0) }
      try use(id, bytes.digest)
    }
  }

  private static func list(_ columns: [String]) -> String { columns.map { "\"\($0)\"" }.joined(separator: ", ") }
}

// MARK: - Gaps

extension Seals {
  /// Lets this connection note the seals of what it deletes; other programs' deletions stay noticed.
  static func watchDeletions(_ database: Database) throws {
    try database.execute(sql: unsealed)
    for table in SealedTable.allCases where try database.tableExists(table.rawValue) {
      try database.execute(
        sql: """
          CREATE TEMP TRIGGER \(table.rawValue)IsUnsealed AFTER DELETE ON main.\(table.rawValue)
          BEGIN INSERT OR IGNORE INTO unsealed SELECT id FROM seal WHERE place = '\(table.rawValue)' AND row = OLD.id; END
          """)
    }
  }

  /// The seals whose rows this transaction has deleted.
  private static let unsealed = "CREATE TEMP TABLE IF NOT EXISTS unsealed (id INTEGER PRIMARY KEY)"

  /// Takes those seals out; each run of them leaves one gap.
  private static func takeOut(_ database: Database) throws {
    let deleted = try Bool.fetchOne(database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM unsealed)"))
    guard deleted == true else { return }
    try database.execute(
      sql: """
        INSERT INTO gap (first, last, chain, madeAt)
        SELECT run.first, run.last, seal.chain, ? FROM (
          SELECT MIN(id) AS first, MAX(id) AS last
          FROM (SELECT id, id - ROW_NUMBER() OVER (ORDER BY id) AS start FROM unsealed) GROUP BY start
        ) AS run JOIN seal ON seal.id = run.last ORDER BY run.first
        """, arguments: [Date().timeIntervalSince1970])
    try database.execute(sql: "DELETE FROM seal WHERE id IN (SELECT id FROM unsealed); DELETE FROM unsealed")
  }

  /// Notes the seals that earlier versions kept of what they had deleted, and drops their table.
  static func takeOutReleased(_ database: Database) throws {
    try database.execute(sql: unsealed)
    try database.execute(
      sql: """
        INSERT INTO unsealed SELECT seal FROM release UNION SELECT id FROM seal WHERE place = 'release';
        DROP TABLE release
        """)
  }
}
