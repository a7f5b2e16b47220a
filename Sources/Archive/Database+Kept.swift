import GRDB

extension Database {
  /// The rows of a query that comes again for every trial, which this connection therefore keeps prepared.
  func keptRows(_ sql: String, _ arguments: StatementArguments) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
  }

  /// Numbers as what `json_each(?)` gives back row by row, so that a query is the same for any count of them.
  static func list(_ numbers: [Int64]) -> String { "[" + numbers.map(String.init).joined(separator: ",") + "]" }

  /// The same of words without quotes and backslashes, such as the ids of trials.
  static func list(_ words: [String]) -> String { "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
}
