import Files
import Foundation
import GRDB
import Specifications

extension Merge {
  /// Adds a trial, or what this archive lacks of it.
  mutating func add(_ shared: SharedTrial, _ provenances: [String: Int64]) throws {
    func row(of digest: String) throws -> Int64 {
      guard let id = provenances[digest] else {
        throw file.unsound("the provenance of trial \(shared.id.prefix(8).visible) is missing")
      }
      return id
    }
    let known = try Row.fetchOne(database, sql: "SELECT * FROM trial WHERE hex = ?", arguments: [shared.id])
    result.trials.add(known == nil)
    let id: Int64
    if let known {
      try compare(shared, with: try SharedTrial.read(known, database).0)
      id = try known.value("id")
    } else {
      id = try insert(shared, provenance: try row(of: shared.provenance))
    }
    for record in shared.inference {
      try add(
        .inference, key: [record.split, record.mode], record.checksum, to: id,
        provenance: try row(of: record.provenance), trial: shared.id,
        numbers: record.values.map { [$0.samples, $0.metric, $0.value, $0.state] })
    }
    for record in shared.probes {
      try add(
        .probe, key: [record.request], record.checksum, to: id, provenance: try row(of: record.provenance),
        trial: shared.id, numbers: record.values.map { [$0.layer, $0.statistic, $0.place, $0.value, $0.state] })
    }
    try addWeights(of: shared, to: id)
    try addMeasurements(of: shared, to: id)
  }

  private func insert(_ shared: SharedTrial, provenance: Int64) throws -> Int64 {
    guard let correctness = Hexadecimal.bytes(of: shared.correctness) else {
      throw file.unsound("the correctness of trial \(shared.id.prefix(8).visible) is not hexadecimal")
    }
    try Schema.keepJSON(of: shared.spec, database)
    let metrics = shared.metrics.enumerated().map { position, metric -> FactValues in
      [position, metric.epoch, metric.split, metric.metric, metric.layer, metric.value, metric.state]
    }
    return try SealedTable.trial.insert(
      [
        shared.id, shared.spec, shared.seed, shared.replicate, shared.status, shared.divergedEpoch, shared.batchOrder,
        shared.initialWeights, shared.finalWeights, Data(correctness), shared.checksum, provenance,
      ], with: FactRows(metrics), database)
  }

  /// Metrics that only one side has measured are no disagreement, as when a trial is trained again by a later program.
  private func compare(_ theirs: SharedTrial, with ours: SharedTrial) throws {
    let name = "trial \(ours.id.prefix(8))"
    let fields = [
      ("the specification", theirs.spec, ours.spec), ("the seed", theirs.seed, ours.seed),
      ("the replicate", "\(theirs.replicate)", "\(ours.replicate)"), ("the status", theirs.status, ours.status),
      ("the epoch of divergence", "\(theirs.divergedEpoch ?? 0)", "\(ours.divergedEpoch ?? 0)"),
      ("the batch order", theirs.batchOrder, ours.batchOrder),
      ("the list of digests of initial weights", theirs.initialWeights, ours.initialWeights),
      ("the digest of final weights", theirs.finalWeights, ours.finalWeights),
      ("the list of right answers", theirs.correctness, ours.correctness),
    ]
    if let (what, imported, archived) = fields.first(where: { $0.1 != $0.2 }) {
      throw disagreement("\(what) of \(name)", "'\(imported.prefix(200).visible)'", "'\(archived.prefix(200))'")
    }
    let known = Dictionary(ours.metrics.map { ($0.words, $0) }) { first, _ in first }
    for metric in theirs.metrics {
      guard let own = known[metric.words], own != metric else { continue }
      throw disagreement("the \(metric.words.visible) of \(name)", metric.number, own.number)
    }
  }

  private mutating func add(
    _ table: AnswerTable, key: [String], _ checksum: String, to id: Int64, provenance: Int64, trial: String,
    numbers: [FactValues]
  ) throws {
    let columns = table.keyColumns
    let known = try String.fetchOne(
      database,
      sql: "SELECT checksum FROM \(table) WHERE trial = ?" + columns.map { " AND \($0) = ?" }.joined(),
      arguments: StatementArguments([id]) + StatementArguments(key))
    result.answers.add(known == nil)
    if let known {
      guard known != checksum else { return }
      let what = "the \(table) '\(key.joined(separator: " ").visible)' of trial \(trial.prefix(8))"
      throw disagreement(what, "checked by \(checksum.prefix(12).visible)", "checked by \(known.prefix(12))")
    }
    let rows = numbers.enumerated().map { position, number -> FactValues in [position] + number }
    try table.sealed.insert([id] + key + [checksum, provenance] as FactValues, with: FactRows(rows), database)
  }

  private mutating func addWeights(of shared: SharedTrial, to id: Int64) throws {
    guard !shared.weights.isEmpty else { return }
    let name = "trials/\(shared.id).weights"
    let theirs = try file.bytes(of: name)
    let (known, ours) = try SharedTrial.weights(of: id, database)
    result.weights.add(known.isEmpty)
    guard known.isEmpty else {
      try compare(shared.weights, theirs, with: known, ours, of: "trial \(shared.id.prefix(8))")
      return
    }
    for (position, weight) in shared.weights.enumerated() {
      let end = weight.offset.addingReportingOverflow(weight.bytes)
      guard weight.offset >= 0, weight.bytes >= 0, !end.overflow, end.partialValue <= theirs.count else {
        throw file.unsound("'\(name)' is shorter than its tensors")
      }
      guard weight.hasBytesOfShape else {
        throw file.unsound("'\(weight.name.visible)' in '\(name)' has \(weight.bytes) bytes, not those of its shape")
      }
      try SealedTable.weight.insert(
        [id, position, weight.name, weight.shape, Data(theirs[weight.offset..<end.partialValue])], database)
    }
  }

  /// Names the first tensor that differs, and in what.
  private func compare(
    _ weights: [SharedWeight], _ theirs: [UInt8], with known: [SharedWeight], _ ours: [UInt8], of trial: String
  ) throws {
    guard weights.count == known.count else {
      throw disagreement("the number of tensors of \(trial)", weights.count, known.count)
    }
    for (place, (imported, archived)) in zip(weights, known).enumerated() where imported != archived {
      if imported.name != archived.name {
        throw disagreement(
          "the name of tensor \(place + 1) of \(trial)", "'\(imported.name.prefix(100).visible)'", "'\(archived.name)'")
      }
      let what = "the tensor '\(archived.name)' of \(trial)"
      if imported.shape != archived.shape {
        throw disagreement(
          "the shape of " + what, "'\(imported.shape.prefix(100).visible)'", "'\(archived.shape)'")
      }
      throw disagreement("the place of " + what, "at byte \(imported.offset)", "at byte \(archived.offset)")
    }
    guard theirs != ours else { return }
    func digest(_ weight: SharedWeight, _ bytes: [UInt8]) -> String {
      let end = min(bytes.count, weight.offset + weight.bytes)
      return String(SHA256.digest(of: Array(bytes[min(weight.offset, end)..<end])).hex.prefix(12))
    }
    for weight in known where digest(weight, theirs) != digest(weight, ours) {
      throw disagreement(
        "the tensor '\(weight.name)' of \(trial)", "of digest \(digest(weight, theirs))",
        "of digest \(digest(weight, ours))")
    }
    throw disagreement("the number of bytes of the weights of \(trial)", theirs.count, ours.count)
  }

  private mutating func addMeasurements(of shared: SharedTrial, to id: Int64) throws {
    let known = Set(
      try SharedMeasurement.fetchAll(database, sql: "SELECT * FROM measurement WHERE trial = ?", arguments: [id]))
    for measured in shared.measurements {
      result.measurements.add(!known.contains(measured))
      if known.contains(measured) { continue }
      try SealedTable.measurement.insert(
        [
          id, measured.startedAt, measured.trainingSeconds, measured.evaluationSeconds, measured.cpuSeconds,
          measured.peakMemory, measured.host,
        ], database)
    }
  }
}
