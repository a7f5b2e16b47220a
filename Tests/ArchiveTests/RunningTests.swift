import Archive
import Experiments
import Foundation
import Testing

/// Marks of trials that are being trained, and what becomes of them when their process dies.
struct RunningTests {
  private let here = Worker(host: "here", process: 10)

  private func begun(by worker: Worker, at start: Double) throws -> (Archive, ExperimentKey, PlannedTrial) {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trial = plan.tuning[0].trial
    try archive.begin(trial.id, of: key, by: worker, at: start)
    return (archive, key, trial)
  }

  @Test
  func `a trial runs until it is recorded`() throws {
    let (archive, key, trial) = try begun(by: here, at: 100)
    try archive.beat(here, at: 110)
    let running = try archive.running(of: key)
    #expect(running.map(\.trial) == [trial.id] && running[0].startedAt == 100 && running[0].heartbeatAt == 110)
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance, by: here)
    #expect(try archive.running(of: key).isEmpty)
  }

  @Test
  func `an attempt that failed runs no longer, and a clock set back takes no beat away`() throws {
    let (archive, key, trial) = try begun(by: here, at: 100)
    try archive.beat(here, at: 50)
    #expect(try archive.running(of: key).map(\.heartbeatAt) == [100])
    let attempt = Attempt(
      trial: trial.id, startedAt: 100, endedAt: 101, state: .failed, host: "here", message: "broken")
    try archive.record(attempt, of: key, by: here)
    #expect(try archive.running(of: key).isEmpty)
  }

  @Test
  func `what a dead process began becomes an interrupted attempt`() throws {
    let (archive, key, trial) = try begun(by: here, at: 100)
    try archive.beat(here, at: 120)
    let next = Worker(host: "here", process: 11)
    #expect(try archive.closeAbandoned(by: next, at: 121, isAlive: { $0 == 10 }) == 0)
    #expect(try archive.closeAbandoned(by: next, at: 121, isAlive: { _ in false }) == 1)
    let expected = Attempt(
      trial: trial.id, startedAt: 100, endedAt: 120, state: .interrupted, host: "here",
      message: "process 10 ended without a word")
    #expect(try archive.attempts(of: key) == [expected])
    #expect(try archive.running(of: key).isEmpty)
  }

  @Test
  func `an earlier process of the same number is dead`() throws {
    let (archive, _, _) = try begun(by: here, at: 100)
    #expect(try archive.closeAbandoned(by: here, at: 101, isAlive: { _ in true }) == 1)
  }

  @Test
  func `a process of another host is dead only when it has long been silent`() throws {
    let (archive, _, _) = try begun(by: Worker(host: "there", process: 10), at: 100)
    #expect(try archive.closeAbandoned(by: here, at: 100 + Archive.patience, isAlive: { _ in false }) == 0)
    #expect(try archive.closeAbandoned(by: here, at: 101 + Archive.patience, isAlive: { _ in true }) == 1)
  }
}
