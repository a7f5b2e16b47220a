import Experiments
import Foundation
import Synchronization

/// What happens while trials run; recorders only listen.
package enum SchedulerEvent: Sendable {
  case started(PlannedTrial)
  case epoch(PlannedTrial, EpochProgress)
  case finished(FinishedTrial)
  /// The trial threw, took too long or was stopped; it has no outcome.
  case unfinished(UnfinishedTrial)
}

/// A trial that ended without an outcome.
package struct UnfinishedTrial: Sendable {
  package enum Reason: Hashable, Sendable {
    case failed(String)
    case timedOut(seconds: Double)
    case interrupted
  }

  package let trial: PlannedTrial
  package let reason: Reason
  /// Seconds since 1970.
  package let startedAt: Double
  package let endedAt: Double
}

/// Runs planned trials in plan order, several at a time, each on a thread of its own.
///
/// A class because its workers share what is next and whether to stop.
package final class Scheduler: Sendable {
  /// Trains one trial; `isCancelled` is asked between steps.
  package typealias Train =
    @Sendable (
      _ trial: PlannedTrial, _ isCancelled: () -> Bool, _ progress: (EpochProgress) -> Void
    ) throws -> FinishedTrial

  private struct State {
    var next = 0
    var stopsStarting = false
    var stopsNow = false
    var workers = 0
    var failures = 0
  }

  private let trials: [PlannedTrial]
  private let jobs: Int
  private let timeout: Double?
  private let maxFailures: Int?
  private let train: Train
  private let state = Mutex(State())

  /// `timeout` is in seconds per trial; after `maxFailures` trials that failed or took too long no more are started.
  package init(
    _ trials: [PlannedTrial], jobs: Int, timeout: Double? = nil, maxFailures: Int? = nil, train: @escaping Train
  ) {
    precondition(jobs > 0, "\(jobs) workers cannot run anything")
    self.trials = trials
    self.jobs = jobs
    self.timeout = timeout
    self.maxFailures = maxFailures
    self.train = train
  }

  /// Starts the workers; the stream ends when the last one has nothing left to do.
  ///
  /// Where the system gives fewer threads, fewer work; throws where it gives none.
  package func run() throws(ThreadRefusal) -> AsyncStream<SchedulerEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: SchedulerEvent.self)
    let workers = min(jobs, max(trials.count, 1))
    state.withLock { $0.workers = workers }
    for index in 0..<workers {
      do throws(ThreadRefusal) {
        try ParallelThreads.start {
          while let trial = self.take() { self.attempt(trial, continuation) }
          if self.leave() { continuation.finish() }
        }
      } catch {
        if index == 0 { throw error }
        if leave() { continuation.finish() }
      }
    }
    return stream
  }

  /// Runs everything and hands over what happens.
  ///
  /// The first error of `hear` stops the running trials and is thrown once no worker is left: a process must not end under
  /// its threads.
  package func run(hear: (SchedulerEvent) throws -> Void) async throws {
    var failure: (any Error)?
    for await event in try run() where failure == nil {
      do {
        try hear(event)
      } catch {
        failure = error
        stopNow()
      }
    }
    if let failure { throw failure }
  }

  /// Lets running trials finish and starts no more.
  package func stopStarting() { state.withLock { $0.stopsStarting = true } }

  /// Stops running trials between two steps; they leave no outcome.
  package func stopNow() {
    state.withLock {
      $0.stopsStarting = true
      $0.stopsNow = true
    }
  }

  // MARK: Workers

  private func take() -> PlannedTrial? {
    state.withLock { state in
      guard !state.stopsStarting, state.next < trials.count else { return nil }
      defer { state.next += 1 }
      return trials[state.next]
    }
  }

  /// Returns whether this was the last worker.
  private func leave() -> Bool {
    state.withLock {
      $0.workers -= 1
      return $0.workers == 0
    }
  }

  private func attempt(_ trial: PlannedTrial, _ events: AsyncStream<SchedulerEvent>.Continuation) {
    let start = ResourceUse.now()
    events.yield(.started(trial))
    var isLate = false
    do {
      let finished = try train(
        trial,
        {
          if let timeout = self.timeout, ResourceUse.now().wall - start.wall > timeout { isLate = true }
          return isLate || self.state.withLock { $0.stopsNow }
        }, { events.yield(.epoch(trial, $0)) })
      events.yield(.finished(finished))
    } catch {
      let isCancellation = error is TrainingCancelled
      let reason: UnfinishedTrial.Reason =
        isLate ? .timedOut(seconds: timeout ?? 0) : isCancellation ? .interrupted : .failed("\(error)")
      count(reason)
      events.yield(
        .unfinished(
          UnfinishedTrial(
            trial: trial, reason: reason, startedAt: start.date, endedAt: ResourceUse.now().date)))
    }
  }

  /// Counts here rather than where events are heard, so that no worker starts a trial after the last failure allowed.
  private func count(_ reason: UnfinishedTrial.Reason) {
    guard let maxFailures, reason != .interrupted else { return }
    state.withLock {
      $0.failures += 1
      if $0.failures >= maxFailures { $0.stopsStarting = true }
    }
  }
}
