import Experiments
import Training

/// Listens to a run: a live line, plain lines, or JSON.
protocol RunRecorder: Sendable {
  /// A stage begins with trials to train and their estimated seconds.
  func began(_ stage: String, trials: [PlannedTrial], costs: [Double])
  /// Something happened to a trial; nil seconds where nothing was recorded of it.
  func heard(_ event: SchedulerEvent, recordedIn seconds: Double?)
  /// Something a person should read at once.
  func said(_ text: String)
  /// A page or another file was written, by its path as it was asked for.
  func wrote(_ path: String)
  func ended()
}

extension RunRecorder {
  /// Hands an event to who keeps it, then tells of it.
  func hear(_ event: SchedulerEvent, recorded record: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    try record()
    heard(event, recordedIn: (clock.now - start) / .seconds(1))
  }
}
