import GRDB

/// Values of a row, in the order of a table's columns after its id.
typealias FactValues = [(any DatabaseValueConvertible)?]

/// How facts come in, whether they were trained here or come from a file.
extension SealedTable {
  /// Adds a row and returns its id; with `ifNew`, one that is there already stays as it is.
  ///
  /// For tables without rows beneath; the end of the transaction seals what it has added.
  @discardableResult
  func insert(_ values: FactValues, ifNew: Bool = false, _ database: Database) throws -> Int64 {
    let text = Self.text(rawValue, columns, rows: 1, ifNew: ifNew)
    try database.cachedStatement(sql: text).execute(arguments: StatementArguments(values))
    return database.lastInsertedRowID
  }

  /// Adds a row with the rows that belong to it, seals it with what goes in, and returns its id.
  ///
  /// Reading a thousand numbers again for their seal takes as long as writing them.
  @discardableResult
  func insert(_ values: FactValues, with rows: FactRows, _ database: Database) throws -> Int64 {
    let id = try insert(values, database)
    try insertBeneath(id, rows, database)
    var bytes = FactBytes(rawValue, rows: rows.count)
    bytes.add(id, values)
    bytes.add(rows, of: id, from: database.lastInsertedRowID - Int64(rows.count) + 1)
    try Seals.seal(self, row: id, digest: bytes.digest, database)
    return id
  }

  /// Many rows go in by one statement, since SQLite begins each anew.
  private func insertBeneath(_ owner: Int64, _ rows: FactRows, _ database: Database) throws {
    guard let beneath else { return }
    var left = 0..<rows.count
    for size in [512, 64, 8, 1] where left.count >= size {
      let statement = try DirectStatement(Self.text(beneath.table, beneath.columns, rows: size), database)
      while left.count >= size {
        try statement.run(rows, left.prefix(size), owner: owner)
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
