import Datasets
import Experiments
import Files
import NeuralNets
import Randomness
import Specifications
import Training

/// A small trial on four overlapping clouds of bytes, the same wherever it runs.
struct TrialFixture {
  var spec: TrialSpec
  var seed: UInt64 = 11
  var replicate = 1
  var keepsWeights = false

  static let half = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)
  static let classic = Dropout.bernoulli(rate: Rate(0.3), convention: .classic)
  static let fifth = Dropout.bernoulli(rate: Rate(0.2), convention: .inverted)

  init(training: Int = 103, epochs: Int = 3, dropout: DropoutPlacement = DropoutPlacement()) {
    spec = TrialSpec(
      dataset: DatasetSpec(source: .gaussianBlobs, training: training, validation: 40, test: 61),
      network: .mlp(MLPSpec(hidden: [24, 18])), dropout: dropout, loss: .crossEntropy(labelSmoothing: 0),
      regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 20, epochs: epochs, schedule: .linear(to: 0),
        evaluate: EvaluationSpec(every: 1, training: 50, test: .last)))
  }

  static let dropping = TrialFixture(dropout: DropoutPlacement(input: fifth, hidden: .same(half)))

  var trial: PlannedTrial {
    PlannedTrial(
      id: TrialID(hex: "00"), spec: spec, seed: seed, replicate: replicate, configuration: 0, position: 0,
      purpose: .measurement, keepsWeights: keepsWeights)
  }

  func dealt() throws -> DealtExamples { try Self.dataset.deal(spec.dataset, seed: seed, replicate: replicate) }

  func finished(evaluationBatch: Int = 250) throws -> FinishedTrial {
    try Trainer(trial, on: dealt(), evaluationBatch: evaluationBatch).train()
  }

  /// 160 training and 80 test examples of 5 × 7 bytes in four classes.
  static let dataset = LoadedDataset(
    source: .gaussianBlobs, training: examples(160, from: 0), test: examples(80, from: 160), classes: 4,
    digest: SHA256.digest(of: "clouds"))

  private static func examples(_ count: Int, from first: Int) -> StoredExamples {
    let stream = RandomPlan(seed: 3).dataset("clouds")
    let labels = (first..<first + count).map { UInt8($0 * 7 % 4) }
    let bytes = labels.enumerated().flatMap { index, label in
      stream.normals(35, example: first + index).enumerated().map { feature, noise in
        UInt8(min(max(100 + 45 * noise + (feature % 4 == Int(label) ? 40 : 0), 0), 255))
      }
    }
    return StoredExamples(shape: ExampleShape(height: 5, width: 7), bytes: bytes, labels: labels)
  }
}

extension TrialOutcome {
  /// The value of a metric at an epoch.
  func value(_ metric: Metric, _ split: Split, epoch: Int, layer: String = "") -> Double? {
    metrics.first { $0.metric == metric && $0.split == split && $0.epoch == epoch && $0.layer == layer }?.value
  }
}
