import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

/// Predictions, rare features and known minimisers as probes of trained models.
struct LinearProbesTests {
  private func record(
    _ source: String, _ network: NetworkSpec, loss: Loss, dropout: Dropout = .none, epochs: Int = 40,
    normalization: Normalization = .standardized, probe: ProbeRequest, average: Double? = nil,
    rate: Double = 0.01
  ) throws -> ProbeRecord {
    let problems = Problems()
    let node = try YAMLReader.read(source, file: "data.yaml")
    let dataset = try #require(DatasetSource.read(node, problems))
    var spec = TrialFixture().spec
    spec.dataset = DatasetSpec(
      source: dataset, training: 200, validation: 10, test: 500, normalization: normalization)
    (spec.network, spec.loss, spec.dropout) = (network, loss, DropoutPlacement(input: dropout))
    spec.optimizer = .sgd(learningRate: rate, momentum: .constant(0), nesterov: false)
    spec.training = TrainingSpec(
      batchSize: 20, epochs: epochs, schedule: .constant,
      evaluate: EvaluationSpec(every: 100, training: 200, test: .last), averageFrom: average)
    let trial = PlannedTrial(
      id: TrialID(hex: "00"), spec: spec, seed: 5, replicate: 0, configuration: 0, position: 0, purpose: .measurement,
      keepsWeights: false, probes: [probe])
    let data = try DatasetStore(folders: DatasetFolders(roots: [], own: .temporaryDirectory))
      .load(dataset, seed: 5).deal(spec.dataset, seed: 5, replicate: 0)
    return try #require(try Trainer(trial, on: data).train().probes.first)
  }

  private let linear = NetworkSpec.linear(LinearSpec(.linear))
  private let logistic = NetworkSpec.linear(LinearSpec(.logistic))

  @Test func `gradient descent with masks comes to the minimiser of dropout, not to the literal one`() throws {
    let probe = ProbeRequest(.linearOptimum, sample: ProbeSample(split: .test, examples: 500))
    let half = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)
    let masked = try record(
      "{ linear-regression: { scales: [0.5, 2] } }", linear, loss: .meanSquaredError, dropout: half, epochs: 800,
      probe: probe, average: 0.25)
    let (own, literal) = (masked.value(.toDropout) ?? 1, masked.value(.toLiteral) ?? 0)
    #expect(own < 0.03 && literal > 5 * own, "\(own) \(literal)")
    // Unscaled masks make weights twice as large from gradients half as large: four times the step is the same path.
    let unscaled = Dropout.bernoulli(rate: Rate(0.5), convention: .classic)
    let classic = try record(
      "{ linear-regression: { scales: [0.5, 2] } }", linear, loss: .meanSquaredError, dropout: unscaled, epochs: 800,
      probe: probe, average: 0.25, rate: 0.04)
    #expect(((classic.value(.toDropout) ?? 1) - own).magnitude < 0.005, "\(classic)")
    let plain = try record(
      "{ linear-regression: { scales: [0.5, 2] } }", linear, loss: .meanSquaredError, epochs: 400, probe: probe)
    #expect((plain.value(.toLeastSquares) ?? 1) < 0.02)
    #expect(plain.value(.toDropout) == plain.value(.toLeastSquares))
  }

  @Test func `standardised features make dropout a ridge, whose best strength is not its own`() throws {
    let probe = ProbeRequest(.linearOptimum, sample: ProbeSample(split: .test, examples: 500))
    let found = try record("{ linear-regression: {} }", linear, loss: .meanSquaredError, epochs: 1, probe: probe)
    let errors = [ProbeStatistic.ridgeError, .leastSquaresError, .dropoutError].map { found.value($0) ?? 0 }
    #expect(errors[0] > 0.4 && errors[0] <= errors[1] * 1.05)
    #expect(errors[2] == errors[1])
  }

  @Test func `accuracy is told apart by rare features, and the shares add up`() throws {
    let probe = ProbeRequest(.rareFeatures, sample: ProbeSample(split: .test, examples: 500))
    let found = try record(
      "{ rare-features: { nuisance: 5 } }", logistic, loss: .crossEntropy(labelSmoothing: 0),
      normalization: .unit, probe: probe)
    let (active, other) = (found.value(.activeAccuracy) ?? 0, found.value(.otherAccuracy) ?? 1)
    #expect(active > 0.95 && other < 0.65)
    #expect(((found.value(.activeShare) ?? 0) - 0.2).magnitude < 0.06)
    #expect((found.value(.rareWeightRatio) ?? 0) > 1)
  }

  @Test func `predictions are probabilities of every class beside the class`() throws {
    let probe = ProbeRequest(.predictions(samples: 0), sample: ProbeSample(split: .test, examples: 30))
    let found = try record(
      "{ rare-features: { nuisance: 5 } }", logistic, loss: .crossEntropy(labelSmoothing: 0),
      normalization: .unit, probe: probe)
    #expect(found.values.count == 30 * 3)
    for place in 0..<30 {
      let shares = ["0", "1"].compactMap { found.value(.predicted, layer: $0, at: Double(place)) }
      #expect((shares.reduce(0, +) - 1).magnitude < 1e-9)
      #expect([0, 1].contains(found.value(.target, at: Double(place)) ?? -1))
    }
    let masked = ProbeRequest(.predictions(samples: 4), sample: ProbeSample(split: .test, examples: 30))
    let half = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)
    let mean = try record(
      "{ rare-features: { nuisance: 5 } }", logistic, loss: .crossEntropy(labelSmoothing: 0), dropout: half,
      normalization: .unit, probe: masked)
    #expect(mean.values.count == 90)
  }
}
