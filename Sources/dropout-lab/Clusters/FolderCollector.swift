import Archive
import Cluster
import Datasets
import Experiments
import Files
import Foundation
import Specifications
import Training

/// Takes the results of a run folder into the archive, in the order of the plan: again and again, it comes to the same.
struct FolderCollector {
  let folder: RunFolder
  let results: ResultsOptions

  /// What came of it.
  struct Report {
    var recorded = 0
    var known = 0
    var diverged = 0
    /// Trials of the run without a result.
    var missing = 0
    /// Trials that neither the archive has nor the run trains.
    var elsewhere = 0
    /// Files that do not verify, where they were put, and why.
    var refused: [(file: String, reason: String)] = []
  }

  func collect() throws -> Report {
    let frozen = try folder.frozen()
    let archive = try Archive.open(at: results.archive)
    var report = Report()
    try putDamagedAside(&report)
    let plan = frozen.trials
    let key = try archive.record(
      plan, data: plan.configurations.map { frozen.plan.digest(of: $0.spec.dataset.source) ?? "" })
    let collector = TrialCollector(archive: archive, key: key, worker: nil)
    let tuning = Forecast.unique(plan.tuning.map(\.trial))
    try take(tuning, of: frozen, with: collector, &report)
    let outcomes = try archive.outcomes(of: tuning.map(\.id))
    if let choices = frozen.choices(outcome: { outcomes[$0] }) {
      let trials = plan.measurement(choices: choices.map(\.chosen))
      try archive.freeze(choices, trials: trials, of: key)
      try take(Forecast.unique(trials), of: frozen, with: collector, &report)
    } else {
      report.missing += frozen.plan.tasks.count - frozen.plan.tuningCount
    }
    try takeAttempts(with: collector)
    try archive.settle()
    return report
  }

  /// A file that cannot be read now may be sound: only what was read and does not verify is put aside.
  private func putDamagedAside(_ report: inout Report) throws {
    for name in try folder.names(in: folder.results) where name.hasSuffix(".result") {
      let file = folder.results.appending(path: name)
      do throws(SealError) { try TrialResult.verify(file, as: name) } catch {
        try handle(error, of: file, &report)
      }
    }
  }

  private func handle(_ error: SealError, of file: URL, _ report: inout Report) throws(FileError) {
    switch error {
    case .file(let error) where error.isMissing: return
    case .file(let error): throw error
    case .damaged: putAside(file, "\(error)", &report)
    }
  }

  private func putAside(_ file: URL, _ reason: String, _ report: inout Report) {
    do {
      report.refused.append((try folder.putAside(file).path, reason))
    } catch {
      report.refused.append((file.path, "\(reason); \(error)"))
    }
  }

  private func take(
    _ trials: [PlannedTrial], of run: FrozenRun, with collector: TrialCollector, _ report: inout Report
  ) throws {
    let finished = try collector.archive.finished(among: trials)
    report.known += finished.count
    for trial in trials where !finished.contains(trial.id) {
      if let result = try read(trial, &report) {
        try record(result, with: collector, &report)
      } else if run.trains(trial) {
        report.missing += 1
      } else {
        report.elsewhere += 1
      }
    }
  }

  /// The result of a trial, if there is one that verifies.
  private func read(_ trial: PlannedTrial, _ report: inout Report) throws -> TrialResult? {
    let file = folder.result(of: trial.id)
    do throws(SealError) {
      return try TrialResult.read(file, as: trial)
    } catch {
      try handle(error, of: file, &report)
      return nil
    }
  }

  private func record(_ result: TrialResult, with collector: TrialCollector, _ report: inout Report) throws {
    let checkpoint = CheckpointFile(of: result.finished.trial.id, in: folder.checkpoints)
    try collector.record(
      result.finished, provenance: Provenance(text: result.provenance), checkpoint: checkpoint)
    report.recorded += 1
    if case .diverged = result.finished.outcome.status { report.diverged += 1 }
  }

  /// Records ends without an outcome, each once.
  private func takeAttempts(with collector: TrialCollector) throws {
    let known = Set(
      try collector.archive.attempts(of: collector.key).map { "\($0.trial.hex) \($0.startedAt) \($0.host)" })
    let now = Date().timeIntervalSince1970
    for attempt in try folder.allAttempts() where !attempt.isAlive(at: now) {
      guard !known.contains("\(attempt.trial.hex) \(attempt.startedAt) \(attempt.host)") else { continue }
      try collector.record(Attempt(attempt))
    }
  }
}

extension Attempt {
  /// An attempt of a run folder that is over.
  init(_ attempt: TrialAttempt) {
    let state: State =
      switch attempt.state {
      case .failed: .failed
      case .timedOut: .timedOut
      case .interrupted, .running: .interrupted
      }
    self.init(
      trial: attempt.trial, startedAt: attempt.startedAt, endedAt: attempt.updatedAt, state: state, host: attempt.host,
      message: attempt.words, log: attempt.log)
  }
}

extension FolderCollector.Report {
  func say(folder: RunFolder) {
    for file in refused { Messages.warning("\(file.reason); put aside as \(file.file)") }
    var parts = ["\(recorded.counted("trial")) collected"]
    if diverged > 0 { parts.append("\(diverged) of them diverged") }
    if known > 0 { parts.append("\(known) \(known == 1 ? "was" : "were") in the archive") }
    if missing > 0 { parts.append("\(missing) missing") }
    Messages.note(parts.joined(separator: ", "))
    if missing > 0 { Messages.note("Train what is missing: \(folder.resumeCommand)") }
    if elsewhere > 0 {
      Messages.note(
        "\(elsewhere.counted("trial")) of the experiment \(elsewhere == 1 ? "is" : "are") neither in this archive nor of "
          + "this run, which began with an archive that had \(elsewhere == 1 ? "it" : "them")")
    }
  }

  var ending: Ending { missing > 0 ? .tryAgain : diverged > 0 ? .someTrialsFailed : .good }
}
