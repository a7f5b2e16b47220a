import Archive
import Datasets
import Experiments
import Foundation
import Specifications
import Training

/// One invocation of `run`: tunes, freezes the choices, trains what is to be compared, records everything.
struct RunSession {
  let prepared: PreparedRun
  let archive: Archive
  let settings: RunSettings
  let recorder: any RunRecorder
  private let key: ExperimentKey
  private let worker = Worker.current
  private let logs = TrialLogs()
  private let collector: TrialCollector
  private let training: TrialTraining

  init(_ prepared: PreparedRun, archive: Archive, settings: RunSettings, recorder: any RunRecorder) throws {
    self.prepared = prepared
    self.archive = archive
    self.settings = settings
    self.recorder = recorder
    key = try archive.record(prepared.plan, data: prepared.digests)
    collector = TrialCollector(archive: archive, key: key, worker: worker)
    training = TrialTraining(
      store: prepared.store, checkpoints: settings.checkpointFolder, rule: settings.checkpoints
    ) { recorder.said($0) }
    try archive.closeAbandoned(by: worker, at: Date().timeIntervalSince1970, isAlive: Worker.isAlive)
  }

  /// Runs to the end, to the failure limit or to the first interruption; throws where the experiment was forgotten by then.
  func run() async throws -> RunResult {
    let heart = Heart(of: worker, in: archive, logs: logs)
    defer { heart.stop() }
    let result = try await runStages()
    try archive.refuseForgotten(key)
    return result
  }

  private func runStages() async throws -> RunResult {
    let plan = prepared.plan
    var result = RunResult()
    try sayWhoElse()
    let tuning = plan.tuning.map(\.trial)
    try await stage("tune", tuning, into: &result)
    guard result.mayGoOn else { return result }
    let outcomes = try archive.outcomes(of: tuning.map(\.id))
    if tuning.contains(where: { outcomes[$0.id] == nil }) { return result }
    let choices = plan.choices { outcomes[$0] }
    let trials = plan.measurement(choices: choices.map(\.chosen))
    try archive.freeze(choices, trials: trials, of: key)
    try await stage("compare", trials, into: &result)
    return result
  }

  /// Says where another process trains the same experiment: both would train what is still to be done.
  private func sayWhoElse() throws {
    guard let other = try archive.running(of: key).first(where: \.isLiving)?.worker else {
      return
    }
    recorder.said(
      "Process \(other.process) on \(other.host) trains this experiment, too. What both train is recorded once; to wait for it "
        + "saves the time.")
  }

  // MARK: One stage

  private func stage(_ name: String, _ trials: [PlannedTrial], into result: inout RunResult) async throws {
    let finished = try archive.finished(among: trials)
    let unfinished = Forecast.unique(trials.filter { !finished.contains($0.id) })
    result.archived += Forecast.unique(trials).count - unfinished.count
    let open = try selected(unfinished)
    result.leftOut += unfinished.count - open.count
    guard !open.isEmpty else { return }
    let known = try archive.lackingAnswers(among: open)
    let provenance = ProvenanceCollector.collect(data: prepared.data, near: settings.folder)
    recorder.began(name, trials: open, costs: open.map { prepared.cost(of: $0).seconds })
    let scheduler = Scheduler(
      open, jobs: settings.jobs, timeout: settings.timeout,
      maxFailures: settings.maxFailures.map { $0 - result.failed },
      train: train)
    let signals = StopSignals(scheduler, recorder: recorder, leavesState: settings.checkpoints != .never)
    defer { signals.end() }
    try await scheduler.run { event in
      try recorder.hear(event) { try record(event, known: known, provenance, into: &result) }
    }
    recorder.ended()
    result.stopped = result.stopped ?? signals.received
  }

  /// What is to be trained now: everything, or only what failed before.
  private func selected(_ unfinished: [PlannedTrial]) throws -> [PlannedTrial] {
    switch settings.retry {
    case nil: return unfinished
    case .failed:
      let failed = Set(try archive.attempts(of: key).filter { $0.state != .interrupted }.map(\.trial))
      return unfinished.filter { failed.contains($0.id) }
    }
  }

  private func record(
    _ event: SchedulerEvent, known: Set<TrialID>, _ provenance: Provenance, into result: inout RunResult
  ) throws {
    switch event {
    case .started(let trial):
      try archive.begin(trial.id, of: key, by: worker, at: Date().timeIntervalSince1970)
    case .epoch(let trial, let progress): logs.add(progress, of: trial)
    case .finished(let finished):
      _ = logs.end(finished.trial.id)
      try collector.record(
        finished, provenance: provenance, checkpoint: training.checkpoint(of: finished.trial))
      switch finished.outcome.status {
      case .completed where known.contains(finished.trial.id): result.asked += 1
      case .completed: result.completed += 1
      case .diverged: result.diverged += 1
      }
    case .unfinished(let unfinished):
      let attempt = Attempt(unfinished, log: logs.end(unfinished.trial.id))
      try collector.record(attempt)
      switch unfinished.reason {
      case .failed, .timedOut: result.failed += 1
      case .interrupted: result.interrupted += 1
      }
      if let limit = settings.maxFailures, result.failed >= limit {
        result.reachedLimit = true
      }
    }
  }

  /// Trains a trial, or only asks its kept weights where nothing but answers is missing.
  private func train(
    _ trial: PlannedTrial, isCancelled: () -> Bool, progress: (EpochProgress) -> Void
  ) throws -> FinishedTrial {
    let dealt = try prepared.store.deal(trial)
    if trial.isAsked, let kept = try archive.keptWeights(of: trial.id),
      let answered = try Trainer(trial, on: dealt).answer(
        with: kept.weights, of: kept.outcome, isCancelled: isCancelled)
    {
      return answered
    }
    return try training.train(trial, on: dealt, isCancelled: isCancelled, progress: progress)
  }
}

extension Attempt {
  init(_ unfinished: UnfinishedTrial, log: [String]) {
    let state: State =
      switch unfinished.reason {
      case .failed: .failed
      case .timedOut: .timedOut
      case .interrupted: .interrupted
      }
    self.init(
      trial: unfinished.trial.id, startedAt: unfinished.startedAt, endedAt: unfinished.endedAt, state: state,
      host: ProcessInfo.processInfo.hostName, message: unfinished.message, log: log)
  }
}

/// What came of a run.
struct RunResult: Hashable, Sendable {
  var archived = 0
  var completed = 0
  /// Trials that were archived and only lacked inference or probes.
  var asked = 0
  var diverged = 0
  var failed = 0
  var interrupted = 0
  /// Trials that are unfinished and were not asked for.
  var leftOut = 0
  var reachedLimit = false
  /// The signal that stopped it.
  var stopped: Int32?

  var mayGoOn: Bool { stopped == nil && !reachedLimit }

  var ending: Ending {
    switch stopped {
    case let signal?: Ending(stoppedBy: signal)
    case nil: failed + diverged > 0 ? .someTrialsFailed : .good
    }
  }

  var text: String {
    var parts = ["\(completed.counted("trial")) trained"]
    if asked > 0 { parts.append("\(asked) archived ones asked anew") }
    if diverged > 0 { parts.append("\(diverged) diverged") }
    if failed > 0 { parts.append("\(failed) failed") }
    if interrupted > 0 { parts.append("\(interrupted) interrupted") }
    if leftOut > 0 { parts.append("\(leftOut) left for another run") }
    if archived > 0 { parts.append("\(archived) \(archived == 1 ? "was" : "were") in the archive") }
    return parts.joined(separator: ", ")
  }
}
