import Archive
import Experiments
import Files
import Foundation
import GRDB
import Testing

/// Trials, their places and their weights are held against the digests that name them.
struct IdentitiesTests {
  /// An archive of six trials with the weights that their digests name, and what stands in it after a change by SQL.
  private static func archive(in folder: URL, _ change: String = "", tuned: Bool = false) throws -> Archive {
    let url = folder.appending(path: "archive.sqlite")
    let archive = try Archive.open(at: url)
    let lines = ArchiveFixture.yaml.split(separator: "\n").filter { tuned || !$0.hasPrefix("tune") }
    let plan = try ArchiveFixture.plan(lines.joined(separator: "\n"))
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: tuned ? [0, 1] : [])
    try archive.freeze(tuned ? SharedFixture.choices : [], trials: trials, of: key)
    for (index, trial) in trials.enumerated() {
      let weights = [
        NamedTensor(name: "0.weight", shape: [2, 2], values: [0.1, -0.0, Float(index), 3]),
        NamedTensor(name: "0.bias", shape: [2], values: [Float(index), .pi]),
      ]
      let finished = ArchiveFixture.finished(trial, weights: weights)
      let digest = SHA256.digest(of: weights.flatMap(\.values).withUnsafeBytes { Data($0) }).hex
      let known = finished.outcome
      let outcome = TrialOutcome(
        status: known.status, metrics: known.metrics,
        digests: TrialDigests(
          batchOrder: known.digests.batchOrder, initialWeights: known.digests.initialWeights, finalWeights: digest),
        correctness: known.correctness, weights: weights)
      try archive.record(
        FinishedTrial(trial: trial, outcome: outcome, measurements: finished.measurements),
        provenance: ArchiveFixture.provenance)
    }
    try archive.settle()
    let queue = try DatabaseQueue(path: url.path)
    try queue.write { database in
      for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try database.execute(sql: change)
    }
    try queue.close()
    return try Archive.read(at: url)
  }

  private static let first = "configuration = 0 AND replicate = 0 AND purpose = 'measurement'"
  private static let second = "configuration = 1 AND replicate = 0 AND purpose = 'measurement'"

  static let changes: [(sql: String, reason: String, table: String, field: String)] = [
    (
      "UPDATE weight SET \"values\" = zeroblob(16) WHERE id = 1",
      "the weights of trial TRIAL are not those that its digest names", "weight", "SHA-256 of the weights"
    ),
    (
      "UPDATE weight SET name = '../../w' WHERE id = 1", "a tensor of trial TRIAL has the name '../../w'", "weight",
      "name"
    ),
    (
      "UPDATE trial SET spec = replace(spec, 'learningRate: 0.1', 'learningRate: 0.2') WHERE id = 1",
      "the id of trial TRIAL is not that of its specification", "trial", "id"
    ),
    ("UPDATE trial SET seed = '2' WHERE id = 1", "the id of trial TRIAL is not that of its", "trial", "id"),
    ("UPDATE trial SET replicate = 7 WHERE id = 1", "the id of trial TRIAL is not that of its", "trial", "id"),
    (
      "UPDATE configuration SET dataDigest = 'other' WHERE position = 0", "the id of trial TRIAL is not that of its",
      "trial", "id"
    ),
    (
      "UPDATE member SET replicate = 9 WHERE \(first)",
      "trial TRIAL is of replicate 0 and stands as replicate 9 in 'small'", "member", "replicate"
    ),
    (
      "DELETE FROM member WHERE \(second); UPDATE member SET configuration = 1 WHERE \(first)",
      "trial TRIAL stands in configuration 1 of 'small', whose specification is another", "member", "configuration"
    ),
  ]

  @Test(arguments: changes.indices)
  func `what contradicts a trial is refused by an import and found by verify`(index: Int) throws {
    let change = Self.changes[index]
    try ArchiveFixture.inFolder { folder in
      let archive = try Self.archive(in: folder, change.sql)
      let trial = try ArchiveFixture.plan(
        ArchiveFixture.yaml.split(separator: "\n").filter { !$0.hasPrefix("tune") }.joined(separator: "\n")
      ).measurement(choices: [])[0].id
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(archive, to: file)
      let other = try Archive.inMemory()
      let error = #expect(throws: ArchiveError.self) { try other.importing(file) }
      let reason = change.reason.replacing("TRIAL", with: trial.short)
      #expect(error?.description.contains("no sound export: " + reason) == true, "\(error?.description ?? "")")
      #expect(try other.experiments().isEmpty)
      let found = try Archive.verify(at: folder.appending(path: "archive.sqlite")).mismatches
      #expect(
        found.contains { $0.table == change.table && $0.field == change.field && $0.trial == trial }, "\(found)")
    }
  }

  @Test
  func `a trial among values that its configuration does not try is refused`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try Self.archive(
        in: folder, "DELETE FROM member WHERE \(Self.second); UPDATE member SET configuration = 1 WHERE \(Self.first)",
        tuned: true)
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(archive, to: file)
      let error = #expect(throws: ArchiveError.self) { try Archive.inMemory().importing(file) }
      #expect(
        error?.description.contains("stands in configuration 1 of 'small', which tries other values") == true,
        "\(error?.description ?? "")")
    }
  }

  @Test(arguments: [false, true])
  func `what agrees is taken in with its places counted, and verifies`(tuned: Bool) throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      let archive = try Self.archive(in: folder, tuned: tuned)
      _ = try SharedFixture.export(archive, to: file)
      let url = folder.appending(path: "other/archive.sqlite")
      let places = tuned ? 10 : 6
      #expect(try Archive.importing(file, into: url).members.added == places)
      let again = try Archive.importing(file, into: url)
      #expect(again.members.added == 0 && again.members.known == places)
      #expect(try Archive.verify(at: url).mismatches.isEmpty)
    }
  }

  @Test
  func `a conflict of weights names the tensor and in what it differs`() throws {
    try ArchiveFixture.inFolder { folder in
      let file = folder.appending(path: "small.sqlar")
      _ = try SharedFixture.export(try Self.archive(in: folder), to: file)
      for (sql, words) in [
        (
          "UPDATE weight SET name = '0.offset' WHERE id = 2",
          "the name of tensor 2 of trial T is '0.bias' there and '0.offset' in"
        ),
        (
          "UPDATE weight SET shape = '4' WHERE id = 1",
          "the shape of the tensor '0.weight' of trial T is '2 2' there and '4' in"
        ),
        (
          "UPDATE weight SET \"values\" = zeroblob(8) WHERE id = 2",
          "the tensor '0.bias' of trial T is of digest "
        ),
      ] {
        let place = folder.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
        let archive = try Archive.open(at: URL(filePath: try Self.archive(in: place, sql).path))
        let error = #expect(throws: ArchiveError.self) { try archive.importing(file) }
        let found = error?.description.replacing(/trial [0-9a-f]{8}/, with: "trial T") ?? ""
        #expect(found.contains(words), "\(found)")
      }
    }
  }
}
