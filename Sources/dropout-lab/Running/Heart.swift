import Archive
import Dispatch
import Foundation

/// Tells the archive now and then that this process is alive.
struct Heart {
  private let timer: any DispatchSourceTimer

  /// `logs` are what running trials have said; their last lines go along.
  init(of worker: Worker, in archive: Archive, logs: TrialLogs) {
    timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now() + Archive.heartbeat, repeating: Archive.heartbeat, leeway: .seconds(1))
    timer.setEventHandler {
      do {
        try archive.beat(worker, at: Date().timeIntervalSince1970, logs: logs.latest)
      } catch {
        // A missed beat harms nothing; what is wrong with the file shows when a trial is recorded.
      }
    }
    timer.resume()
  }

  func stop() { timer.cancel() }
}
