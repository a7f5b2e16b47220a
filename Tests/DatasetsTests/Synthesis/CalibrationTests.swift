import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

/// Holds the synthetic digits against what they are calibrated for.
struct CalibrationTests {
  static let replicates = 8
  /// The rate that both arms choose on validation among .01, .03, .1 and .3.
  static let learningRate = 0.3

  @Test
  func `without dropout 5 to 9 percent of the test digits are wrong, and rate .5 lowers that by a tenth`() throws {
    let folders = DatasetFolders(given: nil, environment: [:], current: .temporaryDirectory)
    let dataset = try DatasetStore(folders: folders).load(.syntheticDigits, seed: 2014)
    let arms = ParallelThreads.map(2) { arm in
      let dropout: Dropout = arm == 0 ? .none : .bernoulli(rate: Rate(0.5), convention: .inverted)
      return (0..<Self.replicates).map { replicate in Result { try errors(dropout, replicate, dataset) } }
    }
    let plain = try arms[0].map { try $0.get() }
    let dropped = try arms[1].map { try $0.get() }
    let mean = plain.map(\.test).reduce(0, +) / Double(Self.replicates)
    #expect((0.05...0.09).contains(mean), "\(mean)")
    #expect(plain.allSatisfy { $0.training < 0.005 })
    let differences = zip(plain, dropped).map { $0.test - $1.test }
    let difference = differences.reduce(0, +) / Double(Self.replicates)
    let variance = differences.reduce(0) { $0 + ($1 - difference) * ($1 - difference) } / Double(Self.replicates - 1)
    // Student's t for 95 % and 7 degrees of freedom.
    let halfWidth = 2.365 * (variance / Double(Self.replicates)).squareRoot()
    #expect(difference - halfWidth > 0, "\(difference) ± \(halfWidth)")
    #expect(difference >= 0.1 * mean, "\(difference) of \(mean)")
  }

  private func errors(
    _ dropout: Dropout, _ replicate: Int, _ dataset: LoadedDataset
  ) throws -> (training: Double, test: Double) {
    let spec = TrialSpec(
      dataset: DatasetSpec(source: .syntheticDigits, training: 2000, validation: 1000, test: 10000),
      network: .mlp(MLPSpec(hidden: [256, 256])), dropout: DropoutPlacement(hidden: .same(dropout)),
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: Self.learningRate, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 100, epochs: 20, schedule: .linear(to: 0),
        evaluate: EvaluationSpec(every: 20, training: 2000, test: .last)))
    let trial = PlannedTrial(
      id: TrialID(hex: ""), spec: spec, seed: 2014, replicate: replicate, configuration: 0, position: 0,
      purpose: .measurement, keepsWeights: false)
    let dealt = try dataset.deal(spec.dataset, seed: trial.seed, replicate: replicate)
    let metrics = try Trainer(trial, on: dealt).train().outcome.metrics
    let error = { (split: Split) in
      try #require(metrics.last { $0.metric == .error && $0.split == split }).value
    }
    return (try error(.training), try error(.test))
  }
}
