import Experiments
import GRDB
import Testing

@testable import Archive

struct TrialNumbersTests {
  /// An archive of two trials whose numbers' rows may be changed, and the first of them.
  private static func archive() throws -> (archive: Archive, trial: PlannedTrial) {
    let archive = try Archive.inMemory()
    let trials = try ArchiveFixture.plan().measurement(choices: [0, 0]).prefix(2)
    for trial in trials { try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance) }
    try archive.writer?.write { try $0.execute(sql: "DROP TRIGGER epochMetricIsFinal") }
    return (archive, try #require(trials.first))
  }

  /// As they were recorded, one behind those of another trial, and the last before the first.
  static let moves = [
    "SELECT 1", "UPDATE epochMetric SET id = 1000 WHERE id = 2",
    "UPDATE epochMetric SET id = -id; UPDATE epochMetric SET id = id + 100",
  ]

  @Test(arguments: moves)
  func `numbers come back in their order wherever their rows stand`(sql: String) throws {
    let (archive, trial) = try Self.archive()
    try archive.writer?.write { try $0.execute(sql: sql) }
    let expected = ArchiveFixture.outcome(of: trial).checksum(of: trial.id)
    #expect(try archive.outcomes(of: [trial.id])[trial.id]?.checksum(of: trial.id) == expected)
  }

  static let changes = [
    "value = value + 0.5", "epoch = 7", "layer = 'other'", "split = 'test'", "metric = 'perfection'",
    "value = NULL, state = 'nan'", "trial = 2, epoch = 9",
  ]

  @Test(arguments: changes)
  func `a changed number is found when it is read`(change: String) throws {
    let (archive, trial) = try Self.archive()
    try archive.writer?.write { try $0.execute(sql: "UPDATE epochMetric SET \(change) WHERE id = 2") }
    #expect(
      throws: ArchiveError.damaged(
        path: ":memory:", reason: "trial \(trial.id.short) reads differently than it was recorded")
    ) { try archive.outcomes(of: [trial.id]) }
  }

  @Test
  func `what comes again is made once, in whatever order it comes`() {
    var made = 0
    var cycle = Cycle<Int>()
    let numbers = [1, 2, 3, 1, 2, 3, 4, 1, 3, 2, 2, 4]
    let found = numbers.map { number in
      cycle.element(where: { $0 == number }) {
        made += 1
        return number
      }
    }
    #expect(found == numbers && made == 4)
  }
}
