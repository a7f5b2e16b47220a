import GRDB

/// The rows that belong to a fact, one after the other: their values after their id and their owner.
///
/// A thousand rows are two arrays, so that none of their values is an object of its own.
struct FactRows {
  enum Value {
    case nothing
    case integer(Int64)
    case real(Double)
    /// Where it stands in `bytes`.
    case text(Range<Int>)
    case blob(Range<Int>)
  }

  private(set) var count = 0
  private(set) var values: [Value] = []
  /// All texts in UTF-8 and all blobs. It is never empty, so that what is empty has an address too.
  private(set) var bytes: [UInt8] = [0]

  /// Room for so many rows of so many values.
  init(capacity: Int, width: Int) {
    values.reserveCapacity(capacity * width)
    bytes.reserveCapacity(capacity << 6)
  }

  /// Rows of values of any kind.
  init(_ rows: [FactValues]) {
    for row in rows {
      for value in row { append(value?.databaseValue.storage ?? .null) }
      endRow()
    }
  }

  /// The values of a row.
  subscript(row: Int) -> ArraySlice<Value> {
    let width = values.count / count
    return values[row * width..<(row + 1) * width]
  }

  mutating func append(_ number: Int) { values.append(.integer(Int64(number))) }

  mutating func append(_ number: Double?) { values.append(number.map(Value.real) ?? .nothing) }

  mutating func append(_ text: String) { values.append(.text(place(text.utf8))) }

  mutating func endRow() { count += 1 }

  private mutating func append(_ value: DatabaseValue.Storage) {
    switch value {
    case .null: values.append(.nothing)
    case .int64(let number): values.append(.integer(number))
    case .double(let number): append(number)
    case .string(let text): append(text)
    case .blob(let data): values.append(.blob(place(data)))
    }
  }

  private mutating func place(_ content: some Collection<UInt8>) -> Range<Int> {
    let start = bytes.count
    bytes.append(contentsOf: content)
    return start..<bytes.count
  }
}
