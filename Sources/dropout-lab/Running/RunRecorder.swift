import Experiments
import Training

/// Listens to a run: a live line, plain lines, or JSON.
protocol RunRecorder: Sendable {
  /// A stage begins with trials to train and their estimated seconds.
  func began(_ stage: String, trials: [PlannedTrial], costs: [Double])
  func heard(_ event: SchedulerEvent)
  /// Something a person should read at once.
  func said(_ text: String)
  func ended()
}
