import Archive
import Experiments
import Testing

struct InsertingTests {
  /// Rows go in by 64, by 8 and one by one.
  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 65, 71, 73, 136, 200])
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
}
