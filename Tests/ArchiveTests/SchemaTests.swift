import Archive
import Experiments
import Foundation
import GRDB
import Testing

/// What the file itself refuses, whoever writes to it.
struct SchemaTests {
  private static let hex = String(repeating: "a", count: 64)

  static let refused = [
    "INSERT INTO experiment VALUES (NULL, '', 'd', 'q', 'e', 's', 0)",
    "INSERT INTO experiment SELECT NULL, name, digest, question, effective, source, 0 FROM experiment",
    "INSERT INTO experiment VALUES (NULL, 'n', 'd', NULL, 'e', 's', 0)",
    "INSERT INTO configuration VALUES (NULL, 1, -1, 'l', 's', 'd', 'd')",
    "INSERT INTO configuration VALUES (NULL, 99, 7, 'l', 's', 'd', 'd')",
    "INSERT INTO configuration SELECT NULL, experiment, position, label, spec, dataset, dataDigest FROM configuration",
    "INSERT INTO member VALUES (NULL, 1, 'practice', 0, -1, 0, '\(hex)')",
    "INSERT INTO member VALUES (NULL, 1, 'tuning', 0, -2, 0, '\(hex)')",
    "INSERT INTO member VALUES (NULL, 1, 'tuning', 0, -1, -1, '\(hex)')",
    "INSERT INTO member VALUES (NULL, 1, 'tuning', 0, -1, 0, 'short')",
    "INSERT INTO tuningChoice VALUES (NULL, 1, 0, -1, '')",
    "INSERT INTO trial VALUES (NULL, 'short', 's', '1', 0, 'completed', NULL, '', '', '', x'', '', 1)",
    "INSERT INTO trial VALUES (NULL, '\(hex)', 's', '1', -1, 'completed', NULL, '', '', '', x'', '', 1)",
    "INSERT INTO trial VALUES (NULL, '\(hex)', 's', '1', 0, 'failed', NULL, '', '', '', x'', '', 1)",
    "INSERT INTO trial VALUES (NULL, '\(hex)', 's', '1', 0, 'diverged', NULL, '', '', '', x'', '', 1)",
    "INSERT INTO trial VALUES (NULL, '\(hex)', 's', '1', 0, 'completed', 3, '', '', '', x'', '', 1)",
    "INSERT INTO trial VALUES (NULL, '\(hex)', 's', '1', 0, 'completed', NULL, '', '', '', x'', '', 99)",
    "INSERT INTO epochMetric VALUES (NULL, 99, 9, 9, 'test', 'error', '', 1, 'finite')",
    "INSERT INTO epochMetric VALUES (NULL, 1, 9, -1, 'test', 'error', '', 1, 'finite')",
    "INSERT INTO epochMetric VALUES (NULL, 1, 9, 9, 'exam', 'error', '', 1, 'finite')",
    "INSERT INTO epochMetric VALUES (NULL, 1, 9, 9, 'test', 'error', '', NULL, 'finite')",
    "INSERT INTO epochMetric VALUES (NULL, 1, 9, 9, 'test', 'error', '', 1, 'nan')",
    "INSERT INTO epochMetric VALUES (NULL, 1, 9, 1, 'validation', 'error', '', 1, 'finite')",
    "INSERT INTO weight VALUES (NULL, 99, 0, 'w', '1', x'')",
    "INSERT INTO measurement VALUES (NULL, 1, 0, -1, 0, 0, 0, 'h')",
    "INSERT INTO attempt VALUES (NULL, 1, '\(hex)', 5, 4, 'failed', 'h', 'm', '')",
    "INSERT INTO attempt VALUES (NULL, 1, '\(hex)', 4, 5, 'bored', 'h', 'm', '')",
    "INSERT INTO running VALUES (NULL, 1, '\(hex)', 5, 4, 'h', 1, '')",
    "INSERT INTO running VALUES (NULL, 1, '\(hex)', 5, 5, 'h', 0, '')",
    "UPDATE experiment SET question = 'another'",
    "UPDATE trial SET status = 'diverged', divergedEpoch = 1",
    "UPDATE epochMetric SET value = 0 WHERE state = 'finite'",
    "UPDATE measurement SET trainingSeconds = 0",
    "DELETE FROM trial",
    "DELETE FROM experiment",
    "DELETE FROM provenance",
    "DELETE FROM epochMetric",
    "DELETE FROM member",
  ]

  @Test
  func `rows that make no sense and changes of what is there are refused`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      let queue = try DatabaseQueue(path: url.path)
      for sql in Self.refused {
        let error = #expect(throws: DatabaseError.self, "\(sql)") { try queue.write { try $0.execute(sql: sql) } }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT, "\(sql): \(String(describing: error))")
      }
    }
  }

  @Test
  func `a number that was changed behind the archive's back is noticed`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
      #expect(try Archive.read(at: url).outcomes(of: [trial.id]).count == 1)
      try SQLiteShell.run(
        "DROP TRIGGER epochMetricIsFinal; UPDATE epochMetric SET value = value + 1e-9 WHERE position = 0", on: url)
      let damage = ArchiveError.damaged(
        path: url.path, reason: "trial \(trial.id.short) reads differently than it was recorded")
      #expect(throws: damage) { try Archive.read(at: url).outcomes(of: [trial.id]) }
      #expect(throws: damage) { try Archive.read(at: url).trial(prefix: trial.id.short) }
    }
  }

  @Test
  func `an archive of the first version is read as it is and brought up to date when it is written`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.filled(folder)
      try SQLiteShell.run(try Self.dropsOfLaterVersions(url), on: url)
      let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
      let old = try Archive.read(at: url)
      #expect(try old.outcomes(of: [trial.id]).count == 1)
      #expect(try old.freezings(of: "small").isEmpty)
      #expect(try old.running(of: try old.experiment(named: "small").key).isEmpty)
      let archive = try Archive.open(at: url)
      let key = try archive.experiment(named: "small").key
      try archive.begin(trial.id, of: key, by: Worker(host: "here", process: 1), at: 1)
      #expect(try archive.running(of: key).count == 1)
    }
  }

  @Test
  func `zeros have no sign in the file, and the same trial may still be recorded again`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
      let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
      for _ in 0..<2 {
        try archive.record(ArchiveFixture.finished(trial, error: -0.0), provenance: ArchiveFixture.provenance)
      }
      #expect(try archive.outcomes(of: [trial.id])[trial.id]?.metrics[0].value == 0)
    }
  }

  /// SQL that takes away what the migrations after the first two added.
  static func dropsOfLaterVersions(_ url: URL) throws -> String {
    let (views, triggers) = try DatabaseQueue(path: url.path).read { database in
      (
        try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'"),
        try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      )
    }
    let tables = [
      "probeValue", "probe", "freezing", "inferenceMetric", "inference", "running", "annotation", "forgetting",
      "permit", "specification", "patch", "reproducedTrial", "reproduction", "gap", "seal", "program",
    ]
    return
      (views.map { "DROP VIEW \($0);" } + triggers.map { "DROP TRIGGER \($0);" }
      + tables.map { "DROP TABLE \($0);" }).joined()
      + "ALTER TABLE attempt DROP COLUMN log; DELETE FROM grdb_migrations WHERE CAST(identifier AS INTEGER) > 2"
  }

  private static func filled(_ folder: URL) throws -> URL {
    let url = folder.appending(path: "archive.sqlite")
    let archive = try Archive.open(at: url)
    let plan = try ArchiveFixture.plan()
    _ = try archive.record(plan, data: ArchiveFixture.digests)
    let trial = try #require(plan.measurement(choices: [0, 0]).first)
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    try archive.settle()
    return url
  }
}
