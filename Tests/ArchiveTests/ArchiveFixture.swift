import Archive
import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing

/// A small experiment with made-up outcomes, so that nothing has to be trained.
enum ArchiveFixture {
  static let yaml = """
    name: small
    question: Does it keep what it is given?
    seed: 1
    replicates: 3
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 100, validation: 20, test: 20 }
      network: { mlp: { hidden: [8] } }
      optimizer: { sgd: { learningRate: 0.1 } }
      training: { batchSize: 10, epochs: 2 }
    tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]
    """

  static func plan(_ yaml: String = yaml) throws -> Plan {
    Plan(try Experiment.read(yaml: yaml, file: "small.yaml")) { _ in "digest" }
  }

  static let digests = ["digest", "digest"]

  static func outcome(
    of trial: PlannedTrial, status: TrialStatus = .completed, error: Double = 0.125, weights: [NamedTensor]? = nil
  ) -> TrialOutcome {
    TrialOutcome(
      status: status,
      metrics: [
        EpochMetric(epoch: 1, split: .validation, metric: .error, value: error),
        EpochMetric(epoch: 2, split: .training, metric: .sparsity, layer: "hidden1", value: 1.0 / 3),
        EpochMetric(epoch: 2, split: .validation, metric: .error, value: error / 2),
        EpochMetric(epoch: 2, split: .test, metric: .nll, value: .infinity),
        EpochMetric(epoch: 2, split: .test, metric: .loss, value: .nan),
      ],
      digests: TrialDigests(
        batchOrder: "order \(trial.replicate)", initialWeights: [LayerDigest(layer: "hidden1", digest: "abc")],
        finalWeights: "final"),
      correctness: [1, 2, 255], weights: weights)
  }

  static func finished(
    _ trial: PlannedTrial, status: TrialStatus = .completed, error: Double = 0.125, weights: [NamedTensor]? = nil
  ) -> FinishedTrial {
    FinishedTrial(
      trial: trial, outcome: outcome(of: trial, status: status, error: error, weights: weights),
      measurements: TrialMeasurements(
        startedAt: 1000, trainingSeconds: 2, evaluationSeconds: 0.5, cpuSeconds: 2.25, peakMemory: 1 << 20, host: "here"
      ))
  }

  /// What the archive reads of finished trials, in a form in which NaN is itself.
  static func checksums(of ids: [TrialID], in archive: Archive) throws -> [TrialID: String] {
    Dictionary(
      uniqueKeysWithValues: try archive.outcomes(of: ids).map { id, outcome in (id, outcome.checksum(of: id)) })
  }

  static let provenance = Provenance(facts: [Provenance.Fact(name: "program", value: "test: with a colon")])

  /// A folder of its own that is removed afterwards.
  static func inFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
