import Experiments
import Foundation
import Synchronization
import Training

/// Progress for people on stderr: one live line on a terminal, plain lines elsewhere.
final class TextRecorder: RunRecorder {
  private let state = Mutex<ProgressState?>(nil)
  private let terminal: Terminal?
  private let lastDrawn = Mutex(0.0)

  init(terminal: Terminal?) { self.terminal = terminal }

  func began(_ stage: String, trials: [PlannedTrial], costs: [Double]) {
    state.withLock { $0 = ProgressState(stage: stage, trials: trials, costs: costs) }
  }

  func heard(_ event: SchedulerEvent, recordedIn seconds: Double?) {
    state.withLock { $0?.hear(event) }
    if terminal == nil { printLine(event) } else { draw(throttled: true) }
  }

  func said(_ text: String) {
    terminal?.clearLine()
    Messages.note(text)
  }

  func wrote(_ path: String) { Output.print(path) }

  func ended() {
    draw(throttled: false)
    if terminal != nil { Messages.write("") }
  }

  private func draw(throttled: Bool) {
    guard let terminal, let parts = state.withLock({ $0?.parts }) else { return }
    let now = Date().timeIntervalSince1970
    let isDue = lastDrawn.withLock { last in
      guard !throttled || now - last >= 0.1 else { return false }
      last = now
      return true
    }
    if isDue { terminal.replaceLine(parts) }
  }

  private func printLine(_ event: SchedulerEvent) {
    guard let state = state.withLock({ $0 }) else { return }
    switch event {
    case .started, .epoch: break
    case .finished(let finished):
      let trial = finished.trial
      let value =
        switch finished.outcome.status {
        case .completed:
          finished.outcome.leadingValidation?.words ?? "done"
        case .diverged(let epoch): "diverged in epoch \(epoch)"
        }
      Messages.note(
        "\(state.stage) \(state.finished)/\(state.total)  \(trial.id.short)  "
          + "configuration \(trial.configuration), replicate \(trial.replicate): \(value)")
    case .unfinished(let unfinished):
      Messages.note("\(state.stage)  \(unfinished.trial.id.short)  \(unfinished.words)")
    }
  }
}

extension UnfinishedTrial {
  /// Why there is no outcome, in a line of its own.
  var words: String {
    switch reason {
    case .failed: "failed: \(message)"
    case .timedOut, .interrupted: message
    }
  }

  /// The same, beside the state of the attempt.
  var message: String {
    switch reason {
    case .failed(let message): message
    case .timedOut(let seconds): "took longer than \(seconds) s"
    case .interrupted: "stopped on request"
    }
  }
}
