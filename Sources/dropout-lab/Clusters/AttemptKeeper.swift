import Cluster
@preconcurrency import Dispatch
import Experiments
import Foundation
import Synchronization
import Training

/// Tells a run folder of the trials that this process is at, now and then.
///
/// A class because the timer and the events share them. A folder that cannot be written to harms no trial here: what is
/// wrong with it shows when a result is published.
final class AttemptKeeper: Sendable {
  private let folder: RunFolder
  private let attempts = Mutex<[TrialID: TrialAttempt]>([:])
  private let logs = TrialLogs()
  private let timer: any DispatchSourceTimer

  init(folder: RunFolder) {
    self.folder = folder
    timer = DispatchSource.makeTimerSource(queue: .global())
  }

  /// Begins to give signs of life; `look` is called each time.
  func start(_ look: @escaping @Sendable () -> Void) {
    timer.schedule(
      deadline: .now() + TrialAttempt.heartbeat, repeating: TrialAttempt.heartbeat, leeway: .milliseconds(500))
    timer.setEventHandler {
      look()
      for trial in self.attempts.withLock({ Array($0.keys) }) { self.beat(trial) }
    }
    timer.resume()
  }

  func stop() { timer.cancel() }

  func begin(_ trial: PlannedTrial) {
    let attempt = TrialAttempt(
      trial: trial, host: ProcessInfo.processInfo.hostName, process: Int(ProcessInfo.processInfo.processIdentifier),
      startedAt: Date().timeIntervalSince1970)
    attempts.withLock { $0[trial.id] = attempt }
    beat(trial.id)
  }

  func take(_ progress: EpochProgress, of trial: PlannedTrial) {
    attempts.withLock { $0[trial.id]?.epoch = progress.epoch }
    logs.add(progress, of: trial)
  }

  /// Forgets a trial that left an outcome.
  func end(_ trial: PlannedTrial) {
    _ = logs.end(trial.id)
    attempts.withLock { $0.removeValue(forKey: trial.id) }?.remove(from: folder)
  }

  /// Leaves what is known of a trial that left none.
  func end(_ unfinished: UnfinishedTrial) {
    let log = logs.end(unfinished.trial.id)
    guard var attempt = attempts.withLock({ $0.removeValue(forKey: unfinished.trial.id) }) else { return }
    attempt.log = log
    attempt.updatedAt = unfinished.endedAt
    attempt.message = unfinished.message
    attempt.state =
      switch unfinished.reason {
      case .failed: .failed
      case .timedOut: .timedOut
      case .interrupted: .interrupted
      }
    write(attempt)
  }

  /// Gives a sign of life of a trial unless it has ended; its end is not written, nor its file removed, before that is done.
  private func beat(_ trial: TrialID) {
    attempts.withLock { attempts in
      guard var attempt = attempts[trial] else { return }
      attempt.updatedAt = Date().timeIntervalSince1970
      write(attempt)
    }
  }

  private func write(_ attempt: TrialAttempt) {
    do { try attempt.write(in: folder) } catch {
      Messages.warning("\(error)")
    }
  }
}
