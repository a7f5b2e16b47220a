import Files
import Foundation
import GRDB

/// The bytes of a fact as its digest takes them: a letter per value for its kind, then the value.
///
/// `n` nothing; `i` integer and `r` real, 8 bytes each, lowest first; `t` text in UTF-8 and `b` bytes, after their
/// count as an integer. A row ends with a line feed.
struct FactBytes {
  private var bytes: [UInt8]

  init(_ table: String, rows: Int) {
    bytes = Array(table.utf8) + [0x0A]
    bytes.reserveCapacity((rows + 8) << 7)
  }

  var digest: String { SHA256.digest(of: bytes).hex }

  // MARK: What was found

  mutating func add(_ row: FoundRow) {
    for column in row.columns { add(column, of: row) }
    bytes.append(0x0A)
  }

  private mutating func add(_ column: Int32, of row: FoundRow) {
    switch row.kind(column) {
    case .nothing: bytes.append(UInt8(ascii: "n"))
    case .integer: add(row.integer(column))
    case .real: add(row.real(column))
    case .text: add(UInt8(ascii: "t"), row.bytes(column, isText: true))
    case .blob: add(UInt8(ascii: "b"), row.bytes(column, isText: false))
    }
  }

  // MARK: What goes in

  /// A fact with its id, as it will be found.
  mutating func add(_ id: Int64, _ values: FactValues) {
    add([id], FactRows([values]), 0)
  }

  /// Rows beneath a fact that got their ids in a row, from this one on.
  mutating func add(_ rows: FactRows, of owner: Int64, from first: Int64) {
    for row in 0..<rows.count { add([first + Int64(row), owner], rows, row) }
  }

  private mutating func add(_ ids: [Int64], _ rows: FactRows, _ row: Int) {
    for id in ids { add(id) }
    rows.bytes.withUnsafeBytes { content in
      for value in rows[row] { add(value, in: content) }
    }
    bytes.append(0x0A)
  }

  private mutating func add(_ value: FactRows.Value, in content: UnsafeRawBufferPointer) {
    switch value {
    case .nothing: bytes.append(UInt8(ascii: "n"))
    case .integer(let number): add(number)
    // SQLite keeps no sign of a zero, and nothing instead of NaN.
    case .real(let number) where number.isNaN: bytes.append(UInt8(ascii: "n"))
    case .real(let number): add(number == 0 ? 0 : number)
    case .text(let range): add(UInt8(ascii: "t"), UnsafeRawBufferPointer(rebasing: content[range]))
    case .blob(let range): add(UInt8(ascii: "b"), UnsafeRawBufferPointer(rebasing: content[range]))
    }
  }

  // MARK: Bytes

  private mutating func add(_ number: Int64) {
    bytes.append(UInt8(ascii: "i"))
    add(UInt64(bitPattern: number))
  }

  private mutating func add(_ number: Double) {
    bytes.append(UInt8(ascii: "r"))
    add(number.bitPattern)
  }

  private mutating func add(_ kind: UInt8, _ value: UnsafeRawBufferPointer) {
    bytes.append(kind)
    add(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  private mutating func add(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
