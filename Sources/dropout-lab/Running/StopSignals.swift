@preconcurrency import Dispatch
import Foundation
import Synchronization
import Training

/// Listens to Ctrl-C, SIGTERM and SIGHUP, which do not end the process meanwhile.
///
/// SIGHUP tells that the terminal is gone, such as a connection by ssh; where it is ignored, as below nohup, it stays so.
final class StopSignals: Sendable {
  private let first = Mutex<Int32?>(nil)
  private let take: @Sendable (_ number: Int32, _ isFirst: Bool) -> Void

  /// The signal that came first; nil when none came.
  var received: Int32? { first.withLock { $0 } }

  /// Begins to listen; `take` is told each signal and whether it is the first one.
  init(_ take: @escaping @Sendable (_ number: Int32, _ isFirst: Bool) -> Void) {
    self.take = take
    Self.listener.withLock { $0 = self }
    precondition(!Self.sources.isEmpty)
  }

  /// Gives the signals their usual meaning again.
  func end() {
    Self.listener.withLock { if $0 === self { $0 = nil } }
  }

  private func heard(_ number: Int32) {
    let isFirst = first.withLock { first in
      defer { first = first ?? number }
      return first == nil
    }
    take(number, isFirst)
  }

  // MARK: The process

  private static let listener = Mutex<StopSignals?>(nil)

  /// Made once and never cancelled: a second source of a signal would not hear it before the first one is gone, which nobody
  /// tells.
  private static let sources: [any DispatchSourceSignal] = {
    let wasHangUpIgnored = address(signal(SIGHUP, SIG_IGN)) == address(SIG_IGN)
    let numbers = [SIGINT, SIGTERM] + (wasHangUpIgnored ? [] : [SIGHUP])
    return numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { hear(number) }
      source.resume()
      return source
    }
  }()

  /// Tells who listens; where nobody does, the signal ends the process, as it would by itself.
  private static func hear(_ number: Int32) {
    if let listener = listener.withLock({ $0 }) { return listener.heard(number) }
    signal(number, SIG_DFL)
    kill(getpid(), number)
  }

  /// What tells one handler from another.
  private static func address(_ handler: (@convention(c) (Int32) -> Void)?) -> Int {
    unsafeBitCast(handler, to: Int.self)
  }
}

extension StopSignals {
  /// Ctrl-C in two stages: the first stops starting trials, the second stops now; SIGTERM and SIGHUP stop now.
  ///
  /// `leavesState` says whether trials that are stopped can be gone on with.
  convenience init(_ scheduler: Scheduler, recorder: any RunRecorder, leavesState: Bool = false) {
    self.init { number, isFirst in
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
  }
}
