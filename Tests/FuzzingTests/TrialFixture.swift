import Datasets
import Experiments
import Files
import Foundation
import NeuralNets
import Specifications
import Training

@testable import Cluster

/// A small experiment whose trials states, results and claims are read as.
enum TrialFixture {
  static let specification = """
    name: fixed
    question: Does it read anything?
    seed: 1
    replicates: 2
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: gaussian-blobs, training: 40, validation: 20, test: 20 }
      network: { mlp: { hidden: [4] } }
      optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
      training: { batchSize: 10, epochs: 3 }
    tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden: [none, { bernoulli: { rate: 0.2 } }]
    """

  static let plan: Plan = {
    do { return Plan(try Experiment.read(yaml: specification, file: "fixed")) { _ in "" } } catch {
      preconditionFailure("\(error)")
    }
  }()

  static var trial: PlannedTrial { plan.tuning[0].trial }

  static func trainer() -> Trainer { Trainer(trial, on: dealt) }

  static func result(_ bytes: [UInt8]) throws -> TrialResult { try TrialResult(bytes: bytes, trial: trial) }

  private static let dealt: DealtExamples = {
    do {
      let store = DatasetStore(folders: DatasetFolders(given: nil, environment: [:], current: URL(filePath: "/")))
      let data = try store.load(trial.spec.dataset.source, seed: trial.seed)
      return try data.deal(trial.spec.dataset, seed: trial.seed, replicate: trial.replicate)
    } catch { preconditionFailure("\(error)") }
  }()
}

extension RunPlan {
  /// Reads a plan whose seal fits whatever was changed, as someone would make it who changes a file on purpose.
  init(resealing text: String, path: String) throws {
    guard let document = try? YAMLReader.read(text, file: path), let plan = document["plan"] else {
      try self.init(text: text, path: path)
      return
    }
    let seal = SHA256.digest(of: plan.canonical).hex
    try self.init(text: SpecNode.map([("plan", plan), ("sha256", .text(seal))]).canonical, path: path)
  }
}
