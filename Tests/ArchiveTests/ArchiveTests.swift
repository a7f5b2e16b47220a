import Dispatch
import Experiments
import Files
import Foundation
import GRDB
import NeuralNets
import Synchronization
import Testing

@testable import Archive

struct ArchiveTests {
  @Test
  func `outcomes come back as they went in, numbers that are not finite included`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let trials = plan.measurement(choices: [0, 1])
    for trial in trials { try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance) }
    let outcomes = try archive.outcomes(of: trials.map(\.id))
    #expect(outcomes.count == 6)
    for trial in trials {
      let found = try #require(outcomes[trial.id])
      let expected = ArchiveFixture.outcome(of: trial)
      #expect(found.metrics.map(\.value.bitPattern) == expected.metrics.map(\.value.bitPattern))
      #expect(found.metrics.map(\.layer) == expected.metrics.map(\.layer))
      #expect(found.digests == expected.digests && found.correctness == expected.correctness)
      #expect(found.status == .completed)
    }
  }

  @Test
  func `a diverged trial keeps its epoch`() throws {
    let archive = try Archive.inMemory()
    let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
    try archive.record(
      ArchiveFixture.finished(trial, status: .diverged(epoch: 7)), provenance: ArchiveFixture.provenance)
    #expect(try archive.outcomes(of: [trial.id])[trial.id]?.status == .diverged(epoch: 7))
  }

  @Test
  func `the same trial may be recorded again, another outcome of it is refused and changes nothing`() throws {
    let archive = try Archive.inMemory()
    let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    #expect(throws: ArchiveError.conflict(trial: trial.id.short, field: "a metric")) {
      try archive.record(ArchiveFixture.finished(trial, error: 0.25), provenance: ArchiveFixture.provenance)
    }
    let found = try archive.trial(prefix: trial.id.short)
    #expect(found.outcome.metrics[0].value == 0.125)
    #expect(found.measurements.count == 2)
    #expect(found.provenance == "program: test: with a colon")
  }

  @Test
  func `a later program that measures more agrees with what was recorded, and adds nothing`() throws {
    let archive = try Archive.inMemory()
    let trial = try #require(try ArchiveFixture.plan().measurement(choices: [0, 0]).first)
    let first = ArchiveFixture.finished(trial)
    try archive.record(first, provenance: ArchiveFixture.provenance)
    let more = first.outcome.metrics + [EpochMetric(epoch: 2, split: .training, metric: .noiseMean, value: 1)]
    func later(_ metrics: [EpochMetric]) -> FinishedTrial {
      FinishedTrial(
        trial: trial,
        outcome: TrialOutcome(
          status: .completed, metrics: metrics, digests: first.outcome.digests, correctness: first.outcome.correctness,
          weights: nil),
        measurements: first.measurements)
    }
    try archive.record(later(more), provenance: ArchiveFixture.provenance)
    #expect(try archive.trial(prefix: trial.id.short).outcome.metrics.count == first.outcome.metrics.count)
    #expect(throws: ArchiveError.self) {
      try archive.record(later(Array(more.dropFirst())), provenance: ArchiveFixture.provenance)
    }
  }

  @Test
  func `weights are kept bit for bit, and a trial that must have them is unfinished without`() throws {
    let archive = try Archive.inMemory()
    let text = ArchiveFixture.yaml.replacing("seed: 1\n", with: "seed: 1\nkeep: weights\n")
    let trial = try #require(try ArchiveFixture.plan(text).measurement(choices: [0, 0]).first)
    let tensors = [NamedTensor(name: "0.weight", shape: [2, 2], values: [1.5, -0, .leastNonzeroMagnitude, 3e38])]
    try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    #expect(try archive.finished(among: [trial]).isEmpty)
    try archive.record(ArchiveFixture.finished(trial, weights: tensors), provenance: ArchiveFixture.provenance)
    #expect(try archive.finished(among: [trial]) == [trial.id])
    let found = try archive.weights(of: trial.id)
    #expect(found.map(\.name) == ["0.weight"] && found[0].shape == [2, 2])
    #expect(found[0].values.map(\.bitPattern) == tensors[0].values.map(\.bitPattern))
  }

  @Test
  func `an experiment comes back with its plan and its frozen choices, once per version`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    #expect(try archive.record(plan, data: ArchiveFixture.digests) == key)
    let choices = [
      TuningChoice(configuration: 0, chosen: 1, scores: [0.5, 0.25]),
      TuningChoice(configuration: 1, chosen: 0, scores: [1.0 / 3, nil]),
    ]
    try archive.freeze(choices, trials: plan.measurement(choices: [1, 0]), of: key)
    #expect(try archive.choices(of: key) == choices)
    let changed = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("replicates: 3", with: "replicates: 4"))
    let second = try archive.record(changed, data: ArchiveFixture.digests)
    #expect(second != key)
    let experiments = try archive.experiments()
    #expect(experiments.map(\.key) == [second, key])
    #expect(try archive.experiment(named: "small").key == second)
    #expect(try archive.experiment(named: "latest~1").key == key)
    #expect(try archive.experiment(named: "small~0").key == second && archive.experiment(named: "small~1").key == key)
    #expect(throws: ArchiveError.unknown(name: "small~2", near: nil)) { try archive.experiment(named: "small~2") }
    #expect(throws: ArchiveError.unknown(name: "smal~1", near: "small")) { try archive.experiment(named: "smal~1") }
    let again = try archive.plan(of: try archive.experiment(named: "latest~1"))
    #expect(again.measurement(choices: [1, 0]).map(\.id) == plan.measurement(choices: [1, 0]).map(\.id))
  }

  @Test
  func `a scaled experiment has the sizes that its trials were trained with`() throws {
    let text = ArchiveFixture.yaml.replacing("epochs: 2", with: "epochs: 100") + "\nscale: 0.07"
    let today = try ArchiveFixture.plan(text)
    let before = Plan(try #require(today.experiment.scaledAsBefore)) { _ in "digest" }
    for (plan, epochs) in [(today, 7), (before, 8)] {
      let archive = try Archive.inMemory()
      _ = try archive.record(plan, data: ArchiveFixture.digests)
      let found = try archive.plan(of: try archive.experiment(named: "small"))
      #expect(found.configurations.map(\.spec.training.epochs) == [epochs, epochs])
      #expect(found.tuning == plan.tuning)
    }
  }

  @Test
  func `other trials for an archived specification are refused, and nothing changes`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let trials = plan.measurement(choices: [1, 0])
    try archive.freeze([], trials: trials, of: key)
    let members = try archive.members(of: key)
    let other = Plan(plan.experiment) { _ in "other data" }
    let found = other.measurement(choices: [1, 0])
    #expect(
      throws: ArchiveError.otherTrials(
        experiment: "small", place: "configuration 0, replicate 0", archived: trials[0].id.short,
        planned: found[0].id.short)
    ) { try archive.freeze([], trials: found, of: key) }
    #expect(throws: ArchiveError.self) { try archive.record(other, data: ArchiveFixture.digests) }
    #expect(try archive.members(of: key) == members)
    #expect(try archive.record(plan, data: ArchiveFixture.digests) == key)
    try archive.freeze([], trials: trials, of: key)
  }

  @Test
  func `trials of an earlier engine version are known by the identities that are archived`() throws {
    let archive = try Archive.inMemory()
    let today = try ArchiveFixture.plan()
    let places = today.tuning.map { ($0.trial.place(candidate: $0.candidate), $0.trial.id) }
    let measured = today.measurement(choices: [1, 0]).map { ($0.place(), $0.id) }
    let earlier = Dictionary(
      uniqueKeysWithValues: (places + measured).map { place, id in
        (place, TrialID(hex: SHA256.digest(of: "earlier \(id.hex)").hex))
      })
    let plan = try #require(Plan(today.experiment, digests: ArchiveFixture.digests, archived: earlier))
    let trials = plan.measurement(choices: [1, 0])
    #expect(Set(trials.map(\.id)).isDisjoint(with: today.measurement(choices: [1, 0]).map(\.id)))
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    try archive.freeze([], trials: trials, of: key)
    for trial in plan.tuning.map(\.trial) + trials {
      try archive.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
    }

    let again = try archive.plan(of: try archive.experiment(named: "small"))
    #expect(again.tuning.map(\.trial.id) == plan.tuning.map(\.trial.id))
    #expect(again.measurement(choices: [1, 0]).map(\.id) == trials.map(\.id))
    #expect(try archive.identities(of: key, finished: true) == earlier)
    // Judged by other claims its trials are the same ones; a plan of today is refused.
    let claims = try ClaimsFile(yaml: Self.claims, file: "claims.yaml")
    try archive.record(try again.judged(by: claims), trialsOf: key)
    let second = try archive.experiment(named: "latest")
    #expect(second.key != key)
    #expect(try archive.identities(of: second.key) == earlier)
    #expect(try archive.plan(of: second).measurement(choices: [1, 0]).map(\.id) == trials.map(\.id))
    #expect(throws: ArchiveError.self) { try archive.record(today, data: ArchiveFixture.digests) }
  }

  private static let claims = """
    claims:
      - id: C1
        statement: Dropout lowers the error.
        contrast:
          better: { trial.dropout.hidden: { bernoulli: { rate: 0.5 } } }
          than: { trial.dropout.hidden: none }
        delta: 0.05
    """

  @Test
  func `data sets of one title and other parameters keep their digests apart`() throws {
    let archive = try Archive.inMemory()
    let yaml = """
      name: small
      question: Which features matter?
      seed: 1
      replicates: 2
      metric: { name: meanSquare }
      trial:
        dataset: { name: linear-regression, training: 20, validation: 10, test: 10 }
        network: linear
        loss: meanSquaredError
        optimizer: { sgd: { learningRate: 0.1 } }
        training: { batchSize: 10, epochs: 2 }
      vary:
        trial.dataset.name: [{ linear-regression: { relevance: large } }, { linear-regression: { relevance: small } }]
      """
    var sources = 0
    let plan = Plan(try Experiment.read(yaml: yaml, file: "small.yaml")) { _ in
      sources += 1
      return "digest \(sources)"
    }
    _ = try archive.record(plan, data: ["digest 1", "digest 2"])
    let again = try archive.plan(of: try archive.experiment(named: "small"))
    #expect(again.digests == ["digest 1", "digest 2"])
    #expect(again.measurement(choices: []).map(\.id) == plan.measurement(choices: []).map(\.id))
  }

  @Test
  func `names that are not there are refused with the nearest one`() throws {
    let archive = try Archive.inMemory()
    _ = try archive.record(try ArchiveFixture.plan(), data: ArchiveFixture.digests)
    #expect(throws: ArchiveError.unknown(name: "smal", near: "small")) { try archive.experiment(named: "smal") }
    for name in ["latest~1", "latest~-1", "latest~9223372036854775807", "latest~x"] {
      #expect(throws: ArchiveError.unknown(name: name, near: nil)) { try archive.experiment(named: name) }
    }
    #expect(throws: ArchiveError.unknown(name: "abcd", near: nil)) { try archive.trial(prefix: "abcd") }
  }

  @Test
  func `a prefix that two trials share is ambiguous`() throws {
    let archive = try Archive.inMemory()
    for trial in try ArchiveFixture.plan().measurement(choices: [0, 0]) {
      let alike = PlannedTrial(
        id: TrialID(hex: "abcd" + trial.id.hex.dropFirst(4)), spec: trial.spec, seed: trial.seed,
        replicate: trial.replicate, configuration: 0, position: 0, purpose: .measurement, keepsWeights: false)
      try archive.record(ArchiveFixture.finished(alike), provenance: ArchiveFixture.provenance)
    }
    #expect(throws: ArchiveError.ambiguous(prefix: "abcd", count: 6)) { try archive.trial(prefix: "abcd") }
  }

  @Test
  func `attempts without an outcome are remembered`() throws {
    let archive = try Archive.inMemory()
    let plan = try ArchiveFixture.plan()
    let key = try archive.record(plan, data: ArchiveFixture.digests)
    let attempt = Attempt(
      trial: plan.tuning[0].trial.id, startedAt: 5, endedAt: 6, state: .timedOut, host: "here", message: "too long",
      log: ["epoch 1 of 9: training loss 2.5", "epoch 2 of 9: training loss 2.25"])
    try archive.record(attempt, of: key)
    #expect(try archive.attempts(of: key) == [attempt])
    #expect(try archive.attempts(at: plan.tuning[0].trial.id) == [attempt])
    #expect(try archive.attempts(at: plan.tuning[1].trial.id).isEmpty)
  }
}

/// The archive as a file: opening, reading beside a writer, refusing what it cannot read.
struct ArchiveFileTests {
  @Test
  func `readers see what the writer has finished, and write nothing`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "deep/archive.sqlite")
      #expect(throws: ArchiveError.missing(path: url.path)) { try Archive.read(at: url) }
      let writer = try Archive.open(at: url)
      let trials = try ArchiveFixture.plan().measurement(choices: [0, 0])
      let reader = try Archive.read(at: url)
      for (index, trial) in trials.enumerated() {
        try writer.record(ArchiveFixture.finished(trial), provenance: ArchiveFixture.provenance)
        #expect(try reader.finished(among: trials).count == index + 1)
      }
      #expect(throws: ArchiveError.self) {
        try reader.record(ArchiveFixture.finished(trials[0]), provenance: ArchiveFixture.provenance)
      }
    }
  }

  @Test
  func `a file that is no archive, and one of a newer program, are refused`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      try AtomicFile.createFolder(folder)
      try AtomicFile.write(text: String(repeating: "not a database ", count: 100), to: url)
      #expect(throws: ArchiveError.self) { try Archive.read(at: url) }
      #expect(throws: ArchiveError.self) { try Archive.open(at: url) }
      let newer = folder.appending(path: "newer.sqlite")
      try Archive.open(at: newer).settle()
      try SQLiteShell.run(
        "INSERT INTO grdb_migrations VALUES ('99-future'); INSERT INTO program VALUES (NULL, '7.3.1', '99-future', 0)",
        on: newer)
      let before = try Array(Data(contentsOf: newer))
      #expect(throws: ArchiveError.newerSchema(path: newer.path, migrations: ["99-future"], writer: "7.3.1")) {
        try Archive.read(at: newer)
      }
      #expect(throws: ArchiveError.self) { try Archive.open(at: newer) }
      #expect(try Array(Data(contentsOf: newer)) == before)
    }
  }

  @Test
  func `a database on a network file system is refused with the way out`() throws {
    let url = URL(filePath: "results/archive.sqlite")
    #expect(throws: Never.self) { try Archive.refuseNetwork(.local, at: url) }
    let error = #expect(throws: ArchiveError.self) { try Archive.refuseNetwork(.network("NFS"), at: url) }
    #expect(error?.description.contains("on NFS") == true && error?.description.contains("--results DIR") == true)
  }

  @Test
  func `an archive that is removed or replaced while it is written to is missed, and none takes its place`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      let plan = try ArchiveFixture.plan()
      let key = try archive.record(plan, data: ArchiveFixture.digests)
      let worker = Worker(host: "here", process: 7)
      try archive.begin(plan.tuning[0].trial.id, of: key, by: worker, at: 1)
      for ending in ["", "-wal", "-shm"] { try FileManager.default.removeItem(atPath: url.path + ending) }
      let removed = ArchiveError.removed(path: url.path)
      #expect(throws: removed) { try archive.begin(plan.tuning[1].trial.id, of: key, by: worker, at: 2) }
      #expect(throws: removed) { try archive.settle() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
      try AtomicFile.write(text: "another file", to: url)
      #expect(throws: removed) { try archive.settle() }
      #expect(try String(contentsOf: url, encoding: .utf8) == "another file")
    }
  }

  @Test
  func `work that fails leaves the archive as one plain file with its digest`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let subject = AnnotationSubject.experiment(name: "small")
      let none = "there is no note 1 to take away; nothing is noted"
      #expect(throws: ArchiveError.unsuitable(none)) {
        try Archive.changing(url) { archive in try archive.annotate(subject, [.unnote(1)]) }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.sorted() == ["archive.sqlite", "archive.sqlite.sha256"])
    }
  }

  @Test
  func `a settled archive is one plain file that reads without writing beside it`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      let trials = try ArchiveFixture.plan().measurement(choices: [0, 0])
      try archive.record(ArchiveFixture.finished(trials[0]), provenance: ArchiveFixture.provenance)
      try archive.settle()
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["archive.sqlite", "archive.sqlite.sha256"])
      #expect(try Archive.read(at: url).finished(among: trials).count == 1)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["archive.sqlite", "archive.sqlite.sha256"])
    }
  }

  @Test
  func `settling waits for a reader that is there for a moment`() throws {
    try ArchiveFixture.inFolder { folder in
      let url = folder.appending(path: "archive.sqlite")
      let archive = try Archive.open(at: url)
      let reader = Mutex<Archive?>(try Archive.read(at: url))
      DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { reader.withLock { $0 = nil } }
      try archive.settle()
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.sorted() == ["archive.sqlite", "archive.sqlite.sha256"])
    }
  }

  @Test
  func `an archive behind a symbolic link is the file that the link leads to`() throws {
    try ArchiveFixture.inFolder { folder in
      let (real, link) = (folder.appending(path: "real/archive.sqlite"), folder.appending(path: "link/archive.sqlite"))
      try AtomicFile.createFolder(link.deletingLastPathComponent())
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "../real/archive.sqlite")
      let archive = try Archive.open(at: link)
      try VerifyingTests.fill(archive)
      #expect(try Archive.verify(at: link).trials == 3)
      try archive.settle()
      try Archive.changing(link) { _ = try $0.annotate(.experiment(name: "small"), [.star]) }
      for name in [real, link] {
        let found = try Archive.verify(at: name)
        #expect(found.mismatches.isEmpty && found.isStamped && found.trials == 3, "\(found.mismatches)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/link") == ["archive.sqlite"])
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/real")
      #expect(left.sorted() == ["archive.sqlite", "archive.sqlite.sha256"])
    }
  }

  @Test func `a file that a killed process left without tables is no archive yet, and writing makes it one`() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString).sqlite")
    defer { try? FileManager.default.removeItem(at: url) }
    try DatabaseQueue(path: url.path).write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT)") }
    #expect(throws: ArchiveError.missing(path: url.path)) { try Archive.read(at: url) }
    let before = try Archive.readIfThere(at: url)
    #expect(before?.path == nil)
    _ = try Archive.open(at: url)
    let after = try Archive.readIfThere(at: url)
    #expect(after?.path == url.path)
  }
}
