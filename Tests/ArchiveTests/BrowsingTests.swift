import Experiments
import Foundation
import Testing

@testable import Archive

struct BrowsingTests {
  @Test
  func `what comes after tuning is planned before its trials have names`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    #expect(try archive.states()[key]?.planned == 4 + 6)
    for tuned in plan.tuning {
      try archive.record(ArchiveFixture.finished(tuned.trial), provenance: ArchiveFixture.provenance)
    }
    #expect(try archive.states()[key]?.completed == 4)
    let outcomes = try archive.outcomes(of: plan.tuning.map(\.trial.id))
    let choices = plan.choices { outcomes[$0] }
    try archive.freeze(choices, trials: plan.measurement(choices: choices.map(\.chosen)), of: key)
    #expect(try archive.states()[key]?.planned == 4 + 6)
  }

  @Test
  func `what was forgotten and recorded anew is another state, whatever is counted`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    var found: Set<String> = []
    for error in [0.125, 0.25] {
      let key = try archive.record(plan, data: ArchiveFixture.digests)
      try archive.record(
        ArchiveFixture.finished(plan.tuning[0].trial, error: error), provenance: ArchiveFixture.provenance)
      found.insert(try #require(try archive.states()[key]?.fingerprint))
      _ = try archive.remove(.experiment(name: "small"))
    }
    #expect(found.count == 2, "\(found)")
  }

  @Test
  func `a name stands for an experiment, or for the one finished trial that its digits begin`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    _ = try archive.record(plan, data: ArchiveFixture.digests)
    let (trial, open) = (plan.tuning[0].trial, plan.tuning[1].trial)
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    #expect(try archive.subject(named: "small") == .experiment(name: "small"))
    #expect(try archive.subject(named: "latest") == .experiment(name: "small"))
    for digits in [trial.id.hex, trial.id.short, trial.id.short.uppercased()] {
      #expect(try archive.subject(named: digits) == .trial(trial.id))
    }
    #expect(throws: ArchiveError.unfinished(trial: open.id.short, experiment: "small")) {
      try archive.subject(named: open.id.short)
    }
    #expect(throws: ArchiveError.unknown(name: "smal", near: "small")) { try archive.subject(named: "smal") }
    for name in ["", "g", "٣", "ffffffffffff"] {
      #expect(throws: ArchiveError.unknown(name: name, near: nil)) { try archive.subject(named: name) }
    }
  }

  @Test
  func `heartbeats carry the last lines, which an abandoned trial keeps as its log`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
      let plan = try ArchiveFixture.plan()
      let key = try archive.record(plan, data: ["a", "b"])
      let trial = try #require(plan.measurement(choices: [0, 0]).first)
      let worker = Worker(host: "here", process: 7)
      let now = Date().timeIntervalSince1970
      try archive.begin(trial.id, of: key, by: worker, at: now - 10)
      try archive.beat(worker, at: now, logs: [trial.id: ["epoch 1", "epoch 2"]])
      #expect(try archive.running(of: key).map(\.log) == [["epoch 1", "epoch 2"]])
      #expect(try archive.states()[key]?.running == 1)
      try archive.closeAbandoned(by: Worker(host: "there", process: 1), at: now + 1000) { _ in true }
      #expect(try archive.attempts(of: key).map(\.log) == [["epoch 1", "epoch 2"]])
      #expect(try archive.states()[key]?.running == 0)
    }
  }
}
