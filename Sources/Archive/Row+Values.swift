import GRDB

/// A value of another type than its column, as only a damaged archive has one.
struct MistypedValue: Error, CustomStringConvertible {
  let column: String

  var description: String { "the column '\(column)' has a value of another type" }
}

extension Row {
  /// The value of a column; throws `MistypedValue` where the subscripts of GRDB end the program.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value {
    do { return try decode(forColumn: column) } catch { throw MistypedValue(column: column) }
  }

  /// The value of the column at an index, from 0.
  @inline(__always)
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> Value {
    do { return try decode(atIndex: index) } catch {
      throw MistypedValue(column: columnNames[columnNames.index(columnNames.startIndex, offsetBy: index)])
    }
  }
}
