import Experiments
import Files
import Foundation
import GRDB
import NeuralNets
import Specifications

// MARK: - Writing

extension Archive {
  /// Records a finished trial in one transaction.
  ///
  /// A trial that is there already only adds its measurement, and weights that were not kept before; metrics that a later
  /// program measures beside stay out. One that came out differently throws `conflict` and changes nothing.
  /// The mark that `worker` is at the trial goes in the same transaction. Of an experiment that was forgotten meanwhile
  /// nothing is recorded, since no experiment would name it.
  package func record(
    _ finished: FinishedTrial, provenance: Provenance, of key: ExperimentKey? = nil, by worker: Worker? = nil
  ) throws(ArchiveError) {
    try write { database in
      if let key { try Self.refuseForgotten(key, database) }
      let from = try provenanceID(provenance, database)
      let id: Int64
      if let known = try Row.fetchOne(
        database.cachedStatement(sql: "SELECT * FROM trial WHERE hex = ?"), arguments: [finished.trial.id.hex])
      {
        try compare(finished, with: known, database)
        id = try known.value("id")
      } else {
        id = try insert(finished, provenance: from, database)
      }
      try insertWeights(finished.outcome.weights ?? [], trial: id, database)
      try insert(
        finished.inference.map(AnswerRecord.init) + finished.probes.map(AnswerRecord.init), of: finished.trial.id,
        trial: id, provenance: from, database)
      if let measurements = finished.measurements { try insert(measurements, trial: id, database) }
      try end(finished.trial.id, by: worker, database)
    }
  }

  private func compare(_ finished: FinishedTrial, with row: Row, _ database: Database) throws {
    let outcome = finished.outcome
    let isSame =
      try row.value("checksum") == outcome.checksum(of: finished.trial.id)
      || outcome.contains(self.outcome(row, database))
    let fields: [(name: String, isEqual: Bool)] = try [
      ("the batch order", row.value("batchOrder") == outcome.digests.batchOrder),
      ("an initial weight", row.value("initialWeights") == outcome.digests.initialText),
      ("a final weight", row.value("finalWeights") == outcome.digests.finalWeights),
      ("a metric", isSame),
    ]
    if let differing = fields.first(where: { !$0.isEqual }) {
      throw ArchiveError.conflict(trial: finished.trial.id.short, field: differing.name)
    }
  }

  private func insert(_ finished: FinishedTrial, provenance: Int64, _ database: Database) throws -> Int64 {
    let (trial, outcome) = (finished.trial, finished.outcome)
    let spec = trial.spec.node.flow
    try Schema.keepJSON(of: spec, database)
    return try SealedTable.trial.insert(
      [
        trial.id.hex, spec, String(trial.seed), trial.replicate, outcome.status.word,
        outcome.status.divergedEpoch, outcome.digests.batchOrder, outcome.digests.initialText,
        outcome.digests.finalWeights, Data(outcome.correctness), outcome.checksum(of: trial.id), provenance,
      ], with: FactRows(outcome.metrics), database)
  }

  private func insertWeights(_ weights: [NamedTensor], trial: Int64, _ database: Database) throws {
    for (position, tensor) in weights.enumerated() {
      try SealedTable.weight.insert(
        [
          trial, position, tensor.name, tensor.shape.map(String.init).joined(separator: " "),
          tensor.values.withUnsafeBytes { Data($0) },
        ], ifNew: true, database)
    }
  }

  private func insert(_ measurements: TrialMeasurements, trial: Int64, _ database: Database) throws {
    try SealedTable.measurement.insert(
      [
        trial, measurements.startedAt, max(0, measurements.trainingSeconds), max(0, measurements.evaluationSeconds),
        max(0, measurements.cpuSeconds), measurements.peakMemory, measurements.host,
      ], database)
  }

  private func provenanceID(_ provenance: Provenance, _ database: Database) throws -> Int64 {
    let text = provenance.text
    let digest = SHA256.digest(of: text).hex
    try SealedTable.provenance.insert([digest, text], ifNew: true, database)
    if let patch = provenance.patch {
      try SealedTable.patch.insert([SHA256.digest(of: patch).hex, patch], ifNew: true, database)
    }
    guard
      let id = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM provenance WHERE digest = ?"), arguments: [digest])
    else { throw ArchiveError.damaged(path: path, reason: "a provenance row is missing") }
    return id
  }
}

extension FactRows {
  /// The numbers of a trial in their order.
  fileprivate init(_ metrics: [EpochMetric]) {
    self.init(capacity: metrics.count, width: 7)
    for (position, metric) in metrics.enumerated() {
      let state = metric.value.state
      append(position)
      append(metric.epoch)
      append(metric.split.rawValue)
      append(metric.metric.rawValue)
      append(metric.layer)
      append(state == .finite ? metric.value : nil)
      append(state.rawValue)
      endRow()
    }
  }
}

extension TrialOutcome {
  /// Whether everything that was recorded came out again, to the bit.
  fileprivate func contains(_ recorded: TrialOutcome) -> Bool {
    func key(_ metric: EpochMetric) -> String {
      "\(metric.epoch) \(metric.split) \(metric.metric) \(metric.layer) \(metric.value.storedBits)"
    }
    let own = Set(metrics.map(key))
    return status == recorded.status && correctness == recorded.correctness
      && recorded.metrics.allSatisfy { own.contains(key($0)) }
  }
}

// MARK: - Reading

extension Archive {
  /// The ids of all finished trials among these.
  ///
  /// Those that must keep weights count only when they have them, those that are asked for inference or probes only
  /// when every record is there.
  package func finished(among trials: [PlannedTrial]) throws(ArchiveError) -> Set<TrialID> {
    try read { database in
      let all = try Set(String.fetchAll(database, sql: "SELECT hex FROM trial"))
      let weighted = try Set(
        String.fetchAll(
          database,
          sql: """
            SELECT hex FROM trial
            WHERE status = 'diverged' OR EXISTS (SELECT 1 FROM weight WHERE weight.trial = trial.id)
            """))
      let diverged = try Set(String.fetchAll(database, sql: "SELECT hex FROM trial WHERE status = 'diverged'"))
      let answered = try AnswerKeys(database)
      return Set(
        trials.filter { trial in
          (trial.keepsWeights ? weighted : all).contains(trial.id.hex)
            && (diverged.contains(trial.id.hex) || answered.contain(all: trial))
        }.map(\.id))
    }
  }

  /// The outcomes of finished trials among these, without weights.
  package func outcomes(of ids: [TrialID]) throws(ArchiveError) -> [TrialID: TrialOutcome] {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT * FROM trial WHERE hex = ?")
      var outcomes: [TrialID: TrialOutcome] = [:]
      for id in ids where outcomes[id] == nil {
        if let row = try Row.fetchOne(statement, arguments: [id.hex]) { outcomes[id] = try outcome(row, database) }
      }
      return outcomes
    }
  }

  /// Reads an outcome and holds it against the digest that was recorded with it.
  func outcome(_ row: Row, _ database: Database) throws -> TrialOutcome {
    let outcome = try Self.unchecked(row, database)
    let id = TrialID(hex: try row.value("hex"))
    guard try outcome.checksum(of: id) == row.value("checksum") as String else {
      throw ArchiveError.damaged(path: path, reason: "trial \(id.short) reads differently than it was recorded")
    }
    return outcome
  }

  /// The outcomes that read differently than they were recorded.
  func differingOutcomes(_ database: Database) throws -> [ArchiveMismatch] {
    var found: [ArchiveMismatch] = []
    let rows = try Row.fetchCursor(database, sql: "SELECT * FROM trial ORDER BY id")
    while let row = try rows.next() {
      let (id, expected) = try (row.value("hex") as String, row.value("checksum") as String)
      let checksum = try Self.unchecked(row, database).checksum(of: TrialID(hex: id))
      guard checksum != expected else { continue }
      found.append(
        try ArchiveMismatch(
          "trial", row: row.value("id"), trial: id, field: "outcome", expected: expected, found: checksum))
    }
    return found
  }

  static func unchecked(_ row: Row, _ database: Database) throws -> TrialOutcome {
    var numbers = TrialNumbers(database)
    let metrics = try numbers.metrics(of: row.value("id"))
    let epoch = try row.value("divergedEpoch") as Int?
    return try TrialOutcome(
      status: epoch.map { .diverged(epoch: $0) } ?? .completed, metrics: metrics,
      digests: TrialDigests(
        batchOrder: row.value("batchOrder"), initialWeights: TrialDigests.initial(from: row.value("initialWeights")),
        finalWeights: row.value("finalWeights")),
      correctness: Array(row.value("correctness") as Data), weights: nil)
  }

  /// The kept weights of a trial, in network order.
  package func weights(of id: TrialID) throws(ArchiveError) -> [NamedTensor] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT weight.* FROM weight JOIN trial ON trial.id = weight.trial WHERE hex = ? ORDER BY position",
        arguments: [id.hex]
      ).map { row in
        let data = try row.value("values") as Data
        guard data.count.isMultiple(of: 4) else {
          throw ArchiveError.damaged(path: path, reason: "a tensor of trial \(id.short) is cut off")
        }
        let values = stride(from: 0, to: data.count, by: 4).map { at in
          Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[data.startIndex + at + $1]) << (8 * $1) })
        }
        return try NamedTensor(
          name: row.value("name"), shape: (row.value("shape") as String).split(separator: " ").compactMap { Int($0) },
          values: values)
      }
    }
  }

  /// The outcome and the kept weights of a completed trial; nil where there are none.
  package func keptWeights(
    of id: TrialID
  ) throws(ArchiveError) -> (outcome: TrialOutcome, weights: [NamedTensor])? {
    let weights = try weights(of: id)
    guard !weights.isEmpty, let outcome = try outcomes(of: [id])[id] else { return nil }
    return (outcome, weights)
  }

  /// The finished trial whose id begins with a prefix; an outcome that was read before spares reading it again.
  package func trial(
    prefix: String, outcome known: TrialOutcome? = nil
  ) throws(ArchiveError) -> ArchivedTrial {
    let rows = try read { database in
      try database.keptRows(
        """
        SELECT trial.*, provenance.text AS provenanceText FROM trial
        JOIN provenance ON provenance.id = trial.provenance
        WHERE hex >= ? AND hex < ? ORDER BY hex
        """, Self.range(of: prefix))
    }
    guard let row = rows.first, !prefix.isEmpty else { throw .unknown(name: prefix, near: nil) }
    guard rows.count == 1 else { throw .ambiguous(prefix: prefix, count: rows.count) }
    return try read { database in
      try ArchivedTrial(
        id: TrialID(hex: row.value("hex")), spec: row.value("spec"), seed: row.value("seed"),
        replicate: row.value("replicate"),
        outcome: known ?? outcome(row, database), provenance: row.value("provenanceText"),
        measurements: Self.measurements(of: row.value("id"), database))
    }
  }

  private static func measurements(of id: Int64, _ database: Database) throws -> [TrialMeasurements] {
    try database.keptRows("SELECT * FROM measurement WHERE trial = ? ORDER BY id", [id]).map {
      try TrialMeasurements(
        startedAt: $0.value("startedAt"), trainingSeconds: $0.value("trainingSeconds"),
        evaluationSeconds: $0.value("evaluationSeconds"),
        cpuSeconds: $0.value("cpuSeconds"), peakMemory: $0.value("peakMemory"), host: $0.value("host"))
    }
  }

  /// The first measurement of each finished trial among these.
  package func measurements(of ids: [TrialID]) throws(ArchiveError) -> [TrialID: TrialMeasurements] {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT id FROM trial WHERE hex = ?")
      var found: [TrialID: TrialMeasurements] = [:]
      for id in ids where found[id] == nil {
        guard let row = try Int64.fetchOne(statement, arguments: [id.hex]) else { continue }
        found[id] = try Self.measurements(of: row, database).first
      }
      return found
    }
  }

  /// The specs of all finished trials, for finding the nearest one.
  package func archivedSpecs() throws(ArchiveError) -> [(id: TrialID, spec: String, replicate: Int)] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT hex, spec, replicate FROM trial ORDER BY hex").map {
        try (TrialID(hex: $0.value("hex")), $0.value("spec"), $0.value("replicate"))
      }
    }
  }

  /// The distinct provenances of finished trials among these, in order of first use.
  package func provenances(of ids: [TrialID]) throws(ArchiveError) -> [String] {
    try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT text FROM provenance WHERE id IN
            (SELECT provenance FROM trial WHERE hex IN (SELECT value FROM json_each(?)))
          ORDER BY id
          """, arguments: [Database.list(ids.map(\.hex))])
    }
  }
}

/// A finished trial with everything the archive knows of it.
package struct ArchivedTrial: Sendable {
  package let id: TrialID
  /// The spec in one line of YAML.
  package let spec: String
  package let seed: String
  package let replicate: Int
  package let outcome: TrialOutcome
  package let provenance: String
  package let measurements: [TrialMeasurements]
}
