import Datasets
import NeuralNets
import Specifications

/// Everything that determines one trial but its seed and replicate: the `trial:` block of an experiment.
package struct TrialSpec: Hashable, Sendable {
  package var dataset: DatasetSpec
  package var network: NetworkSpec
  package var dropout: DropoutPlacement
  package var loss: Loss
  package var regularization: Regularization
  package var optimizer: Optimizer
  package var training: TrainingSpec

  package init(
    dataset: DatasetSpec, network: NetworkSpec, dropout: DropoutPlacement, loss: Loss,
    regularization: Regularization, optimizer: Optimizer, training: TrainingSpec
  ) {
    self.dataset = dataset
    self.network = network
    self.dropout = dropout
    self.loss = loss
    self.regularization = regularization
    self.optimizer = optimizer
    self.training = training
  }
}

/// How long and how a network is trained, and when it is evaluated.
package struct TrainingSpec: Hashable, Sendable {
  /// Examples per step; the last batch of an epoch may be smaller.
  package var batchSize: Int
  package var epochs: Int
  package var schedule: Schedule
  package var evaluate: EvaluationSpec

  package init(batchSize: Int, epochs: Int, schedule: Schedule, evaluate: EvaluationSpec) {
    self.batchSize = batchSize
    self.epochs = epochs
    self.schedule = schedule
    self.evaluate = evaluate
  }
}

/// When and on what a network is evaluated while it trains.
package struct EvaluationSpec: Hashable, Sendable {
  /// Epochs between evaluations; the last epoch is always evaluated.
  package var every: Int
  /// How many training examples, the same ones each time, are evaluated.
  package var training: Int
  package var test: TestEvaluation

  package init(every: Int, training: Int, test: TestEvaluation) {
    self.every = every
    self.training = training
    self.test = test
  }
}

/// When the test split is read.
package enum TestEvaluation: String, CaseIterable, Hashable, Sendable {
  /// Once, after the last epoch.
  case last
  /// Not at all.
  case never
}
