import Datasets
import Experiments
import NeuralNets
import Specifications
import Training

/// Small trained networks, asked in many ways.
struct InferenceFixture {
  var fixture: TrialFixture
  var modes: [InferenceMode]
  var splits: [Split] = [.test]
  var bank: Int?

  init(_ modes: [InferenceMode], splits: [Split] = [.test]) { self.init(.dropping, modes, splits: splits) }

  init(_ fixture: TrialFixture, _ modes: [InferenceMode], splits: [Split] = [.test], bank: Int? = nil) {
    self.fixture = fixture
    self.modes = modes
    self.splits = splits
    self.bank = bank
  }

  /// Five and four hidden units under masks, so that there are 512 subnetworks.
  static var tiny: TrialFixture {
    var tiny = TrialFixture(
      epochs: 12, dropout: DropoutPlacement(hidden: .same(.bernoulli(rate: Rate(0.3), convention: .inverted))))
    tiny.spec.network = .mlp(MLPSpec(hidden: [5, 4]))
    return tiny
  }

  /// Noise ahead of batch normalisation.
  static var normalized: TrialFixture {
    var normalized = TrialFixture(epochs: 6, dropout: DropoutPlacement(sums: .same(TrialFixture.half)))
    normalized.spec.network = .mlp(MLPSpec(hidden: [24, 18], batchNorm: true))
    return normalized
  }

  static var dropConnect: TrialFixture {
    TrialFixture(epochs: 12, dropout: DropoutPlacement(weights: .dropConnect(DropConnect(rate: Rate(0.3), group: 5))))
  }

  var trial: PlannedTrial {
    let plain = fixture.trial
    return PlannedTrial(
      id: plain.id, spec: plain.spec, seed: plain.seed, replicate: plain.replicate, configuration: 0, position: 0,
      purpose: .measurement, keepsWeights: fixture.keepsWeights,
      inference: InferencePlan(modes: modes, splits: splits, bank: bank).requests(for: plain.spec))
  }

  func finished(evaluationBatch: Int = 250) throws -> FinishedTrial {
    try Trainer(trial, on: fixture.dealt(), evaluationBatch: evaluationBatch).train()
  }
}

extension FinishedTrial {
  func record(_ mode: InferenceMode, on split: Split = .test) throws -> InferenceRecord {
    guard let found = inference.first(where: { $0.request.mode == mode && $0.request.split == split }) else {
      throw Missing(text: mode.text)
    }
    return found
  }

  func value(_ metric: InferenceMetric, _ mode: InferenceMode) throws -> Double {
    guard let value = try record(mode).last(metric) else { throw Missing(text: "\(metric) of \(mode.text)") }
    return value
  }

  struct Missing: Error {
    let text: String
  }
}
