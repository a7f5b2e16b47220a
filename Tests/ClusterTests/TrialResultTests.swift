import Cluster
import Experiments
import Files
import Foundation
import Testing

struct TrialResultTests {
  @Test func `a result comes back from its file to the bit`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trial = try #require(frozen.trials { _ in nil }[0])
      let result = RunFixture.result(trial)
      #expect(try result.publish(in: folder) == .published)
      let read = try TrialResult.read(folder.result(of: trial.id), as: trial)
      #expect(read.isSame(as: result))
      #expect(read.finished.outcome.weights?[0].values.map(\.bitPattern) == [0x3DCC_CCCD, 0x8000_0000, 1, 0x4040_0000])
      #expect(read.finished.measurements == result.finished.measurements && read.provenance == result.provenance)
      #expect(try folder.names(in: folder.results) == ["\(trial.id.hex).result"])
    }
  }

  @Test func `the first one stays, a second one with the same bits is known, one with others is refused`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trial = try #require(frozen.trials { _ in nil }[0])
      #expect(try RunFixture.result(trial, host: "n1").publish(in: folder) == .published)
      #expect(try RunFixture.result(trial, host: "n2").publish(in: folder) == .known)
      #expect(throws: RunFolderError.conflict(path: folder.result(of: trial.id).path)) {
        _ = try RunFixture.result(trial, error: 0.3).publish(in: folder)
      }
      #expect(try TrialResult.read(folder.result(of: trial.id), as: trial).finished.measurements?.host == "n1")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.results.path).count == 1)
    }
  }

  @Test func `of many who publish at once one wins and nothing is torn`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trial = try #require(frozen.trials { _ in nil }[0])
      let published = Counter()
      DispatchQueue.concurrentPerform(iterations: 16) { worker in
        do {
          if try RunFixture.result(trial, host: "n\(worker)").publish(in: folder) == .published { published.add() }
        } catch {
          Issue.record(error)
        }
      }
      #expect(published.count == 1)
      #expect(throws: Never.self) { try TrialResult.read(folder.result(of: trial.id), as: trial) }
    }
  }

  @Test func `a damaged file makes room and is kept aside`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trial = try #require(frozen.trials { _ in nil }[0])
      let file = folder.result(of: trial.id)
      _ = try RunFixture.result(trial).publish(in: folder)
      var bytes = try FileContents.read(file)
      bytes[bytes.count / 2] ^= 1
      try AtomicFile.write(bytes, to: file)
      #expect(throws: SealError.self) { _ = try TrialResult.read(file, as: trial) }
      #expect(try RunFixture.result(trial).publish(in: folder) == .published)
      #expect(try folder.names(in: folder.refused) == ["\(file.lastPathComponent).1"])
      #expect(try FileContents.read(folder.refused.appending(path: "\(file.lastPathComponent).1")) == bytes)
    }
  }

  @Test func `the result of one trial is none of another, whatever its file is called`() throws {
    try RunFixture.inFolder { folder, frozen in
      let trials = frozen.trials { _ in nil }.compactMap(\.self)
      _ = try RunFixture.result(trials[0]).publish(in: folder)
      try FileManager.default.copyItem(at: folder.result(of: trials[0].id), to: folder.result(of: trials[1].id))
      #expect(throws: SealError.self) { _ = try TrialResult.read(folder.result(of: trials[1].id), as: trials[1]) }
      let survey = try RunSurvey(folder, queue: [], now: 0)
      #expect(survey.finished == 1 && survey.damaged.count == 1)
      #expect(survey.gaps(maxAttempts: 3) == [1, 2, 3])
    }
  }
}

/// Counts from several threads.
final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var value = 0

  var count: Int { lock.withLock { value } }
  func add() { lock.withLock { value += 1 } }
}
