import GRDB

/// Values of a row, in the order of a table's columns after its id.
typealias FactValues = [(any DatabaseValueConvertible)?]

/// How facts come in, whether they were trained here or come from a file.
extension SealedTable {
  /// Adds a row and returns its id; with `ifNew`, one that is there already stays as it is.
  @discardableResult
  func insert(_ values: FactValues, ifNew: Bool = false, _ database: Database) throws -> Int64 {
    let text = Self.text(rawValue, columns, rows: 1, ifNew: ifNew)
    try database.cachedStatement(sql: text).execute(arguments: StatementArguments(values))
    return database.lastInsertedRowID
  }

  /// Adds the rows that belong to one of this table.
  ///
  /// SQLite makes the lists of a table's checks anew for every statement, which takes longer than a row itself; so
  /// many rows go in by one.
  func insertBeneath(_ rows: [FactValues], _ database: Database) throws {
    guard let beneath else { return }
    var left = rows[...]
    for size in [512, 64, 8, 1] where left.count >= size {
      let statement = try DirectStatement(Self.text(beneath.table, beneath.columns, rows: size), database)
      while left.count >= size {
        try statement.run(left.prefix(size))
        left = left.dropFirst(size)
      }
    }
  }

  private static func text(_ table: String, _ columns: [String], rows: Int, ifNew: Bool = false) -> String {
    // The first column is the id, which SQLite gives.
    let columns = columns.dropFirst()
    let row = "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
    return "INSERT \(ifNew ? "OR IGNORE " : "")INTO \(table) (\(columns.map { "\"\($0)\"" }.joined(separator: ", "))) "
      + "VALUES " + String(repeating: row + ", ", count: rows - 1) + row
  }
}
