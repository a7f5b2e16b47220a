import Archive
import Experiments
import Testing

/// Which earlier plans of the same trials had ended before a larger one was recorded.
struct LooksTests {
  private static func plan(replicates: Int, rate: String = "0.1") throws -> Plan {
    try ArchiveFixture.plan(
      ArchiveFixture.yaml.replacing("replicates: 3", with: "replicates: \(replicates)")
        .replacing("learningRate: 0.1", with: "learningRate: \(rate)")
        .replacing(
          "tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }\n", with: ""))
  }

  /// Records a plan and those of its trials that are wanted; they ended long ago unless they start in the future.
  @discardableResult
  private static func record(
    _ plan: Plan, in archive: Archive, leaving out: Int = 0, startingAt start: Double = 1000
  ) throws -> ArchivedExperiment {
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: [])
    try archive.freeze([], trials: trials, of: key)
    for trial in trials.dropLast(out) {
      let measured = TrialMeasurements(
        startedAt: start, trainingSeconds: 2, evaluationSeconds: 1, cpuSeconds: 1, peakMemory: 1, host: "here")
      let finished = FinishedTrial(trial: trial, outcome: ArchiveFixture.outcome(of: trial), measurements: measured)
      if try archive.finished(among: [trial]).isEmpty {
        try archive.record(finished, provenance: ArchiveFixture.provenance)
      }
    }
    return try archive.experiment(named: "small")
  }

  @Test
  func `a smaller plan that had ended is found, oldest first`() throws {
    let archive = try Archive.inMemory()
    let first = try Self.record(try Self.plan(replicates: 2), in: archive)
    #expect(try archive.versionsRead(before: first).isEmpty)
    let second = try Self.record(try Self.plan(replicates: 3), in: archive)
    let third = try Self.record(try Self.plan(replicates: 5), in: archive)
    #expect(try archive.versionsRead(before: second) == [first])
    #expect(try archive.versionsRead(before: third) == [first, second])
    #expect(try archive.versionsRead(before: first).isEmpty)
  }

  @Test
  func `a larger plan that had ended is found, too: replicates may have been left out after looking`() throws {
    let archive = try Archive.inMemory()
    let first = try Self.record(try Self.plan(replicates: 3), in: archive)
    let fewer = try Self.record(try Self.plan(replicates: 2), in: archive)
    #expect(try archive.versionsRead(before: fewer) == [first])
  }

  @Test
  func `a plan that had not ended, or of other trials, is none`() throws {
    let open = try Archive.inMemory()
    try Self.record(try Self.plan(replicates: 2), in: open, leaving: 1)
    let grown = try Self.record(try Self.plan(replicates: 3), in: open, startingAt: 1e11)
    #expect(try open.versionsRead(before: grown).isEmpty)
    let later = try Archive.inMemory()
    try Self.record(try Self.plan(replicates: 2), in: later, startingAt: 1e11)
    #expect(try later.versionsRead(before: try Self.record(try Self.plan(replicates: 3), in: later)).isEmpty)
    let other = try Archive.inMemory()
    try Self.record(try Self.plan(replicates: 2, rate: "0.3"), in: other)
    #expect(try other.versionsRead(before: try Self.record(try Self.plan(replicates: 3), in: other)).isEmpty)
  }
}
