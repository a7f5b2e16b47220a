import Files
import Foundation
import GRDB

/// The digests of all that is recorded: one seal per fact, each chained to the one before.
///
/// A seal's digest is SHA-256 over the table's name and the row's values, then those of the rows beneath it. Its chain
/// is SHA-256 over the chain before and the seal, so that a seal that was taken out is missed. What the program itself
/// deletes on request leaves its seals behind, released.
enum Seals {
  /// When a digest was made: with its fact, or by the migration that found the fact in an older archive.
  enum Made: String { case recording, migration }

  /// Seals every row that has no seal yet; part of each transaction that writes.
  static func sealNew(_ made: Made, _ database: Database) throws {
    var chain =
      try String.fetchOne(database.cachedStatement(sql: "SELECT chain FROM seal ORDER BY id DESC LIMIT 1")) ?? ""
    for table in SealedTable.allCases where try database.tableExists(table.rawValue) {
      let last = try Int64.fetchOne(database.cachedStatement(sql: newestLive), arguments: [table.rawValue]) ?? 0
      var digests: [(row: Int64, digest: String)] = []
      try forEachRow(of: table, after: last, database) { row, digest in digests.append((row, digest)) }
      let insert = try database.cachedStatement(
        sql: "INSERT INTO seal (place, row, digest, chain, made) VALUES (?, ?, ?, ?, ?)")
      for (row, digest) in digests {
        chain = link(after: chain, table.rawValue, row, digest, made.rawValue)
        try insert.execute(arguments: [table.rawValue, row, digest, chain, made.rawValue])
      }
    }
  }

  private static let newestLive = """
    SELECT row FROM seal WHERE place = ? AND NOT EXISTS (SELECT 1 FROM release WHERE release.seal = seal.id)
    ORDER BY row DESC LIMIT 1
    """

  /// The chain at a seal.
  static func link(after chain: String, _ place: String, _ row: Int64, _ digest: String, _ made: String) -> String {
    SHA256.digest(of: "\(chain)\n\(place) \(row) \(digest) \(made)").hex
  }

  /// Calls the function with every row beyond an id, in the order of ids, and the digest of what it holds now.
  static func forEachRow(
    of table: SealedTable, after last: Int64 = 0, _ database: Database, _ use: (Int64, String) throws -> Void
  ) throws {
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT \(list(table.columns)) FROM main.\(table.rawValue) WHERE id > ? ORDER BY id"), arguments: [last])
    let beneath = try table.beneath.map { beneath in
      try database.makeStatement(
        sql: """
          SELECT \(list(beneath.columns)) FROM main.\(beneath.table) WHERE \(table.rawValue) = ? ORDER BY \(beneath.order)
          """)
    }
    while let row = try rows.next() {
      let id = row[0] as Int64
      var bytes = FactBytes(table.rawValue)
      bytes.add(row)
      if let beneath {
        let children = try Row.fetchCursor(beneath, arguments: [id])
        while let child = try children.next() { bytes.add(child) }
      }
      try use(id, bytes.digest)
    }
  }

  private static func list(_ columns: [String]) -> String { columns.map { "\"\($0)\"" }.joined(separator: ", ") }

  /// Lets this connection release the seals of what it deletes; other programs' deletions stay noticed.
  static func releaseDeletions(_ database: Database) throws {
    for table in SealedTable.allCases where try database.tableExists(table.rawValue) {
      try database.execute(
        sql: """
          CREATE TEMP TRIGGER \(table.rawValue)IsReleased AFTER DELETE ON main.\(table.rawValue)
          BEGIN
            INSERT INTO release (seal, releasedAt)
            SELECT id, strftime('%s', 'now') FROM seal
            WHERE place = '\(table.rawValue)' AND row = OLD.id
              AND NOT EXISTS (SELECT 1 FROM release WHERE release.seal = seal.id);
          END
          """)
    }
  }
}

/// The bytes of a fact as its digest takes them: a letter per value for its kind, then the value.
///
/// `n` nothing; `i` integer and `r` real, 8 bytes each, lowest first; `t` text in UTF-8 and `b` bytes, after their
/// count as an integer. A row ends with a line feed.
private struct FactBytes {
  private var bytes: [UInt8]

  init(_ table: String) {
    bytes = Array(table.utf8) + [0x0A]
    bytes.reserveCapacity(1 << 12)
  }

  mutating func add(_ row: Row) {
    for value in row.databaseValues { add(value) }
    bytes.append(0x0A)
  }

  private mutating func add(_ value: DatabaseValue) {
    switch value.storage {
    case .null: bytes.append(UInt8(ascii: "n"))
    case .int64(let number):
      bytes.append(UInt8(ascii: "i"))
      add(UInt64(bitPattern: number))
    case .double(let number):
      bytes.append(UInt8(ascii: "r"))
      add(number.bitPattern)
    case .string(let text):
      bytes.append(UInt8(ascii: "t"))
      add(UInt64(text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    case .blob(let data):
      bytes.append(UInt8(ascii: "b"))
      add(UInt64(data.count))
      bytes.append(contentsOf: data)
    }
  }

  private mutating func add(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  var digest: String { SHA256.digest(of: bytes).hex }
}
