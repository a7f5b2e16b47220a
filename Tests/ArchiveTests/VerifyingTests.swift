import Experiments
import Files
import Foundation
import GRDB
import Testing

@testable import Archive

/// What holding an archive against its digests notices.
struct VerifyingTests {
  @Test
  func `a sound archive verifies, and nothing in its folder is touched`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      let before = try Self.state(of: folder)
      let found = try Archive.verify(at: url)
      #expect(found.mismatches.isEmpty, "\(found.mismatches)")
      #expect(found.isWhole && found.isSealed && found.isStamped && found.trials == 3 && found.sealedLater == 0)
      #expect(found.rows > 20 && found.writer == ProgramVersion.current)
      #expect(try Self.state(of: folder) == before)
    }
  }

  @Test
  func `an archive that a run is at is verified with its log, and nothing beside it changes`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      try Self.fill(archive)
      #expect(FileManager.default.fileExists(atPath: url.path + "-wal"))
      let before = try Self.state(of: folder)
      let found = try Archive.verify(at: url)
      #expect(found.mismatches.isEmpty && found.trials == 3 && !found.isStamped, "\(found.mismatches)")
      #expect(try Self.state(of: folder) == before)
      try archive.settle()
    }
  }

  @Test
  func `an archive that cannot be copied is no damaged one, and leaves no copy`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      try FileManager.default.createDirectory(atPath: url.path + "-wal", withIntermediateDirectories: false)
      let copies = { () -> Set<String> in
        let names = try FileManager.default.contentsOfDirectory(
          atPath: FileManager.default.temporaryDirectory.path)
        return Set(names.filter { $0.hasPrefix("dropout-lab-verify-") })
      }
      let before = try copies()
      let error = #expect(throws: ArchiveError.self) { try Archive.verify(at: url) }
      let isUnread = if case .readFailed? = error { true } else { false }
      #expect(isUnread, "\(error.map { "\($0)" } ?? "no error")")
      // Tests beside this one have copies of their own.
      #expect(try copies().subtracting(before).count <= 1)
    }
  }

  @Test(arguments: [
    ("*** in database main *** Page 28: unable to get the page. error code=8458", true),
    ("Page 3: unable to get the page. error code=10", true),
    ("Page 3: unable to get the page. error code=11", false),
    ("Page 3 is never used", false), ("row 10 missing from index trialByHex", false),
  ])
  func `a page that the disk did not give is no difference`(line: String, isUnread: Bool) {
    #expect(ArchiveVerification.tellsOfUnreadPage(line) == isUnread)
  }

  /// Of every 100 flipped bytes all are found: by the digest of the whole file, wherever they lie.
  @Test
  func `a flipped byte anywhere in the file is found, 100 of 100`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      let sound = try Array(Data(contentsOf: url))
      var chance = SplitMix(state: 20_261_128)
      for _ in 0..<100 {
        let (at, bit) = (Int(chance.next() % UInt64(sound.count)), chance.next() % 8)
        try Self.write(sound, flipping: at, bit: bit, to: url)
        let found = try Archive.verify(at: url)
        #expect(!found.mismatches.isEmpty, "byte \(at), bit \(bit)")
      }
      try Data(sound).write(to: url)
      #expect(try Archive.verify(at: url).mismatches.isEmpty)
    }
  }

  /// Without the digest of the whole file those of the rows find every byte that holds something.
  @Test
  func `a flipped byte in what the file holds is found without the digest of the whole file`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      try FileManager.default.removeItem(at: folder.appending(path: "archive.sqlite.sha256"))
      let sound = try Array(Data(contentsOf: url))
      let (places, unused) = try #require(SQLitePages(sound)).contents
      #expect(places.count > 10_000 && !unused.isEmpty)
      var chance = SplitMix(state: 7)
      for _ in 0..<100 {
        let (at, bit) = (places[Int(chance.next() % UInt64(places.count))], chance.next() % 8)
        try Self.write(sound, flipping: at, bit: bit, to: url)
        let found = try Archive.verify(at: url)
        #expect(!found.mismatches.isEmpty, "byte \(at) of page \(at / 4096 + 1), bit \(bit)")
      }
    }
  }

  /// Each is done by another program, and named by table, row and trial.
  static let meddling: [(sql: String, table: String, field: String)] = [
    ("DROP TRIGGER epochMetricIsFinal; UPDATE epochMetric SET value = value + 1e-9 WHERE id = 1", "trial", "row"),
    ("DROP TRIGGER trialIsFinal; UPDATE trial SET seed = '2' WHERE id = 2", "trial", "row"),
    ("DROP TRIGGER memberIsFinal; UPDATE member SET replicate = 9 WHERE id = 1", "member", "row"),
    ("DROP TRIGGER provenanceIsFinal; UPDATE provenance SET text = 'x'", "provenance", "text"),
    ("DROP TRIGGER experimentIsFinal; UPDATE experiment SET question = 'x'", "experiment", "row"),
    ("DROP TRIGGER measurementIsFinal; UPDATE measurement SET host = 'x' WHERE id = 1", "measurement", "row"),
    ("DROP TRIGGER probeValueIsFinal; UPDATE probeValue SET value = 2 WHERE id = 1", "probe", "row"),
    ("DROP TRIGGER inferenceMetricIsFinal; UPDATE inferenceMetric SET samples = 3 WHERE id = 1", "inference", "row"),
    ("DROP TRIGGER weightIsFinal; UPDATE weight SET \"values\" = x'00' WHERE id = 1", "weight", "row"),
    ("DROP TRIGGER reproducedTrialIsFinal; UPDATE reproducedTrial SET agreement = 'bits'", "reproduction", "row"),
    ("DROP TRIGGER freezingIsFinal; UPDATE freezing SET trialsRead = 1", "freezing", "row"),
    ("DROP TRIGGER attemptIsFinal; UPDATE attempt SET log = 'x'", "attempt", "row"),
    ("DROP TRIGGER measurementIsKept; DELETE FROM measurement WHERE id = 2", "measurement", "row"),
    ("DROP TRIGGER memberIsKept; DELETE FROM member WHERE id = 3", "member", "row"),
    ("DROP TRIGGER tuningChoiceIsKept; DELETE FROM tuningChoice", "tuningChoice", "row"),
    ("DROP TRIGGER epochMetricIsKept; DELETE FROM epochMetric WHERE id = 2", "trial", "row"),
    ("DELETE FROM seal WHERE id = 4", "seal", "chain"),
    ("DELETE FROM seal WHERE id = 4", "seal", "rows"),
    ("INSERT INTO measurement SELECT NULL, trial, 0, 0, 0, 0, 0, 'x' FROM measurement", "measurement", "row"),
    (
      "PRAGMA foreign_keys = OFF; DROP TRIGGER measurementIsKept; DROP TRIGGER trialIsKept; "
        + "DELETE FROM measurement; DELETE FROM trial WHERE id = 3", "trial", "row"
    ),
    ("INSERT INTO permit VALUES (1)", "permit", "row"),
    ("DELETE FROM grdb_migrations WHERE identifier = '11-running-log'", "grdb_migrations", "rows"),
    (
      "PRAGMA ignore_check_constraints = ON; "
        + "INSERT INTO annotation (subject, name, kind, text, writtenAt) VALUES ('experiment', 'small', 'tax', 'x', 1)",
      "annotation", "kind"
    ),
    ("DROP TRIGGER trialIsFinal", "trialIsFinal", "schema"),
    ("CREATE TABLE stranger (id INTEGER)", "stranger", "schema"),
  ]

  @Test(arguments: meddling.indices)
  func `what another program changed, added or deleted is named`(index: Int) throws {
    let (sql, table, field) = Self.meddling[index]
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      let queue = try DatabaseQueue(path: url.path)
      try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
      try queue.close()
      try FileManager.default.removeItem(at: folder.appending(path: "archive.sqlite.sha256"))
      let found = try Archive.verify(at: url).mismatches
      #expect(found.contains { $0.table == table && $0.field == field }, "\(found)")
      if table == "trial", !sql.contains("DELETE FROM trial") { #expect(found.contains { $0.trial != nil }) }
    }
  }

  @Test
  func `a check by training again comes back as it went in, and is final`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    #expect(try archive.reproductions(of: key).isEmpty)
    let trials = plan.measurement(choices: [0, 0])
    try archive.record(Self.reproduction(of: trials), of: key)
    #expect(try archive.reproductions(of: key) == [Self.reproduction(of: trials)])
  }

  @Test
  func `what this program deletes on request takes its seals along, and verifies without them`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      try Self.fill(archive)
      try archive.write {
        try $0.execute(sql: "INSERT INTO permit VALUES (1); DELETE FROM attempt; DELETE FROM permit")
      }
      // A new row takes the number of the one that is gone.
      let trials = try ArchiveFixture.plan().measurement(choices: [0, 0])
      let attempt = Attempt(trial: trials[5].id, startedAt: 8, endedAt: 9, state: .failed, host: "h", message: "again")
      try archive.record(attempt, of: try archive.experiment(named: "small").key)
      try archive.settle()
      #expect(try Archive.verify(at: url).mismatches.isEmpty)
      try SQLiteShell.run("DROP TRIGGER attemptIsKept; DELETE FROM attempt", on: url)
      #expect(try Archive.verify(at: url).mismatches.contains { $0.table == "attempt" && $0.found == "no such row" })
      try SQLiteShell.run("DELETE FROM gap", on: url)
      let found = try Archive.verify(at: url).mismatches
      #expect(found.contains { $0.table == "gap" && $0.found == "no such row" })
      #expect(found.contains { $0.table == "seal" && $0.field == "rows" })
    }
  }

  @Test
  func `what is left of a file that was cut short is an answer and no crash`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      let sound = try Array(Data(contentsOf: url))
      for length in [1, 99, 100, 4095, 4096, 8192, sound.count / 2, sound.count - 1] {
        try Data(sound.prefix(length)).write(to: url)
        try? FileManager.default.removeItem(at: folder.appending(path: "archive.sqlite.sha256"))
        #expect(try !Archive.verify(at: url).mismatches.isEmpty, "\(length) bytes")
      }
      // Nothing tells a file without a byte from one that was only begun.
      try Data().write(to: url)
      #expect(throws: ArchiveError.missing(path: url.path)) { try Archive.verify(at: url) }
    }
  }

  // MARK: -

  static func filled(_ folder: URL) throws -> URL {
    let url = folder.appending(path: "archive.sqlite")
    let archive = try Archive.open(at: url)
    try fill(archive)
    try archive.settle()
    return url
  }

  /// A row in every table.
  static func fill(_ archive: Archive) throws {
    let asking = "seed: 1\ninference: [{ monteCarlo: { samples: 5 } }]\nprobes: [unitRemoval]\n"
    let plan = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("seed: 1\n", with: asking))
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: [0, 0])
    try archive.freeze(
      [TuningChoice(configuration: 0, chosen: 1, scores: [0.5, nil])], trials: trials, of: key)
    for trial in trials.prefix(3) { try archive.record(finished(trial), provenance: ArchiveFixture.provenance) }
    try archive.record(
      Attempt(trial: trials[4].id, startedAt: 5, endedAt: 6, state: .failed, host: "here", message: "no", log: ["a"]),
      of: key)
    try archive.record(
      Freezing(name: "small", tier: nil, digest: "d", effective: "e", commit: "c", frozenAt: 1, trialsRead: 0))
    try archive.record(reproduction(of: trials), of: key)
  }

  private static func finished(_ trial: PlannedTrial) -> FinishedTrial {
    let tensors = [NamedTensor(name: "0.weight", shape: [2, 2], values: [1.5, -0, .leastNonzeroMagnitude, 3e38])]
    let plain = ArchiveFixture.finished(trial, weights: tensors)
    return FinishedTrial(
      trial: trial, outcome: plain.outcome, measurements: plain.measurements,
      inference: trial.inference.map {
        InferenceRecord(
          request: $0,
          values: [
            InferenceValue(samples: 1, metric: .error, value: 0.25),
            InferenceValue(samples: 5, metric: .nll, value: .infinity),
          ])
      },
      probes: trial.probes.map {
        ProbeRecord(
          request: $0,
          values: [
            ProbeValue(.temperature, 1.5), ProbeValue(.accuracyDrop, layer: "hidden1", at: 0.05, .nan),
          ])
      })
  }

  static func reproduction(of trials: [PlannedTrial]) -> Reproduction {
    Reproduction(
      checkedAt: 7, version: "0.1.0", engine: 1, architecture: "x86-64", seed: .max, drawn: 3, population: 6,
      trials: [
        ReproducedTrial(trial: trials[0].id, agreement: .bits, largest: nil, detail: ""),
        ReproducedTrial(trial: trials[1].id, agreement: .differs, largest: 0.5, detail: "training loss after epoch 1"),
      ])
  }

  static func state(of folder: URL) throws -> [String: [UInt8]] {
    var state: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      state[name] = try Array(Data(contentsOf: folder.appending(path: name)))
    }
    return state
  }

  private static func write(_ bytes: [UInt8], flipping at: Int, bit: UInt64, to url: URL) throws {
    var bytes = bytes
    bytes[at] ^= 1 << UInt8(bit)
    try Data(bytes).write(to: url)
  }
}

/// Steele's SplitMix64, so that the places are the same every time.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
