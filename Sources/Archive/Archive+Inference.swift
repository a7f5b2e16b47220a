import Experiments
import Files
import GRDB

// MARK: - Writing

extension Archive {
  /// Records what inference gave, each record once; one that came out differently throws `conflict`.
  func insert(
    _ records: [InferenceRecord], of id: TrialID, trial: Int64, provenance: Int64, _ database: Database
  ) throws {
    for record in records {
      let mode = record.request.mode.text
      let split = record.request.split.rawValue
      let known = try String.fetchOne(
        database, sql: "SELECT checksum FROM inference WHERE trial = ? AND split = ? AND mode = ?",
        arguments: [trial, split, mode])
      if let known {
        guard known == record.checksum(of: id) else {
          throw ArchiveError.conflict(trial: id.short, field: "inference by \(mode) on \(split)")
        }
        continue
      }
      try database.execute(
        sql: "INSERT INTO inference (trial, split, mode, checksum, provenance) VALUES (?, ?, ?, ?, ?)",
        arguments: [trial, split, mode, record.checksum(of: id), provenance])
      try insert(record.values, of: database.lastInsertedRowID, database)
    }
  }

  private func insert(_ values: [InferenceValue], of inference: Int64, _ database: Database) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO inferenceMetric (inference, position, samples, metric, value, state) VALUES (?, ?, ?, ?, ?, ?)
        """)
    for (position, measured) in values.enumerated() {
      let state = measured.value.state
      try statement.execute(arguments: [
        inference, position, measured.samples, measured.metric.rawValue, state == .finite ? measured.value : nil,
        state.rawValue,
      ])
    }
  }
}

extension InferenceRecord {
  /// SHA-256 over everything that is recorded of it: one line per fact, numbers by their bits.
  package func checksum(of id: TrialID) -> String {
    let head = [id.hex, request.split.rawValue, request.mode.text]
    let lines = values.map { "\($0.samples) \($0.metric.rawValue) \(String($0.value.storedBits, radix: 16))" }
    return SHA256.digest(of: (head + lines).joined(separator: "\n")).hex
  }
}

// MARK: - Reading

extension Archive {
  /// The inference records of finished trials among these, in the order in which they were recorded.
  package func inference(of ids: [TrialID]) throws(ArchiveError) -> [TrialID: [InferenceRecord]] {
    let wanted = Set(ids.map(\.hex))
    return try read { database in
      guard try database.tableExists("inference") else { return [:] }
      var found: [TrialID: [InferenceRecord]] = [:]
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT inference.*, hex FROM inference JOIN trial ON trial.id = inference.trial ORDER BY inference.id")
      for row in rows where wanted.contains(row["hex"]) {
        let id = TrialID(hex: row["hex"])
        found[id, default: []].append(try record(row, of: id, database))
      }
      return found
    }
  }

  /// Reads a record and holds it against the digest that was recorded with it.
  private func record(_ row: Row, of id: TrialID, _ database: Database) throws -> InferenceRecord {
    let words = row["mode"] as String
    guard let split = Split(rawValue: row["split"]), let mode = InferenceMode.read(archived: words) else {
      throw ArchiveError.damaged(path: path, reason: "trial \(id.short) has the unknown inference mode '\(words)'")
    }
    let values = try Row.fetchAll(
      database, sql: "SELECT * FROM inferenceMetric WHERE inference = ? ORDER BY position",
      arguments: [row["id"] as Int64])
    let record = InferenceRecord(
      request: InferenceRequest(mode: mode, split: split), values: values.compactMap(Self.value))
    guard record.checksum(of: id) == row["checksum"] as String else {
      throw ArchiveError.damaged(
        path: path, reason: "inference \(words) of trial \(id.short) reads differently than it was recorded")
    }
    return record
  }

  private static func value(_ row: Row) -> InferenceValue? {
    guard let metric = InferenceMetric(rawValue: row["metric"]), let state = NumberState(rawValue: row["state"]) else {
      return nil
    }
    return InferenceValue(samples: row["samples"], metric: metric, value: state.value(finite: row["value"]))
  }

  /// The keys of the inference records that each trial has.
  func inferenceKeys(_ database: Database) throws -> [String: Set<String>] {
    guard try database.tableExists("inference") else { return [:] }
    let rows = try Row.fetchAll(
      database, sql: "SELECT hex, split, mode FROM inference JOIN trial ON trial.id = inference.trial")
    return Dictionary(grouping: rows) { $0["hex"] as String }.mapValues { rows in
      Set(rows.map { "\($0["split"] as String) \($0["mode"] as String)" })
    }
  }

  /// The trials among these that are finished but for inference records.
  package func lackingInference(among trials: [PlannedTrial]) throws(ArchiveError) -> Set<TrialID> {
    try read { database in
      let known = try inferenceKeys(database)
      let completed = try Set(String.fetchAll(database, sql: "SELECT hex FROM trial WHERE status = 'completed'"))
      return Set(
        trials.filter { completed.contains($0.id.hex) && !$0.isAnswered(by: known[$0.id.hex] ?? []) }.map(\.id))
    }
  }
}

extension PlannedTrial {
  /// Whether all its requests are among these keys.
  func isAnswered(by keys: Set<String>) -> Bool { inference.allSatisfy { keys.contains($0.key) } }
}
