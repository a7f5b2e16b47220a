import Archive
import Browser
import Experiments
import Foundation
import Testing

/// Counts which experiments a list reads, whatever time that takes.
struct ConclusionsTests {
  private static func read(_ served: ServedArchive) throws -> [String] {
    try Conclusions(of: try Archive.read(at: served.url), version: "9.9.9", beside: served.folder).read
  }

  /// An experiment whose trials are asked for inference.
  private static let asked = ServedArchive.yaml("asked").replacing(
    "seed: 1\n", with: "seed: 2\ninference: [weightScaling]\n")

  private static func fill(_ archive: Archive) throws {
    for name in ["a", "b", "c"] {
      try ServedArchive.record(
        archive, yaml: ServedArchive.yaml(name).replacing("seed: 1\n", with: "seed: \(name.utf8.first ?? 0)\n"),
        finished: 3)
    }
    try ServedArchive.record(archive, yaml: asked, finished: 3)
  }

  @Test
  func `a list reads each experiment once, then only those that have got new results`() async throws {
    try await ServedArchive.with(Self.fill) { served in
      #expect(try Self.read(served) == ["a", "asked", "b", "c"])
      #expect(try Self.read(served).isEmpty)
      let archive = try Archive.open(at: served.url)
      try ServedArchive.record(
        archive, yaml: ServedArchive.yaml("b").replacing("seed: 1\n", with: "seed: 98\n"), finished: 4)
      #expect(try Self.read(served) == ["b"])
    }
  }

  @Test
  func `what is kept of an archive that is gone is not taken for that of the next one`() async throws {
    try await ServedArchive.with { served in
      #expect(try Self.read(served) == ["small"])
      for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: served.url.path + ending) }
      try ServedArchive.record(try Archive.open(at: served.url), epochs: 8)
      #expect(try Self.read(served) == ["small"])
      #expect(try Self.read(served).isEmpty)
    }
  }

  @Test
  func `answers of trained networks and frozen specifications concern their own experiment only`() async throws {
    try await ServedArchive.with(Self.fill) { served in
      _ = try Self.read(served)
      let archive = try Archive.open(at: served.url)
      let plan = try ServedArchive.plan(Self.asked)
      let trial = try #require(plan.measurement(choices: [0, 0]).first)
      let plain = ServedArchive.finished(trial)
      let records = trial.inference.map {
        InferenceRecord(request: $0, values: [InferenceValue(samples: 1, metric: .error, value: 0.25)])
      }
      #expect(!records.isEmpty)
      try archive.record(
        FinishedTrial(trial: trial, outcome: plain.outcome, measurements: plain.measurements, inference: records),
        provenance: ServedArchive.provenance)
      #expect(try Self.read(served) == ["asked"])
      try archive.record(
        Freezing(
          name: "c", tier: nil, digest: "digest", effective: "name: c", commit: "none", frozenAt: 5, trialsRead: 0))
      #expect(try Self.read(served) == ["c"])
    }
  }
}
