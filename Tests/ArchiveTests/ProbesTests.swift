import Experiments
import Foundation
import Testing

@testable import Archive

struct ProbesTests {
  private static let yaml = ArchiveFixture.yaml.replacing(
    "seed: 1\n", with: "seed: 1\nprobes: [unitRemoval, { removalCurve: { orders: 2 } }]\n")

  private static func trial() throws -> PlannedTrial {
    try #require(try ArchiveFixture.plan(yaml).measurement(choices: [0, 0]).last)
  }

  private static func records(of trial: PlannedTrial, most: Double = 1.0 / 3) -> [ProbeRecord] {
    trial.probes.map { request in
      ProbeRecord(
        request: request,
        values: [
          ProbeValue(.temperature, 1.5), ProbeValue(.accuracyDropMost, layer: "hidden1", most),
          ProbeValue(.accuracyDrop, layer: "hidden1", at: 0, -0.01),
          ProbeValue(.accuracyDrop, layer: "hidden1", at: 0.05, .nan),
          ProbeValue(.nllRiseMost, layer: "hidden1", .infinity),
        ])
    }
  }

  private static func finished(_ trial: PlannedTrial, _ records: [ProbeRecord]) -> FinishedTrial {
    let plain = ArchiveFixture.finished(trial)
    return FinishedTrial(trial: trial, outcome: plain.outcome, measurements: plain.measurements, probes: records)
  }

  @Test
  func `records come back as they went in, beside a trial that is the same trial without them`() throws {
    let archive = try Archive.inMemory()
    let trial = try Self.trial()
    #expect(trial.probes.map(\.key) == ["unitRemoval", "{ removalCurve: { orders: 2 } }"])
    let plain = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).last)
    #expect(plain.id == trial.id && !plain.isAsked)
    try archive.record(Self.finished(trial, Self.records(of: trial)), provenance: ArchiveFixture.provenance)
    #expect(try InsertingTests.sealed(in: archive).isSuperset(of: [.trial, .probe]))
    let found = try #require(try archive.probes(of: [trial.id])[trial.id])
    let expected = Self.records(of: trial)
    #expect(found.map(\.request) == trial.probes)
    #expect(found.map { $0.values.map(\.address) } == expected.map { $0.values.map(\.address) })
    #expect(found.map { $0.values.map(\.value.bitPattern) } == expected.map { $0.values.map(\.value.bitPattern) })
    #expect(found[0].value(.accuracyDrop, layer: "hidden1", at: 0) == -0.01)
    #expect(found[0].value(.accuracyDrop, layer: "hidden1") == nil)
  }

  @Test
  func `a trial is finished only with all its records, and a record that is missing is added alone`() throws {
    let archive = try Archive.inMemory()
    let trial = try Self.trial()
    let records = Self.records(of: trial)
    for (count, isFinished) in [(0, false), (1, false), (2, true)] {
      try archive.record(Self.finished(trial, Array(records.prefix(count))), provenance: ArchiveFixture.provenance)
      #expect(try archive.finished(among: [trial]).isEmpty == !isFinished)
      #expect(try archive.lackingAnswers(among: [trial]).isEmpty == isFinished)
    }
    #expect(try archive.probes(of: [trial.id])[trial.id]?.count == 2)
  }

  @Test
  func `another outcome of a record is refused and changes nothing, rows are never changed`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      let trial = try Self.trial()
      try archive.record(Self.finished(trial, Self.records(of: trial)), provenance: ArchiveFixture.provenance)
      #expect(throws: ArchiveError.conflict(trial: trial.id.short, field: "the probe unitRemoval")) {
        try archive.record(
          Self.finished(trial, Self.records(of: trial, most: 0.5)), provenance: ArchiveFixture.provenance)
      }
      try archive.settle()
      for table in ["probe SET request = 'none'", "probeValue SET layer = 'hidden2'"] {
        #expect(throws: (any Error).self) { try SQLiteShell.run("UPDATE \(table)", on: url) }
      }
      #expect(throws: (any Error).self, "twice the same number") {
        try SQLiteShell.run(
          "INSERT INTO probeValue VALUES (NULL, 1, 99, '', 'temperature', NULL, 1, 'finite')", on: url)
      }
      try SQLiteShell.run(
        "DROP TRIGGER probeValueIsFinal; UPDATE probeValue SET place = 0.1 WHERE place = 0", on: url)
      #expect(
        throws: ArchiveError.damaged(
          path: url.path,
          reason: "the probe unitRemoval of trial \(trial.id.short) reads differently than it was recorded")
      ) { try Archive.read(at: url).probes(of: [trial.id]) }
    }
  }
}
