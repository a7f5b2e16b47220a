import Experiments
import Foundation
import GRDB

/// A value that a query found.
package enum ArchivedValue: Hashable, Sendable {
  case nothing
  case integer(Int)
  case real(Double)
  case text(String)
}

/// What a query found.
package struct ArchivedRows: Hashable, Sendable {
  package let columns: [String]
  package let rows: [[ArchivedValue]]
}

/// Why a query was refused or failed, in a sentence; the words it is about, where the library names them.
package struct QueryError: Error, Hashable, Sendable {
  package let message: String
  package let near: String?
}

extension Archive {
  /// Answers one read-only query over the documented views of some experiments.
  ///
  /// The views exist for this query only: `experiments`, `configurations`, `trials`, `metrics`, `finals`, `inference`.
  /// Rows come in the order of the query, or by all columns from left to right where it names none. What depends on
  /// chance or the clock does not exist, and what ends a query that finds no end is a count of SQLite's steps.
  package func query(
    _ sql: String, experiments: [(name: String, key: ExperimentKey)], aliases: [QueryAlias] = [],
    bounds: QueryBounds = QueryBounds()
  ) throws -> ArchivedRows {
    do {
      let queue = try viewer(experiments, aliases, bounds)
      return try queue.read { database in try Self.rows(sql, bounds, database) }
    } catch let error as DatabaseError {
      throw QueryError(error, bounds)
    }
  }

  /// A connection of its own that cannot write, with the views in its temporary schema.
  private func viewer(
    _ experiments: [(name: String, key: ExperimentKey)], _ aliases: [QueryAlias], _ bounds: QueryBounds
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      try database.execute(sql: QueryViews.tables)
      for experiment in experiments {
        try database.execute(
          sql: "INSERT INTO temp.chosen (name, id) VALUES (?, ?)", arguments: [experiment.name, experiment.key.id])
      }
      for alias in aliases {
        try database.execute(
          sql: "INSERT INTO temp.alias (experiment, position, name) VALUES (?, ?, ?)",
          arguments: [alias.experiment, alias.configuration, alias.name])
      }
      try database.execute(sql: QueryViews.views)
      for function in QueryViews.withheld { database.add(function: function) }
      bounds.set(on: database)
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  private static func rows(_ sql: String, _ bounds: QueryBounds, _ database: Database) throws -> ArchivedRows {
    let statements = try database.allStatements(sql: sql)
    guard let statement = try statements.next() else {
      throw QueryError(message: "there is no query", near: nil)
    }
    let names = QueryNames(sql)
    guard statement.isReadonly, statement.columnCount > 0, ["select", "with", "values"].contains(names.verb) else {
      throw QueryError(message: "only a query that reads (SELECT, WITH, VALUES) is allowed", near: nil)
    }
    if let stranger = names.stranger(to: QueryViews.names) {
      throw QueryError(
        message: "no such view: \(stranger); there are \(QueryViews.names.joined(separator: ", "))", near: stranger)
    }
    guard try statements.next() == nil else { throw QueryError(message: "one query at a time", near: nil) }
    let rows = try fetched(Row.fetchCursor(statement), bounds)
    return ArchivedRows(
      columns: statement.columnNames, rows: names.isOrdered ? rows : rows.sorted { $0.lexicographicallyPrecedes($1) })
  }

  private static func fetched(_ cursor: RowCursor, _ bounds: QueryBounds) throws -> [[ArchivedValue]] {
    var rows: [[ArchivedValue]] = []
    while let row = try cursor.next() {
      guard rows.count < bounds.rows else {
        throw QueryError(
          message: "the query finds more than \(bounds.rows) rows; so many are shown at most", near: "SELECT")
      }
      rows.append(row.map { ArchivedValue($0.1) })
    }
    return rows
  }
}

/// A short name of a configuration, for the column `alias`.
package struct QueryAlias: Hashable, Sendable {
  let experiment: String
  let configuration: Int
  let name: String

  package init(experiment: String, configuration: Int, name: String) {
    self.experiment = experiment
    self.configuration = configuration
    self.name = name
  }
}

extension QueryError {
  init(_ error: DatabaseError, _ bounds: QueryBounds) {
    let message = error.message ?? "\(error)"
    let near = message.firstMatch(of: /near "([^"]*)"|no such (?:column|table|function): ([A-Za-z0-9_.]+)/)
    let word = near.flatMap { $0.1 ?? $0.2 }.map(String.init)
    if message.contains("readonly") || message.contains("read-only") || error.resultCode == .SQLITE_READONLY {
      self.init(message: "only a query that reads (SELECT, WITH, VALUES) is allowed", near: nil)
    } else if error.resultCode == .SQLITE_INTERRUPT {
      self.init(
        message: "the query takes more than \(bounds.steps) steps of SQLite; so many are made at most", near: nil)
    } else {
      let views = QueryViews.names.joined(separator: ", ")
      self.init(
        message: message + (message.hasPrefix("no such table") ? "; there are \(views)" : ""), near: word)
    }
  }
}

extension ArchivedValue: Comparable {
  init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .nothing
    case .int64(let number): self = .integer(Int(number))
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    case .blob(let data): self = .text("\(data.count) bytes")
    }
  }

  /// Nothing, then numbers, then texts.
  private var rank: (Int, Double, String) {
    switch self {
    case .nothing: (0, 0, "")
    case .integer(let number): (1, Double(number), "")
    case .real(let number): (1, number, "")
    case .text(let text): (2, 0, text)
    }
  }

  package static func < (left: ArchivedValue, right: ArchivedValue) -> Bool { left.rank < right.rank }
}
