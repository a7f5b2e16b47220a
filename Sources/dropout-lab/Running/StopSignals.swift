@preconcurrency import Dispatch
import Foundation
import Synchronization
import Training

/// Ctrl-C in two stages: the first stops starting trials, the second stops now; SIGTERM stops now.
final class StopSignals: Sendable {
  private let sources: [any DispatchSourceSignal]
  private let first = Mutex<Int32?>(nil)

  /// The signal that came first; nil when none came.
  var received: Int32? { first.withLock { $0 } }

  /// `leavesState` says whether trials that are stopped can be gone on with.
  init(_ scheduler: Scheduler, recorder: any RunRecorder, leavesState: Bool = false) {
    var made: [any DispatchSourceSignal] = []
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      made.append(DispatchSource.makeSignalSource(signal: number, queue: .global()))
    }
    sources = made
    for (number, source) in zip([SIGINT, SIGTERM], sources) {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        let isFirst = self.first.withLock { first in
          defer { first = first ?? number }
          return first == nil
        }
        if isFirst, number == SIGINT {
          scheduler.stopStarting()
          recorder.said("Stopping: running trials are finished and kept, no more are started. Ctrl-C again stops now.")
        } else {
          scheduler.stopNow()
          recorder.said(
            leavesState
              ? "Stopping now; trials that were running go on from here next time."
              : "Stopping now; trials that were running start anew next time.")
        }
      }
      source.resume()
    }
  }

  /// Gives the signals their usual meaning again.
  func end() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
