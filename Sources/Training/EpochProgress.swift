import Experiments

/// What is known after an epoch, for progress only: nothing of it is stored.
package struct EpochProgress: Hashable, Sendable {
  /// Completed epochs, from 1.
  package let epoch: Int
  package let epochs: Int
  /// Mean loss over the steps of the epoch, in training mode.
  package let trainingLoss: Double
  /// The leading metric on the validation split, when it was evaluated after this epoch.
  package let validation: EpochMetric?
  /// Training examples presented in the epoch.
  package let examples: Int

  package init(epoch: Int, epochs: Int, trainingLoss: Double, validation: EpochMetric?, examples: Int) {
    self.epoch = epoch
    self.epochs = epochs
    self.trainingLoss = trainingLoss
    self.validation = validation
    self.examples = examples
  }
}

/// A trial was asked to stop before it was finished; it leaves no outcome.
package struct TrainingCancelled: Error, Hashable, Sendable {
  package init() {}
}
