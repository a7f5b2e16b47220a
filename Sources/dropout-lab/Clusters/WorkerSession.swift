import Archive
import Cluster
import Datasets
import Experiments
import Files
import Foundation
import Training

/// One invocation of `worker`: trains tasks of a folder that have no verified result, and publishes what comes of them.
struct WorkerSession {
  let folder: RunFolder
  let frozen: FrozenRun
  let jobs: Int
  let timeout: Double?
  private let training: TrialTraining
  private let provenance: String

  /// Refuses a folder that another program planned.
  init(folder: RunFolder, store: DatasetStore, rule: CheckpointRule, jobs: Int, timeout: Double?) throws {
    self.folder = folder
    self.jobs = jobs
    self.timeout = timeout
    frozen = try folder.frozen()
    try Self.check(frozen.plan, path: folder.planFile.path)
    training = TrialTraining(store: store, checkpoints: folder.checkpoints, rule: rule) { Messages.warning($0) }
    provenance = ProvenanceCollector.collect(data: frozen.plan.data.map { ($0.key, $0.digest) }).text
  }

  private static func check(_ plan: RunPlan, path: String) throws {
    let own = try RunPlanner.binary()
    guard plan.binary == own else {
      throw RunFolderError.differs(
        path: path,
        "another program planned this run (SHA-256 \(plan.binary)); this one is \(own). Use that one, or plan anew")
    }
    guard plan.engine == EngineVersion.newest else {
      throw RunFolderError.differs(
        path: path, "engine version \(plan.engine) planned it, this is \(EngineVersion.newest)")
    }
  }

  /// Trains tasks and returns how it ended.
  func train(_ tasks: [Int]) async throws -> Ending {
    let (open, waiting) = try open(tasks)
    if waiting > 0 {
      Messages.error("\(waiting) trials wait for others that choose a value; resume the run once those are finished")
    }
    if folder.isCancelled {
      Messages.note("the run was cancelled; \(folder.resumeCommand) goes on")
      return .tryAgain
    }
    guard !open.isEmpty else { return waiting > 0 ? .missingInput : .good }
    let keeper = AttemptKeeper(folder: folder)
    let scheduler = Scheduler(open, jobs: jobs, timeout: timeout) { trial, isCancelled, progress in
      let data = try self.deal(trial)
      return try self.training.train(trial, on: data, isCancelled: isCancelled, progress: progress)
    }
    let recorder = TextRecorder(terminal: nil)
    recorder.began("train", trials: open, costs: open.map { _ in 1 })
    let signals = StopSignals(scheduler, recorder: recorder, leavesState: true)
    defer { signals.end() }
    keeper.start { [folder] in if folder.isCancelled { scheduler.stopNow() } }
    defer { keeper.stop() }
    var result = RunResult()
    try await scheduler.run { event in
      try recorder.hear(event) { try take(event, keeper, &result) }
    }
    if result.interrupted > 0 || signals.received != nil,
      result.completed + result.diverged + result.failed < open.count
    {
      return .tryAgain
    }
    return waiting > 0 ? .missingInput : result.ending
  }

  /// The trials of tasks that have no verified result, and how many wait for tuning.
  private func open(_ tasks: [Int]) throws -> (trials: [PlannedTrial], waiting: Int) {
    let count = frozen.plan.tasks.count
    if let odd = tasks.first(where: { !(0..<count).contains($0) }) {
      throw RunFolderError.unknownTask(odd, count: count)
    }
    let tuning = Dictionary(frozen.trials.tuning.map { ($0.trial.id, $0.trial) }) { first, _ in first }
    let trials = frozen.trials { id in tuning[id].flatMap { result(of: $0)?.finished.outcome } }
    let wanted = tasks.compactMap { trials[$0] }
    return (Forecast.unique(wanted).filter { result(of: $0) == nil }, tasks.count - wanted.count)
  }

  /// The verified result of a trial; nil where there is none.
  private func result(of trial: PlannedTrial) -> TrialResult? {
    do { return try TrialResult.read(folder.result(of: trial.id), as: trial) } catch { return nil }
  }

  /// Deals the data of a trial once it is the data of the plan.
  private func deal(_ trial: PlannedTrial) throws -> DealtExamples {
    let source = trial.spec.dataset.source
    let digest = try training.store.load(source, seed: trial.seed).digest.hex
    let planned = frozen.plan.digest(of: source) ?? "none"
    guard digest == planned else {
      throw RunFolderError.differs(
        path: source.title, "the data here has SHA-256 \(digest), the plan was made for \(planned)")
    }
    return try training.store.deal(trial)
  }

  private func take(_ event: SchedulerEvent, _ keeper: AttemptKeeper, _ result: inout RunResult) throws {
    switch event {
    case .started(let trial): keeper.begin(trial)
    case .epoch(let trial, let progress): keeper.take(progress, of: trial)
    case .finished(let finished):
      let publication = try TrialResult(finished: finished, provenance: provenance).publish(in: folder)
      if publication == .known {
        Messages.note("\(finished.trial.id.short) was published by another worker, with the same bits")
      }
      training.checkpoint(of: finished.trial).remove()
      keeper.end(finished.trial)
      switch finished.outcome.status {
      case .completed: result.completed += 1
      case .diverged: result.diverged += 1
      }
    case .unfinished(let unfinished):
      keeper.end(unfinished)
      switch unfinished.reason {
      case .failed, .timedOut: result.failed += 1
      case .interrupted: result.interrupted += 1
      }
    }
  }
}
