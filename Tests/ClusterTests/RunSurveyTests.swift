import Cluster
import Experiments
import Files
import Foundation
import Testing

struct RunSurveyTests {
  private func attempt(_ trial: PlannedTrial, _ state: TrialAttempt.State, at time: Double) -> TrialAttempt {
    var attempt = TrialAttempt(trial: trial, host: "n1", process: 7, startedAt: time)
    attempt.state = state
    attempt.message = "no memory"
    attempt.log = ["epoch 1", "epoch 2"]
    return attempt
  }

  @Test func `an attempt comes back from its file`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trial = try #require(frozen.trials { _ in nil }[0])
      let attempt = attempt(trial, .failed, at: 10)
      try attempt.write(in: folder)
      #expect(try folder.allAttempts() == [attempt])
      attempt.remove(from: folder)
      #expect(try folder.allAttempts() == [])
    }
  }

  @Test(arguments: ["results", "attempts", "submissions"])
  func `a folder that cannot be read is not taken for an empty one`(part: String) throws {
    try RunFixture.inFolder { folder, _ in
      let queued = [try #require(QueuedElement(line: "other|1|RUNNING|0|n1|None"))]
      let place = folder.url.appending(path: part)
      try FileManager.default.removeItem(at: place)
      #expect(try RunSurvey(folder, queue: queued, now: 0).finished == 0)
      try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: part)
      let error = #expect(throws: RunFolderError.self) { try RunSurvey(folder, queue: queued, now: 0) }
      #expect(error == .file(FileError(path: place.path, operation: "read", code: ELOOP)))
    }
  }

  @Test func `gaps are what nobody has, and what was spent too often is left alone`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trials = frozen.trials { _ in nil }.compactMap(\.self)
      _ = try RunFixture.result(trials[0]).publish(in: folder)
      try attempt(trials[1], .running, at: 1000).write(in: folder)
      for time in [1.0, 2, 3] { try attempt(trials[2], .failed, at: time).write(in: folder) }
      for time in [1.0, 2, 3] { try attempt(trials[3], .interrupted, at: time).write(in: folder) }
      let alive = try RunSurvey(folder, queue: [], now: 1030)
      #expect(alive.finished == 1 && alive.gaps(maxAttempts: 3) == [3] && alive.gaps(maxAttempts: 4) == [2, 3])
      #expect(alive.givenUp(maxAttempts: 3) == [trials[2]])
      // Without a sign of life for a minute the running one is lost.
      let later = try RunSurvey(folder, queue: [], now: 1061)
      #expect(later.gaps(maxAttempts: 3) == [1, 3])
      #expect(later.spent[trials[1].id]?.count == 1 && later.spent[trials[3].id] == nil)
    }
  }

  @Test func `jobs that tune are known while their tasks wait or run, and not once these are finished`() throws {
    try RunFixture.inFolder(tunes: true) { folder, frozen in
      let submission = try folder.record(
        [[0], [1], [2], [3]], arrays: [ElementRange(first: 0, count: 2), ElementRange(first: 2, count: 2)])
      let queue = try ["0|12_0|RUNNING|0", "0|12_1|RUNNING|1", "1|13_0|RUNNING|0", "1|13_1|RUNNING|1"].map { line in
        try #require(QueuedElement(line: "\(submission.name)-\(line)|n1|None"))
      }
      let tuning = frozen.trials.tuning.map(\.trial)
      // One runs, and the queue says so as well.
      try attempt(tuning[0], .running, at: 1000).write(in: folder)
      #expect(try RunSurvey(folder, queue: queue, now: 1001).tuningJobs == ["12", "13"])
      #expect(try RunSurvey(folder, queue: [queue[0]], now: 1001).tuningJobs == ["12"])
      for trial in tuning[0...1] { _ = try RunFixture.result(trial).publish(in: folder) }
      #expect(try RunSurvey(folder, queue: queue, now: 1001).tuningJobs == ["13"])
    }
  }

  @Test func `what a scheduler has is no gap, whether it says which element or not`() throws {
    try RunFixture.inFolder { folder, _ in
      let submission = try folder.record(
        [[0, 1], [2], [3]], arrays: [ElementRange(first: 0, count: 2), ElementRange(first: 2, count: 1)])
      func queued(_ line: String) throws -> [Int] {
        let element = try #require(QueuedElement(line: Substring(line)))
        return try RunSurvey(folder, queue: [element], now: 0).gaps(maxAttempts: 1)
      }
      #expect(try queued("\(submission.name)-0|12_1|PENDING|1||Resources") == [0, 1, 3])
      #expect(try queued("\(submission.name)-0|12_0|RUNNING|0|n2|None") == [2, 3])
      #expect(try queued("\(submission.name)-1|13_0|RUNNING|0|n2|None") == [0, 1, 2])
      #expect(try queued("\(submission.name)-0|12|PENDING|N/A||Priority") == [3])
      #expect(try queued("another|12_1|PENDING|1||Resources") == [0, 1, 2, 3])
    }
  }
}
