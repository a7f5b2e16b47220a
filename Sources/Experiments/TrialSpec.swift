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
  /// What is known of a trial that another program trained; nil for those trained here.
  package var imported: ImportedConfiguration?

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
    imported = nil
  }
}

/// How long and how a network is trained, and when it is evaluated.
package struct TrainingSpec: Hashable, Sendable {
  /// Examples per step; the last batch of an epoch may be smaller.
  package var batchSize: Int
  package var epochs: Int
  package var schedule: Schedule
  package var evaluate: EvaluationSpec
  /// Which gradient a step follows.
  package var gradient: GradientRule
  /// The share of training after which weights are averaged over the steps; nil for the weights of the last step.
  package var averageFrom: Double?

  package init(
    batchSize: Int, epochs: Int, schedule: Schedule, evaluate: EvaluationSpec, gradient: GradientRule = .drawn,
    averageFrom: Double? = nil
  ) {
    self.batchSize = batchSize
    self.epochs = epochs
    self.schedule = schedule
    self.evaluate = evaluate
    self.gradient = gradient
    self.averageFrom = averageFrom
  }
}

/// When and on what a network is evaluated while it trains.
package struct EvaluationSpec: Hashable, Sendable {
  /// Epochs between evaluations; the last epoch is always evaluated.
  package var every: Int
  /// How many training examples, the same ones each time, are evaluated.
  package var training: Int
  package var test: TestEvaluation
  /// What else is measured, in the order of the choices.
  package var also: [ExtraMeasure]

  package init(every: Int, training: Int, test: TestEvaluation, also: [ExtraMeasure] = []) {
    self.every = every
    self.training = training
    self.test = test
    self.also = ExtraMeasure.allCases.filter(also.contains)
  }
}

/// What is measured of a network only where it is asked for.
package enum ExtraMeasure: String, CaseIterable, Hashable, Sendable {
  case largestActivation, gradientNorm
}

/// When the test split is read.
package enum TestEvaluation: String, CaseIterable, Hashable, Sendable {
  /// Once, after the last epoch.
  case last
  /// Not at all.
  case never
}
