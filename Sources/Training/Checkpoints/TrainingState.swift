import Experiments
import NeuralNets

/// A trial between two steps, whole: a trainer that takes it goes on to the very bits of one that was never stopped.
///
/// Randomness is addressed, so a place is enough of it; the order of past batches follows from the seed.
package struct TrainingState: Hashable, Sendable {
  package let trial: TrialID
  package let place: TrainingPlace
  /// Steps taken since the trial began.
  let step: Int
  let memory: NetworkMemory
  let averageCount: Int
  let averageSums: [[Double]]
  let record: EvaluationRecord
  let spent: TrainingCost

  init(
    trial: TrialID, place: TrainingPlace, step: Int, memory: NetworkMemory, average: (count: Int, sums: [[Double]]),
    record: EvaluationRecord, spent: TrainingCost
  ) {
    self.trial = trial
    self.place = place
    self.step = step
    self.memory = memory
    (averageCount, averageSums) = average
    self.record = record
    self.spent = spent
  }
}

/// Where training stands: before the next step of an epoch.
package struct TrainingPlace: Hashable, Sendable {
  /// From 1.
  package var epoch = 1
  /// Steps of this epoch that were taken.
  package var steps = 0
  /// Sum of their losses.
  var lossSum = 0.0
}

/// What a trial has cost so far.
struct TrainingCost: Hashable, Sendable {
  /// Seconds since 1970 when it first began.
  let startedAt: Double
  let trainingSeconds: Double
  let evaluationSeconds: Double
  let cpuSeconds: Double
}

/// Where a trainer begins, and what earlier processes brought of the trial.
struct TrainingStart {
  var place = TrainingPlace()
  var record = EvaluationRecord()
  var spent: TrainingCost?
}
