import Foundation
import GRDB
import GRDBSQLite

/// A prepared statement that is bound, stepped and read through SQLite's own interface, value by value.
///
/// The thousand numbers of a trial would else be copied into rows of objects on their way in, and again for their seal.
struct DirectStatement {
  private let database: Database
  private let statement: Statement
  private var handle: OpaquePointer { statement.sqliteStatement }

  /// Takes a statement that this connection keeps.
  init(_ sql: String, _ database: Database) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
  }

  /// Runs it to its end with the values of some rows, each after its owner.
  func run(_ rows: FactRows, _ range: Range<Int>, owner: Int64) throws {
    try rows.bytes.withUnsafeBytes { bytes in
      // What was bound points to these bytes.
      defer { release() }
      var place: Int32 = 0
      for row in range {
        place += 1
        try check(sqlite3_bind_int64(handle, place, owner))
        for value in rows[row] {
          place += 1
          try check(bind(value, in: bytes, place))
        }
      }
      while try step() {}
    }
  }

  /// Calls the function at every row that it finds for some numbers.
  func forEach(of numbers: Int64..., use: (FoundRow) throws -> Void) throws {
    defer { release() }
    for (place, number) in numbers.enumerated() { try check(sqlite3_bind_int64(handle, Int32(place) + 1, number)) }
    while try step() { try use(FoundRow(handle: handle)) }
  }

  private func release() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  private func bind(_ value: FactRows.Value, in bytes: UnsafeRawBufferPointer, _ place: Int32) -> Int32 {
    switch value {
    case .nothing: return sqlite3_bind_null(handle, place)
    case .integer(let number): return sqlite3_bind_int64(handle, place, number)
    case .real(let number): return sqlite3_bind_double(handle, place, number)
    // Without a destructor SQLite makes no copy of its own.
    case .text(let range):
      let start = bytes.baseAddress?.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self)
      return sqlite3_bind_text64(handle, place, start, sqlite3_uint64(range.count), nil, UInt8(SQLITE_UTF8))
    case .blob(let range):
      let start = bytes.baseAddress?.advanced(by: range.lowerBound)
      return sqlite3_bind_blob64(handle, place, start, sqlite3_uint64(range.count), nil)
    }
  }

  /// Whether another row was found.
  private func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code != SQLITE_DONE { try check(code) }
    return false
  }

  private func check(_ code: Int32) throws {
    guard code != SQLITE_OK else { return }
    throw DatabaseError(
      resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage, sql: statement.sql)
  }
}

/// The row at which a statement stands.
struct FoundRow {
  fileprivate let handle: OpaquePointer

  var columns: Range<Int32> { 0..<sqlite3_column_count(handle) }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  /// The bytes of a text in UTF-8, or of a blob, as long as the statement stands here.
  func bytes(_ column: Int32, isText: Bool) -> UnsafeRawBufferPointer {
    // The count is right only after the value has been asked for.
    let start =
      isText ? sqlite3_column_text(handle, column).map { UnsafeRawPointer($0) } : sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// How a value is stored.
  func kind(_ column: Int32) -> StoredKind {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .nothing
    }
  }
}

/// SQLite's kinds of values.
enum StoredKind { case nothing, integer, real, text, blob }
