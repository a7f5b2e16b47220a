import Experiments
import Files
import Foundation
import GRDB

/// What was written into an export.
package struct ExportResult: Hashable, Sendable {
  /// SHA-256 of the manifest, which stands for everything in the file.
  package let digest: String
  package let experiments: Int
  package let trials: Int
  /// Of the file.
  package let bytes: Int
}

extension Archive {
  /// Writes experiments with all that is recorded of them into one file that any SQLite tool unpacks.
  ///
  /// `others` go along as they are: pages, figures, data. The same archive gives the same bytes.
  package func export(
    _ experiments: [ArchivedExperiment], others: [SharedEntry], program: String, to url: URL
  ) throws(ArchiveError) -> ExportResult {
    let chosen = experiments.sorted { $0.key.id < $1.key.id }
    let found = try read { database in try recorded(of: chosen, database) }
    func manifest(_ entries: [SharedManifest.Entry]) -> SharedManifest {
      SharedManifest(
        program: program, experiments: chosen.map { SharedManifest.Experiment(name: $0.name, digest: $0.digest) },
        provenances: found.provenances, entries: entries)
    }
    do {
      let digest = try SharedFile.write(found.entries + others, manifest: manifest, to: url)
      return ExportResult(
        digest: digest, experiments: chosen.count, trials: found.trials, bytes: FileContents.size(of: url))
    } catch {
      throw .wording(error, toExport: url.path)
    }
  }

  private func recorded(
    of experiments: [ArchivedExperiment], _ database: Database
  ) throws -> (entries: [SharedEntry], provenances: [String], trials: Int) {
    var entries: [SharedEntry] = []
    var wanted: Set<String> = []
    for experiment in experiments {
      let shared = try SharedExperiment(experiment, database)
      entries += try shared.entries(database, effective: experiment.effective, key: experiment.key)
      wanted.formUnion(shared.members.map(\.trial))
    }
    var used: Set<String> = []
    var trials = 0
    for row in try Row.fetchAll(database, sql: "SELECT * FROM trial ORDER BY hex") {
      guard try wanted.contains(row.value("hex")) else { continue }
      let (shared, weights) = try SharedTrial.read(row, database)
      // Damage is found here rather than sent on.
      _ = try outcome(row, database)
      entries.append(try SharedEntry(name: "trials/\(shared.id).json", shared))
      if !weights.isEmpty { entries.append(SharedEntry(name: "trials/\(shared.id).weights", bytes: weights)) }
      used.formUnion([shared.provenance] + shared.inference.map(\.provenance) + shared.probes.map(\.provenance))
      trials += 1
    }
    let provenances = try Row.fetchAll(database, sql: "SELECT * FROM provenance ORDER BY id").filter {
      try used.contains($0.value("digest"))
    }
    for row in provenances {
      entries.append(
        try SharedEntry(
          name: "provenance/\(row.value("digest") as String).txt", bytes: Array((row.value("text") as String).utf8)))
    }
    entries += try patches(in: provenances.map { try $0.value("text") }, database)
    entries += try besides(Set(experiments.map(\.name)), wanted, database)
    return (entries, try provenances.map { try $0.value("digest") }, trials)
  }

  /// The uncommitted changes that provenances name.
  private func patches(in provenances: [String], _ database: Database) throws -> [SharedEntry] {
    guard try database.tableExists("patch") else { return [] }
    let all = try Row.fetchAll(database, sql: "SELECT * FROM patch ORDER BY digest")
    return try all.compactMap { row in
      let (digest, text) = try (row.value("digest") as String, row.value("text") as String)
      guard provenances.contains(where: { $0.contains(digest) }) else { return nil }
      return SharedEntry(name: "patches/\(digest).patch", bytes: Array(text.utf8))
    }
  }

  /// What was frozen, and what people wrote.
  private func besides(
    _ names: Set<String>, _ trials: Set<String>, _ database: Database
  ) throws -> [SharedEntry] {
    var entries: [SharedEntry] = []
    if try database.tableExists("freezing") {
      let frozen = try SharedFreezing.fetchAll(database, sql: "SELECT * FROM freezing ORDER BY id")
      entries.append(try SharedEntry(name: "freezings.json", frozen.filter { names.contains($0.name) }))
    }
    if try database.tableExists("annotation") {
      let written = try SharedAnnotation.fetchAll(database, sql: "SELECT * FROM annotation ORDER BY id")
      entries.append(
        try SharedEntry(
          name: "annotations.json",
          written.filter { $0.subject == "trial" ? trials.contains($0.name) : names.contains($0.name) }))
    }
    return entries
  }
}

// MARK: - Experiments

extension SharedExperiment {
  init(_ experiment: ArchivedExperiment, _ database: Database) throws {
    func all<Value: FetchableRecord>(_ table: String, order: String = "id") throws -> [Value] {
      try Value.fetchAll(
        database, sql: "SELECT * FROM \(table) WHERE experiment = ? ORDER BY \(order)", arguments: [experiment.key.id])
    }
    let hasLog = try database.columns(in: "attempt").contains { $0.name == "log" }
    let attempts = try Attempt.fetchAll(
      database, sql: "SELECT *\(hasLog ? "" : ", '' AS log") FROM attempt WHERE experiment = ? ORDER BY id",
      arguments: [experiment.key.id])
    self.init(
      name: experiment.name, digest: experiment.digest, question: experiment.question,
      recordedAt: experiment.recordedAt, configurations: try all("configuration", order: "position"),
      members: try all("member"), choices: try all("tuningChoice", order: "configuration"), attempts: attempts,
      invocations: try Double.fetchAll(
        database, sql: "SELECT startedAt FROM invocation WHERE experiment = ? ORDER BY id",
        arguments: [experiment.key.id]),
      reproductions: try Archive.reproductions(of: experiment.key.id, database).map(SharedReproduction.init))
  }

  func entries(_ database: Database, effective: String, key: ExperimentKey) throws -> [SharedEntry] {
    let source =
      try String.fetchOne(database, sql: "SELECT source FROM experiment WHERE id = ?", arguments: [key.id]) ?? ""
    return [
      try SharedEntry(name: "\(folder)/experiment.json", self),
      SharedEntry(name: "\(folder)/effective.yaml", bytes: Array(effective.utf8)),
      SharedEntry(name: "\(folder)/source.yaml", bytes: Array(source.utf8)),
    ]
  }
}

// MARK: - Trials

extension SharedTrial {
  /// Reads a trial with all that belongs to it, and its kept weights one after the other.
  static func read(_ row: Row, _ database: Database) throws -> (SharedTrial, weights: [UInt8]) {
    let id = try row.value("id") as Int64
    func all<Value: FetchableRecord>(_ table: String, order: String) throws -> [Value] {
      try Value.fetchAll(database, sql: "SELECT * FROM \(table) WHERE trial = ? ORDER BY \(order)", arguments: [id])
    }
    let (weights, bytes) = try weights(of: id, database)
    let shared = try SharedTrial(
      id: row.value("hex"), spec: row.value("spec"), seed: row.value("seed"), replicate: row.value("replicate"),
      status: row.value("status"),
      divergedEpoch: row.value("divergedEpoch"), batchOrder: row.value("batchOrder"),
      initialWeights: row.value("initialWeights"),
      finalWeights: row.value("finalWeights"), correctness: Hexadecimal.text(of: row.value("correctness") as Data),
      checksum: row.value("checksum"), provenance: try provenance(row.value("provenance"), database),
      metrics: try all("epochMetric", order: "position"),
      inference: try answers(.inference, of: id, database).map { row in
        try SharedInference(
          split: row.value("split"), mode: row.value("mode"), checksum: row.value("checksum"),
          provenance: try provenance(row.value("provenance"), database),
          values: try SharedInference.Value.fetchAll(
            database, sql: "SELECT * FROM inferenceMetric WHERE inference = ? ORDER BY position",
            arguments: [row.value("id") as Int64]))
      },
      probes: try answers(.probe, of: id, database).map { row in
        try SharedProbe(
          request: row.value("request"), checksum: row.value("checksum"),
          provenance: try provenance(row.value("provenance"), database),
          values: try SharedProbe.Value.fetchAll(
            database, sql: "SELECT * FROM probeValue WHERE probe = ? ORDER BY position",
            arguments: [row.value("id") as Int64]))
      }, weights: weights, measurements: try all("measurement", order: "id"))
    return (shared, bytes)
  }

  private static func answers(_ table: AnswerTable, of trial: Int64, _ database: Database) throws -> [Row] {
    guard try database.tableExists(table.rawValue) else { return [] }
    return try Row.fetchAll(database, sql: "SELECT * FROM \(table) WHERE trial = ? ORDER BY id", arguments: [trial])
  }

  private static func provenance(_ id: Int64, _ database: Database) throws -> String {
    try String.fetchOne(database, sql: "SELECT digest FROM provenance WHERE id = ?", arguments: [id]) ?? ""
  }

  static func weights(of trial: Int64, _ database: Database) throws -> ([SharedWeight], [UInt8]) {
    var bytes: [UInt8] = []
    var weights: [SharedWeight] = []
    for row in try Row.fetchAll(
      database, sql: "SELECT * FROM weight WHERE trial = ? ORDER BY position", arguments: [trial])
    {
      let values = try row.value("values") as Data
      weights.append(
        try SharedWeight(name: row.value("name"), shape: row.value("shape"), offset: bytes.count, bytes: values.count))
      bytes += values
    }
    return (weights, bytes)
  }
}
