import Archive
import Datasets
import Experiments
import Files
import Foundation
import GRDB
import NeuralNets
import Testing

/// An archive with a row in every table, and forgeries of what it exports.
enum SharedFixture {
  static let choices = [
    TuningChoice(configuration: 0, chosen: 0, scores: [0.1, 0.1 + 0.2]),
    TuningChoice(configuration: 1, chosen: 1, scores: [nil, 1.0 / 3]),
  ]

  private static let patch = "--- a/file\n+++ b/file\n@@ -1 +1 @@\n-old\n+new\n"
  private static let changed = Provenance(
    facts: [Provenance.Fact(name: "patch", value: SHA256.digest(of: patch).hex)], patch: patch)

  static func archive(in folder: URL) throws -> Archive {
    let archive = try Archive.open(at: folder.appending(path: "origin.sqlite"))
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: [0, 1])
    try archive.freeze(choices, trials: trials, of: key)
    let values: [Float] = [0.1, -0.0, .leastNonzeroMagnitude, 3]
    for (index, trial) in trials.enumerated() {
      let finished = ArchiveFixture.finished(
        trial,
        weights: [
          NamedTensor(name: "0.weight", shape: [2, 2], values: values),
          NamedTensor(name: "0.bias", shape: [2], values: [Float(index), .pi]),
        ])
      try archive.record(
        FinishedTrial(
          trial: finished.trial, outcome: finished.outcome, measurements: finished.measurements,
          inference: [
            InferenceRecord(
              request: InferenceRequest(mode: .weightScaling, split: .test),
              values: [InferenceValue(samples: 1, metric: .error, value: 0.1 + 0.2)])
          ],
          probes: [try probe(of: index)]),
        provenance: index == 3
          ? changed : ArchiveFixture.provenance)
    }
    try archive.record(
      Attempt(
        trial: trials[0].id, startedAt: 1.1, endedAt: 2.2, state: .failed, host: "there", message: "<&>\"'",
        log: ["one", "two"]), of: key)
    try archive.record(
      Freezing(
        name: "small", tier: nil, digest: "d", effective: "e", commit: "c", frozenAt: 5.5, trialsRead: 0))
    try archive.record(VerifyingTests.reproduction(of: trials), of: key)
    try archive.annotate(.experiment(name: "small"), [.tag("mnist"), .note("<b>bold</b>\n\"x\"")])
    try archive.annotate(.trial(trials[1].id), [.star])
    return archive
  }

  private static func probe(of index: Int) throws -> ProbeRecord {
    ProbeRecord(
      request: try #require(ProbeRequest.read(archived: "{ unitRemoval: { examples: 60 } }")),
      values: [
        ProbeValue(.accuracyDropMost, layer: "hidden1", at: nil, Double(index) / 3),
        ProbeValue(.accuracyDropMost, layer: "hidden1", at: 0.1, -.infinity),
      ])
  }

  static func export(_ archive: Archive, to url: URL) throws -> ExportResult {
    try archive.export(
      try archive.experiments(), others: [SharedEntry(name: "report/small/index.html", bytes: [60, 62])],
      program: "test", to: url)
  }

  /// Every row of every table but the ids and the times of invocations, in a form that compares.
  static func contents(of archive: Archive) throws -> [String: [[String]]] {
    let queue = try DatabaseQueue(path: archive.path)
    return try queue.read { database in
      var found: [String: [[String]]] = [:]
      for table in [
        "provenance", "experiment", "configuration", "member", "tuningChoice", "trial", "epochMetric",
        "weight", "measurement", "attempt", "inference", "inferenceMetric", "probe", "probeValue", "freezing",
        "annotation", "patch", "specification", "reproduction", "reproducedTrial",
      ] {
        let hidden: Set = ["id", "trial", "experiment", "inference", "probe", "provenance", "reproduction"]
        let columns = try database.columns(in: table).map(\.name).filter { !hidden.contains($0) }
        let list = columns.map { "quote(\"\($0)\")" }.joined(separator: ", ")
        found[table] = try Row.fetchAll(database, sql: "SELECT \(list) FROM \(table)").map { row in
          row.databaseValues.map { "\($0)" }
        }.sorted { $0.lexicographicallyPrecedes($1) }
      }
      return found
    }
  }

  // MARK: Forgeries

  /// Changes a file by SQL and seals it again, as somebody who has read the format could.
  static func forge(_ url: URL, _ sql: String) throws {
    try SQLiteShell.run(sql, on: url)
    try reseal(url)
  }

  /// What the manifest says of a text.
  private static func listed(_ text: String) -> String {
    "\"sha256\":\"\(SHA256.digest(of: text).hex)\",\"size\":\(text.utf8.count)}"
  }

  /// Changes the texts of entries and makes manifest and seal fit.
  static func rewrite(_ url: URL, _ change: (String, String) -> String) throws {
    let queue = try DatabaseQueue(path: url.path)
    try queue.write { database in
      var digests: [(String, String)] = []
      for row in try Row.fetchAll(database, sql: "SELECT * FROM sqlar WHERE name LIKE '%.json' ORDER BY name") {
        let (name, size, data) = (row["name"] as String, row["sz"] as Int, row["data"] as Data)
        guard name != "manifest.json" else { continue }
        let bytes = data.count == size ? Array(data) : try #require(Zlib.unpacked(Array(data), size: size))
        let text = String(decoding: bytes, as: UTF8.self)
        let new = change(name, text)
        if new == text { continue }
        try database.execute(
          sql: "UPDATE sqlar SET sz = ?, data = ? WHERE name = ?",
          arguments: [new.utf8.count, Data(new.utf8), name])
        digests.append((listed(text), listed(new)))
      }
      let row = try #require(try Row.fetchOne(database, sql: "SELECT * FROM sqlar WHERE name = 'manifest.json'"))
      let data = row["data"] as Data
      let size = row["sz"] as Int
      let bytes = data.count == size ? Array(data) : try #require(Zlib.unpacked(Array(data), size: size))
      let old = SHA256.digest(of: bytes).hex
      var manifest = String(decoding: bytes, as: UTF8.self)
      for (before, after) in digests { manifest = manifest.replacing(before, with: after) }
      manifest = change("manifest.json", manifest)
      try database.execute(
        sql: "UPDATE sqlar SET sz = ?, data = ? WHERE name = 'manifest.json'",
        arguments: [manifest.utf8.count, Data(manifest.utf8)])
      let seal = try #require(
        try String.fetchOne(database, sql: "SELECT CAST(data AS TEXT) FROM sqlar WHERE name = 'seal.txt'"))
      try database.execute(
        sql: "UPDATE sqlar SET data = ? WHERE name = 'seal.txt'",
        arguments: [Data(seal.replacing(old, with: SHA256.digest(of: manifest).hex).utf8)])
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    try queue.vacuum()
    try queue.close()
    try reseal(url)
  }

  private static func reseal(_ url: URL) throws {
    var bytes = try Data(contentsOf: url)
    let head = try #require(bytes.range(of: Data("dropout-lab seal\nmanifest ".utf8)))
    let place = head.upperBound + 64 + "\nfile ".utf8.count..<head.upperBound + 128 + "\nfile ".utf8.count
    bytes.replaceSubrange(place, with: Data(String(repeating: "0", count: 64).utf8))
    bytes.replaceSubrange(place, with: Data(SHA256.digest(of: bytes).hex.utf8))
    try bytes.write(to: url)
  }
}
