import Experiments
import Files
import Foundation

/// What is known of every task of a run: verified results first, then signs of life, then what a scheduler says.
package struct RunSurvey: Sendable {
  package enum TaskState: Hashable, Sendable {
    case finished
    /// A process gave a sign of life.
    case running(TrialAttempt)
    /// A scheduler has it, waiting or beginning.
    case queued(QueuedElement)
    /// Nobody is at it.
    case open
  }

  package let frozen: FrozenRun
  /// The trial of each task; nil while it depends on what is being tuned.
  package let trials: [PlannedTrial?]
  package let states: [TaskState]
  /// What a scheduler has of each task, whether it gave a sign of life or not.
  package let queued: [QueuedElement?]
  /// Attempts of each trial that failed or were lost.
  package let spent: [TrialID: [TrialAttempt]]
  /// Files in `results/` that do not verify, with the reason.
  package let damaged: [(file: URL, reason: String)]
  /// Whether a scheduler could say what it has.
  package let knowsQueue: Bool

  /// Looks at a folder; `queue` is nil where no scheduler could answer.
  package init(_ folder: RunFolder, queue: [QueuedElement]?, now: Double) throws(RunFolderError) {
    frozen = try folder.frozen()
    knowsQueue = queue != nil
    let (results, left): (Results, [TrialAttempt])
    do { (results, left) = (try Results(in: folder), try folder.allAttempts()) } catch { throw .file(error) }
    let tuned = frozen.trials.tuning.map(\.trial)
    trials = frozen.trials { id in tuned.first { $0.id == id }.flatMap { results.outcome(of: $0) } }
    damaged = results.damaged
    let attempts = Dictionary(grouping: left, by: \.trial)
    spent = attempts.mapValues { $0.filter { $0.isSpent(at: now) } }.filter { !$0.value.isEmpty }
    let queued = try Self.elements(of: queue ?? [], in: folder)
    self.queued = trials.indices.map { queued[$0] }
    states = trials.enumerated().map { task, trial in
      if let trial {
        if results.verified.contains(trial.id) { return .finished }
        if let alive = attempts[trial.id]?.last(where: { $0.isAlive(at: now) }) { return .running(alive) }
      }
      return queued[task].map { .queued($0) } ?? .open
    }
  }

  /// The queued element of each task that has one.
  private static func elements(
    of queue: [QueuedElement], in folder: RunFolder
  ) throws(RunFolderError) -> [Int: QueuedElement] {
    guard !queue.isEmpty else { return [:] }
    var queued: [Int: QueuedElement] = [:]
    for submission in try folder.allSubmissions() {
      for element in queue { for task in submission.tasks(of: element) { queued[task] = element } }
    }
    return queued
  }

  /// The jobs, each once, that have tuning tasks which are not finished, waiting or running.
  package var tuningJobs: [String] {
    var jobs: [String] = []
    for task in 0..<frozen.plan.tuningCount where states[task] != .finished {
      guard let job = queued[task]?.job.split(separator: "_").first.map(String.init), !jobs.contains(job) else {
        continue
      }
      jobs.append(job)
    }
    return jobs
  }

  /// Tasks that nobody has and whose trials were not spent too often; one of several that share a trial.
  package func gaps(maxAttempts: Int) -> [Int] {
    var seen: Set<TrialID> = []
    return states.indices.filter { task in
      guard states[task] == .open else { return false }
      guard let trial = trials[task] else { return true }
      return (spent[trial.id]?.count ?? 0) < maxAttempts && seen.insert(trial.id).inserted
    }
  }

  /// Trials that nobody has and that were spent too often.
  package func givenUp(maxAttempts: Int) -> [PlannedTrial] {
    var seen: Set<TrialID> = []
    return states.indices.compactMap { task in
      guard states[task] == .open, let trial = trials[task], (spent[trial.id]?.count ?? 0) >= maxAttempts,
        seen.insert(trial.id).inserted
      else { return nil }
      return trial
    }
  }

  package var finished: Int { states.count { $0 == .finished } }
}

/// The result files of a folder, each held against its seal once.
private struct Results {
  let folder: RunFolder
  private(set) var verified: Set<TrialID> = []
  private(set) var damaged: [(file: URL, reason: String)] = []

  init(in folder: RunFolder) throws(FileError) {
    self.folder = folder
    for name in try folder.names(in: folder.results) where name.hasSuffix(".result") {
      let file = folder.results.appending(path: name)
      do throws(SealError) {
        try TrialResult.verify(file, as: name)
        verified.insert(TrialID(hex: String(name.dropLast(".result".count))))
      } catch {
        if !error.isMissing { damaged.append((file, "\(error)")) }
      }
    }
  }

  func outcome(of trial: PlannedTrial) -> TrialOutcome? {
    guard verified.contains(trial.id) else { return nil }
    do { return try TrialResult.read(folder.result(of: trial.id), as: trial).finished.outcome } catch { return nil }
  }
}
