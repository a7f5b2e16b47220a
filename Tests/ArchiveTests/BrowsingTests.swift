import Experiments
import Foundation
import Testing

@testable import Archive

struct BrowsingTests {
  @Test
  func `heartbeats carry the last lines, which an abandoned trial keeps as its log`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
      let plan = try ArchiveFixture.plan()
      let key = try archive.record(plan, data: ["a", "b"])
      let trial = try #require(plan.measurement(choices: [0, 0]).first)
      let worker = Worker(host: "here", process: 7)
      try archive.begin(trial.id, of: key, by: worker, at: 10)
      try archive.beat(worker, at: 20, logs: [trial.id: ["epoch 1", "epoch 2"]])
      #expect(try archive.running(of: key).map(\.log) == [["epoch 1", "epoch 2"]])
      #expect(try archive.states()[key]?.running == 1)
      try archive.closeAbandoned(by: Worker(host: "there", process: 1), at: 1000) { _ in true }
      #expect(try archive.attempts(of: key).map(\.log) == [["epoch 1", "epoch 2"]])
      #expect(try archive.states()[key]?.running == 0)
    }
  }
}
