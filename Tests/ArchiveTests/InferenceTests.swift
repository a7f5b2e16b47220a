import Experiments
import Foundation
import Testing

@testable import Archive

struct InferenceTests {
  private static let yaml = ArchiveFixture.yaml.replacing(
    "seed: 1\n", with: "seed: 1\ninference: [{ monteCarlo: { samples: 5 } }]\n")

  private static let banked = ArchiveFixture.yaml.replacing(
    "seed: 1\n", with: "seed: 1\ninference: { modes: [{ monteCarlo: { samples: 5 } }], bank: 20 }\n")

  private static func trial(_ yaml: String = yaml) throws -> PlannedTrial {
    try #require(try ArchiveFixture.plan(yaml).measurement(choices: [0, 0]).last)
  }

  private static func records(of trial: PlannedTrial, nll: Double = 1.0 / 3) -> [InferenceRecord] {
    trial.inference.map { request in
      InferenceRecord(
        request: request,
        values: [
          InferenceValue(samples: 1, metric: .error, value: 0.25), InferenceValue(samples: 1, metric: .nll, value: nll),
          InferenceValue(samples: 5, metric: .nll, value: .infinity),
          InferenceValue(samples: 5, metric: .divergence, value: .nan),
        ])
    }
  }

  private static func finished(_ trial: PlannedTrial, _ records: [InferenceRecord]) -> FinishedTrial {
    let plain = ArchiveFixture.finished(trial)
    return FinishedTrial(trial: trial, outcome: plain.outcome, measurements: plain.measurements, inference: records)
  }

  @Test(arguments: [
    (yaml, ["weightScaling", "{ monteCarlo: { samples: 5 } }"]),
    (banked, ["{ bank: 20, mode: weightScaling }", "{ bank: 20, mode: { monteCarlo: { samples: 5 } } }"]),
  ])
  func `records come back as they went in, beside a trial that is the same trial without them`(
    _ yaml: String, _ words: [String]
  ) throws {
    let archive = try Archive.inMemory()
    let trial = try Self.trial(yaml)
    #expect(trial.inference.map(\.words) == words)
    let plain = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).last)
    #expect(plain.id == trial.id && plain.inference.isEmpty)
    try archive.record(Self.finished(trial, Self.records(of: trial)), provenance: ArchiveFixture.provenance)
    #expect(try InsertingTests.sealed(in: archive).isSuperset(of: [.trial, .inference]))
    let found = try #require(try archive.inference(of: [trial.id])[trial.id])
    #expect(found.map(\.request) == trial.inference)
    #expect(
      found.map { $0.values.map(\.value.bitPattern) }
        == Self.records(of: trial).map { $0.values.map(\.value.bitPattern) })
  }

  @Test
  func `a trial is finished only with all its records, and a record that is missing is added alone`() throws {
    let archive = try Archive.inMemory()
    let trial = try Self.trial()
    try archive.record(Self.finished(trial, []), provenance: ArchiveFixture.provenance)
    #expect(try archive.finished(among: [trial]).isEmpty)
    #expect(try archive.lackingAnswers(among: [trial]) == [trial.id])
    let records = Self.records(of: trial)
    try archive.record(Self.finished(trial, [records[0]]), provenance: ArchiveFixture.provenance)
    #expect(try archive.finished(among: [trial]).isEmpty)
    try archive.record(Self.finished(trial, records), provenance: ArchiveFixture.provenance)
    #expect(try archive.finished(among: [trial]) == [trial.id])
    #expect(try archive.lackingAnswers(among: [trial]).isEmpty)
    #expect(try archive.inference(of: [trial.id])[trial.id]?.count == 2)
  }

  @Test
  func `a diverged trial has nothing to be asked`() throws {
    let archive = try Archive.inMemory()
    let trial = try Self.trial()
    try archive.record(
      ArchiveFixture.finished(trial, status: .diverged(epoch: 2)), provenance: ArchiveFixture.provenance)
    #expect(try archive.finished(among: [trial]) == [trial.id])
    #expect(try archive.lackingAnswers(among: [trial]).isEmpty)
  }

  @Test
  func `another outcome of a record is refused and changes nothing, rows are never changed`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      let trial = try Self.trial()
      try archive.record(Self.finished(trial, Self.records(of: trial)), provenance: ArchiveFixture.provenance)
      let conflict = ArchiveError.conflict(trial: trial.id.short, field: "inference by weightScaling on test")
      #expect(throws: conflict) {
        try archive.record(
          Self.finished(trial, Self.records(of: trial, nll: 0.5)), provenance: ArchiveFixture.provenance)
      }
      #expect(try archive.trial(prefix: trial.id.short).measurements.count == 1)
      try archive.settle()
      for table in ["inference SET mode = 'none'", "inferenceMetric SET samples = 7"] {
        #expect(throws: (any Error).self) { try SQLiteShell.run("UPDATE \(table)", on: url) }
      }
      try SQLiteShell.run(
        "DROP TRIGGER inferenceMetricIsFinal; UPDATE inferenceMetric SET value = 0.5 WHERE metric = 'error'", on: url)
      #expect(
        throws: ArchiveError.damaged(
          path: url.path,
          reason: "inference by weightScaling on test of trial \(trial.id.short) reads differently than it was recorded"
        )
      ) { try Archive.read(at: url).inference(of: [trial.id]) }
    }
  }

  @Test
  func `kept weights come with the outcome they belong to`() throws {
    let archive = try Archive.inMemory()
    let trial = try Self.trial()
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    #expect(try archive.keptWeights(of: trial.id) == nil)
    let tensors = [NamedTensor(name: "0.weight", shape: [1], values: [1.5])]
    try archive.record(ArchiveFixture.finished(trial, weights: tensors), provenance: ArchiveFixture.provenance)
    let kept = try #require(try archive.keptWeights(of: trial.id))
    #expect(kept.weights == tensors && kept.outcome.digests.finalWeights == "final")
  }
}
