@preconcurrency import Dispatch
import Foundation
import Synchronization
import Training

/// Listens to Ctrl-C, SIGTERM and SIGHUP, which do not end the process meanwhile.
///
/// SIGHUP tells that the terminal is gone, such as a connection by ssh; where it is ignored, as below nohup, it stays so.
final class StopSignals: Sendable {
  private let numbers: [Int32]
  private let sources: [any DispatchSourceSignal]
  private let first = Mutex<Int32?>(nil)

  /// The signal that came first; nil when none came.
  var received: Int32? { first.withLock { $0 } }

  /// Begins to listen; `take` is told each signal and whether it is the first one.
  init(_ take: @escaping @Sendable (_ number: Int32, _ isFirst: Bool) -> Void) {
    let wasHangUpIgnored = Self.address(signal(SIGHUP, SIG_IGN)) == Self.address(SIG_IGN)
    numbers = [SIGINT, SIGTERM] + (wasHangUpIgnored ? [] : [SIGHUP])
    sources = numbers.map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for (number, source) in zip(numbers, sources) {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        let isFirst = self.first.withLock { first in
          defer { first = first ?? number }
          return first == nil
        }
        take(number, isFirst)
      }
      source.resume()
    }
  }

  /// Gives the signals their usual meaning again.
  func end() {
    for source in sources { source.cancel() }
    for number in numbers { signal(number, SIG_DFL) }
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
