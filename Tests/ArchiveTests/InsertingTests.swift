import Experiments
import GRDB
import Testing

@testable import Archive

struct InsertingTests {
  /// Rows go in by 512, by 64, by 8 and one by one.
  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 65, 71, 73, 136, 200, 511, 513, 1058])
  func `as many numbers as a trial has come back in their order`(count: Int) throws {
    let archive = try Archive.inMemory()
    let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
    let metrics = (0..<count).map { number in
      EpochMetric(epoch: number / 3, split: Split.allCases[number % 3], metric: .loss, value: 1 / Double(number + 1))
    }
    let plain = ArchiveFixture.outcome(of: trial)
    let outcome = TrialOutcome(
      status: .completed, metrics: metrics, digests: plain.digests, correctness: plain.correctness, weights: nil)
    try archive.record(
      FinishedTrial(trial: trial, outcome: outcome, measurements: ArchiveFixture.finished(trial).measurements),
      provenance: ArchiveFixture.provenance)
    #expect(try archive.outcomes(of: [trial.id])[trial.id]?.metrics == metrics)
  }

  /// A seal is made of what goes in; what comes out of the file must give the same, whatever the file makes of it.
  @Test
  func `a seal made while a fact is recorded is that of what stands in the file`() throws {
    let archive = try Archive.inMemory()
    let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
    let odd = [
      0, -0.0, 1, -3, 0.1, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 1e300, 9_007_199_254_740_992, -1e19,
    ]
    let metrics = odd.enumerated().map { number, value in
      EpochMetric(epoch: number, split: .test, metric: .loss, layer: number % 2 == 0 ? "" : "h'é", value: value)
    }
    let plain = ArchiveFixture.outcome(of: trial)
    let outcome = TrialOutcome(
      status: .diverged(epoch: 3), metrics: metrics, digests: plain.digests, correctness: [], weights: nil)
    try archive.record(
      FinishedTrial(trial: trial, outcome: outcome, measurements: ArchiveFixture.finished(trial).measurements),
      provenance: ArchiveFixture.provenance)
    #expect(try Self.sealed(in: archive).contains(.trial))
  }

  /// Holds every seal against what stands in the file; returns the tables that have some.
  static func sealed(in archive: Archive) throws -> Set<SealedTable> {
    try archive.read { database in
      try Set(
        SealedTable.allCases.filter { table in
          let seals = try Row.fetchAll(
            database, sql: "SELECT row, digest FROM seal WHERE place = ?", arguments: [table.rawValue])
          let made = Dictionary(uniqueKeysWithValues: seals.map { ($0["row"] as Int64, $0["digest"] as String) })
          var found: [Int64: String] = [:]
          try Seals.forEachRow(of: table, database) { found[$0] = $1 }
          #expect(made == found, "\(table)")
          return !found.isEmpty
        })
    }
  }
}
