import Experiments
import Files
import GRDB

/// The tables of answers beside the outcomes of trials: each has a row per record and a table with its numbers.
enum AnswerTable: String, CaseIterable {
  case inference, probe

  /// The columns that tell the records of a trial apart.
  var keyColumns: [String] {
    switch self {
    case .inference: ["split", "mode"]
    case .probe: ["request"]
    }
  }

  var sealed: SealedTable {
    switch self {
    case .inference: .inference
    case .probe: .probe
    }
  }

  /// The table of the numbers and what stands in it beside position, value and state.
  var numbers: (table: String, columns: [String]) {
    switch self {
    case .inference: ("inferenceMetric", ["samples", "metric"])
    case .probe: ("probeValue", ["layer", "statistic", "place"])
    }
  }
}

/// A record as its table takes it.
struct AnswerRecord {
  let table: AnswerTable
  /// One per key column.
  let key: [String]
  /// What it is, for messages: `inference by weightScaling on test`.
  let words: String
  let numbers: [Number]

  /// One number with what stands beside it.
  struct Number {
    let columns: [(any DatabaseValueConvertible)?]
    let value: Double
    /// The line by which it enters the checksum.
    let line: String
  }

  /// SHA-256 over everything that is recorded of it: one line per fact, numbers by their bits.
  func checksum(of id: TrialID) -> String {
    SHA256.digest(of: ([id.hex] + key + numbers.map(\.line)).joined(separator: "\n")).hex
  }
}

// MARK: - Writing

extension Archive {
  /// Records what a trained network answered, each record once; one that came out differently throws `conflict`.
  func insert(
    _ records: [AnswerRecord], of id: TrialID, trial: Int64, provenance: Int64, _ database: Database
  ) throws {
    for record in records {
      let (table, columns) = (record.table, record.table.keyColumns)
      let key = StatementArguments([trial]) + StatementArguments(record.key)
      let known = try String.fetchOne(
        database.cachedStatement(
          sql: "SELECT checksum FROM \(table) WHERE trial = ?" + columns.map { " AND \($0) = ?" }.joined()),
        arguments: key)
      if let known {
        guard known == record.checksum(of: id) else {
          throw ArchiveError.conflict(trial: id.short, field: record.words)
        }
        continue
      }
      let numbers = record.numbers.enumerated().map { position, number -> FactValues in
        let state = number.value.state
        return [position] + number.columns + [state == .finite ? number.value : nil, state.rawValue]
      }
      try table.sealed.insert(
        [trial] + record.key + [record.checksum(of: id), provenance] as FactValues, with: FactRows(numbers), database)
    }
  }
}

// MARK: - Reading

extension Archive {
  /// The records of a table that belong to trials among these, in the order in which they were recorded.
  ///
  /// `make` gets the row of a record and those of its numbers, and returns nil when this version knows no such thing;
  /// what reads differently than it was recorded throws.
  func answers<Record>(
    in table: AnswerTable, of ids: [TrialID], _ make: (Row, [Row]) throws -> (Record, AnswerRecord)?,
    _ database: Database
  ) throws -> [TrialID: [Record]] {
    guard try database.tableExists(table.rawValue) else { return [:] }
    let wanted = Set(ids.map(\.hex))
    var found: [TrialID: [Record]] = [:]
    let few = ids.count <= Self.fewIDs
    let rows = try database.keptRows(
      "SELECT \(table).*, hex FROM \(table) JOIN trial ON trial.id = \(table).trial"
        + (few ? " WHERE hex IN (SELECT value FROM json_each(?))" : "") + " ORDER BY \(table).id",
      few ? [Database.list(ids.map(\.hex))] : [])
    for row in rows {
      let id = TrialID(hex: try row.value("hex"))
      guard wanted.contains(id.hex) else { continue }
      let words = try table.keyColumns.map { try row.value($0) as String }.joined(separator: " ")
      let numbers = try Self.numbers(row, in: table, database)
      guard let (record, stored) = try make(row, numbers) else {
        throw ArchiveError.damaged(path: path, reason: "trial \(id.short) has the unknown \(table) '\(words)'")
      }
      guard try stored.checksum(of: id) == row.value("checksum") as String else {
        throw ArchiveError.damaged(
          path: path, reason: "\(stored.words) of trial \(id.short) reads differently than it was recorded")
      }
      found[id, default: []].append(record)
    }
    return found
  }

  /// The records of a table that read differently than they were recorded.
  func differingAnswers(in table: AnswerTable, _ database: Database) throws -> [ArchiveMismatch] {
    guard try database.tableExists(table.rawValue) else { return [] }
    var found: [ArchiveMismatch] = []
    let rows = try Row.fetchAll(
      database, sql: "SELECT \(table).*, hex FROM \(table) JOIN trial ON trial.id = \(table).trial ORDER BY \(table).id"
    )
    for row in rows {
      let numbers = try Self.numbers(row, in: table, database)
      let (id, expected) = try (row.value("hex") as String, row.value("checksum") as String)
      let checksum = try Self.record(row, numbers, in: table)?.checksum(of: TrialID(hex: id))
      guard checksum != expected else { continue }
      let words = try table.keyColumns.map { try row.value($0) as String }.joined(separator: " ")
      try found.append(
        ArchiveMismatch(
          table.rawValue, row: row.value("id"), trial: id, field: words, expected: expected,
          found: checksum ?? "a record that this version does not know"))
    }
    return found
  }

  private static func numbers(_ row: Row, in table: AnswerTable, _ database: Database) throws -> [Row] {
    try database.keptRows(
      "SELECT * FROM \(table.numbers.table) WHERE \(table) = ? ORDER BY position", [try row.value("id") as Int64])
  }

  private static func record(_ row: Row, _ numbers: [Row], in table: AnswerTable) throws -> AnswerRecord? {
    switch table {
    case .inference: try inferenceRecord(row, numbers)?.1
    case .probe: try probeRecord(row, numbers)?.1
    }
  }

  /// So many are asked for by name, more are picked from all.
  private static let fewIDs = 100

  /// The trials among these that are finished but for records of inference or probes.
  package func lackingAnswers(among trials: [PlannedTrial]) throws(ArchiveError) -> Set<TrialID> {
    try read { database in
      let known = try AnswerKeys(database)
      let completed = try Set(String.fetchAll(database, sql: "SELECT hex FROM trial WHERE status = 'completed'"))
      return Set(trials.filter { completed.contains($0.id.hex) && !known.contain(all: $0) }.map(\.id))
    }
  }
}

/// Which records there are of which trials.
struct AnswerKeys {
  private var known: [AnswerTable: [String: Set<String>]] = [:]

  init(_ database: Database) throws {
    for table in AnswerTable.allCases where try database.tableExists(table.rawValue) {
      let columns = table.keyColumns
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT hex, \(columns.joined(separator: ", ")) FROM \(table) JOIN trial ON trial.id = \(table).trial")
      known[table] = try Dictionary(grouping: rows) { try $0.value("hex") as String }.mapValues { rows in
        Set(try rows.map { row in try columns.map { try row.value($0) as String }.joined(separator: " ") })
      }
    }
  }

  /// Whether all that a trial is asked has been answered.
  func contain(all trial: PlannedTrial) -> Bool {
    func has(_ table: AnswerTable, _ key: String) -> Bool { known[table]?[trial.id.hex]?.contains(key) ?? false }
    return trial.inference.allSatisfy { has(.inference, $0.key) } && trial.probes.allSatisfy { has(.probe, $0.key) }
  }
}
