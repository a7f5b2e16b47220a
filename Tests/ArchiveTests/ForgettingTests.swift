import Archive
import Experiments
import Foundation
import GRDB
import Testing

/// What is removed on request, and nothing else.
struct ForgettingTests {
  /// A second experiment that shares the trials without dropout.
  private static func second(in archive: Archive) throws -> [PlannedTrial] {
    let plan = try ArchiveFixture.plan(
      ArchiveFixture.yaml.replacing("name: small", with: "name: other").replacing("rate: 0.5", with: "rate: 0.3"))
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: [0, 1])
    try archive.freeze(SharedFixture.choices, trials: trials, of: key)
    for trial in trials { try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance) }
    return trials
  }

  @Test
  func `forgetting removes an experiment with all below it, and keeps trials that another one names`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let others = try Self.second(in: archive)
      let kept = try ArchiveFixture.checksums(of: others.map(\.id), in: archive)
      #expect(kept.count == 6)
      let expected = try Archive.rehearse(.experiment(name: "small"), of: URL(filePath: archive.path))
      #expect(expected.versions == 1 && expected.trials == 3 && expected.shared == 3)
      let before = try Archive.read(at: URL(filePath: archive.path)).statistics()
      let removed = try archive.remove(.experiment(name: "small"))
      #expect(removed == expected)
      let after = try archive.statistics()
      #expect(before.trials == 9 && after.trials == 6 && after.free == 0 && after.unnamed == 0)
      #expect(try archive.experiments().map(\.name) == ["other"])
      #expect(try ArchiveFixture.checksums(of: others.map(\.id), in: archive) == kept)
      #expect(try archive.freezings(of: "small").count == 1)
      #expect(try archive.annotations(of: .experiment(name: "small")).isEmpty)
      #expect(before.tables.first { $0.name == "patch" }?.rows == 1)
      #expect(after.tables.first { $0.name == "patch" }?.rows == 0)
      try DatabaseQueue(path: archive.path).read { database in
        #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
        let log = try #require(try Row.fetchOne(database, sql: "SELECT * FROM forgetting"))
        #expect(log["experiment"] == "small" && log["trials"] == 3 && log["rows"] == removed.rows)
        #expect(try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM permit") == 0)
      }
    }
  }

  @Test
  func `what would be freed is what the file shrinks by`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      let plan = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("replicates: 3", with: "replicates: 150"))
      let key = try archive.record(plan, data: ArchiveFixture.digests)
      let trials = plan.measurement(choices: [0, 1])
      try archive.freeze(SharedFixture.choices, trials: trials, of: key)
      for trial in trials { try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance) }
      try archive.settle()
      let before: Int = try Data(contentsOf: url).count
      let expected = try Archive.rehearse(.experiment(name: "small"), of: url)
      #expect(expected.trials == 300 && expected.bytes > before / 2)
      let again = try Archive.open(at: url)
      _ = try again.remove(.experiment(name: "small"))
      try again.settle()
      let after: Int = try Data(contentsOf: url).count
      let shrunk: Int = before - after
      #expect((expected.bytes - 8192...expected.bytes + 8192).contains(shrunk))
      let verified = try Archive.verify(at: url)
      #expect(verified.mismatches.isEmpty, "\(verified.mismatches)")
      // Nothing but rows that are there has a seal: the program, what was forgotten, and one gap.
      let tables = try Archive.read(at: url).statistics().tables
      #expect(tables.first { $0.name == "seal" }?.rows == 3 && tables.first { $0.name == "gap" }?.rows == 1)
    }
  }

  @Test
  func `an experiment is not forgotten while a living process trains it`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let (key, trial) = (try archive.experiment(named: "small").key, try ArchiveFixture.plan().tuning[0].trial.id)
      let (there, here) = (Worker(host: "there", process: 5), Worker(host: "here", process: 10))
      let underWay = ArchiveError.underWay(experiment: "small", host: "there", process: 5)
      try archive.begin(trial, of: key, by: there, at: 1000)
      // Of a process of another host only its silence tells.
      for viewer in [nil, here] {
        #expect(throws: underWay) {
          try archive.remove(.experiment(name: "small"), by: viewer, at: 1000 + Archive.patience) { _ in false }
        }
      }
      let neighbour = Worker(host: "there", process: 6)
      #expect(throws: underWay) {
        try archive.remove(.experiment(name: "small"), by: neighbour, at: 1001) { $0 == 5 }
      }
      #expect(try archive.experiments().map(\.name) == ["small"])
      _ = try archive.remove(.experiment(name: "small"), by: neighbour, at: 1001) { _ in false }
      #expect(try archive.experiments().isEmpty)
    }
  }

  @Test
  func `a run whose experiment was forgotten records nothing under the one that has its row now`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let finished = ArchiveFixture.finished(plan.tuning[0].trial)
    _ = try archive.remove(.experiment(name: "small"))
    let other = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("name: small", with: "name: other"))
    let heir = try archive.record(other, data: ArchiveFixture.digests)
    let forgotten = ArchiveError.forgotten(experiment: "small")
    let worker = Worker(host: "here", process: 10)
    let trials = plan.measurement(choices: [0, 1])
    let attempt = Attempt(
      trial: trials[0].id, startedAt: 1, endedAt: 2, state: .failed, host: "here", message: "broken")
    #expect(throws: forgotten) { try archive.refuseForgotten(key) }
    #expect(throws: forgotten) { try archive.begin(trials[0].id, of: key, by: worker, at: 1) }
    #expect(throws: forgotten) { try archive.freeze(SharedFixture.choices, trials: trials, of: key) }
    #expect(throws: forgotten) { try archive.record(attempt, of: key) }
    #expect(throws: forgotten) { try archive.record(finished, provenance: ArchiveFixture.provenance, of: key) }
    #expect(throws: forgotten) { try archive.record(VerifyingTests.reproduction(of: trials), of: key) }
    #expect(try archive.running(of: heir).isEmpty && archive.attempts(of: heir).isEmpty)
    #expect(try archive.choices(of: heir).isEmpty && archive.reproductions(of: heir).isEmpty)
    #expect(try archive.members(of: heir).count == 4 && archive.finishedTrials().isEmpty)
    try archive.refuseForgotten(heir)
  }

  @Test
  func `trials that no experiment names are found and removed`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
      let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
      try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
      #expect(try archive.statistics().unnamed == 1)
      #expect(try archive.remove(.unnamedTrials).trials == 1)
      #expect(try archive.remove(.unnamedTrials).trials == 0)
      #expect(try archive.statistics().tables.first { $0.name == "provenance" }?.rows == 0)
    }
  }

  @Test(arguments: ["freezing", "trial", "epochMetric", "member", "experiment", "attempt", "weight", "probeValue"])
  func `no other hand deletes facts`(table: String) throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let queue = try DatabaseQueue(path: archive.path)
      #expect(throws: DatabaseError.self) {
        try queue.write { database in
          try database.execute(sql: "PRAGMA defer_foreign_keys = ON; DELETE FROM \(table)")
        }
      }
    }
  }
}
