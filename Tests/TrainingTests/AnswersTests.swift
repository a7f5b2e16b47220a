import Datasets
import Experiments
import Foundation
import NeuralNets
import Randomness
import Specifications
import Testing
import Training

/// Networks that answer with numbers, with symbols or with their input, as trials.
struct AnswersTests {
  private struct Case: Sendable {
    let name: String
    let source: DatasetSource
    let network: NetworkSpec
    var dropout = DropoutPlacement()
    let loss: Loss
    var learningRate = 0.1
    /// The metric that must fall, and by which factor at least.
    let metric: Metric
    let factor: Double
  }

  private static let language: MarkovLanguage = {
    var language = MarkovLanguage()
    (language.symbols, language.steps) = (6, 9)
    return language
  }()
  private static let line = DatasetSource.generated(.concreteLine(ConcreteLine()))

  private static let cases: [Case] = [
    Case(
      name: "regression", source: .generated(.teacherStudent(TeacherStudent())), network: .mlp(MLPSpec(hidden: [20])),
      dropout: DropoutPlacement(hidden: .same(TrialFixture.fifth)), loss: .meanSquaredError, learningRate: 0.002,
      metric: .meanSquare, factor: 0.9),
    Case(
      name: "linear", source: line, network: .linear(LinearSpec(.linear)), loss: .meanSquaredError, metric: .meanSquare,
      factor: 0.5),
    Case(
      name: "likelihood", source: line, network: .mlp(MLPSpec(hidden: [8])), loss: .normalLikelihood,
      learningRate: 0.0003, metric: .loss, factor: 0.9),
    Case(
      name: "autoencoder", source: .gaussianBlobs, network: .autoencoder(AutoencoderSpec(hidden: [6])),
      dropout: DropoutPlacement(input: TrialFixture.fifth, hidden: .same(TrialFixture.half)), loss: .meanSquaredError,
      metric: .meanSquare, factor: 0.95),
    Case(
      name: "logistic", source: .twoMoons, network: .linear(LinearSpec(.logistic)),
      loss: .crossEntropy(labelSmoothing: 0),
      metric: .nll, factor: 0.95),
    Case(
      name: "language", source: .generated(.markovLanguage(language)),
      network: .recurrent(RecurrentSpec(cell: .lstm, units: 12, embedding: 5)),
      dropout: DropoutPlacement(
        hidden: .same(TrialFixture.fifth), recurrent: RecurrentDropout(state: .tied(rate: Rate(0.1))),
        embedding: EmbeddingDropout(words: Rate(0.1), vectors: TrialFixture.fifth)),
      loss: .crossEntropy(labelSmoothing: 0), learningRate: 0.5, metric: .perplexity, factor: 0.98),
    Case(
      name: "adding", source: .generated(.adding(AddingProblem())),
      network: .recurrent(RecurrentSpec(cell: .gru, units: 8)), loss: .meanSquaredError, metric: .meanSquare,
      factor: 0.999),
    Case(
      name: "normalised mlp", source: .twoMoons, network: .mlp(MLPSpec(hidden: [9, 7], batchNorm: true)),
      dropout: DropoutPlacement(hidden: .same(TrialFixture.fifth), sums: .each([TrialFixture.half, .none])),
      loss: .crossEntropy(labelSmoothing: 0), metric: .error, factor: 1),
  ]

  private func finished(_ index: Int, evaluationBatch: Int = 250) throws -> FinishedTrial {
    let one = Self.cases[index]
    var spec = TrialFixture(training: 163, epochs: 4, dropout: one.dropout).spec
    spec.dataset.source = one.source
    spec.network = one.network
    spec.loss = one.loss
    spec.optimizer = .sgd(learningRate: one.learningRate, momentum: .constant(0.9), nesterov: false)
    let data = try DatasetStore(folders: DatasetFolders(roots: [], own: URL(filePath: "nowhere"))).load(
      one.source, seed: 11
    )
    .deal(spec.dataset, seed: 11, replicate: 1)
    let trial = PlannedTrial(
      id: TrialID(hex: "00"), spec: spec, seed: 11, replicate: 1, configuration: 0, position: 0, purpose: .measurement,
      keepsWeights: true)
    return try Trainer(trial, on: data, evaluationBatch: evaluationBatch).train()
  }

  @Test(arguments: cases.indices)
  func `a trial has the same outcome in other batches of evaluation`(_ index: Int) throws {
    let expected = try finished(index).outcome
    #expect(expected.status == .completed, "\(Self.cases[index].name)")
    for size in [7, 61] {
      #expect(try finished(index, evaluationBatch: size).outcome == expected, "\(Self.cases[index].name)")
    }
  }

  @Test(arguments: cases.indices)
  func `training improves the answers, and their metrics are measured`(_ index: Int) throws {
    let one = Self.cases[index]
    let outcome = try finished(index).outcome
    let values = (1...4).compactMap { outcome.value(one.metric, .validation, epoch: $0) }
    #expect(values.count == 4, "\(one.name)")
    #expect(values[3] <= values[0] * one.factor, "\(one.name): \(values)")
    #expect((outcome.value(.meanSquare, .test, epoch: 4) != nil) == outcome.correctness.isEmpty, "\(one.name)")
  }

  @Test func `a language is scored symbol by symbol`() throws {
    let index = try #require(Self.cases.firstIndex { $0.name == "language" })
    let outcome = try finished(index).outcome
    #expect(outcome.correctness.count == (61 * 9 + 7) / 8)
    let nll = try #require(outcome.value(.nll, .test, epoch: 4))
    let loss = try #require(outcome.value(.loss, .test, epoch: 4))
    #expect((nll - loss).magnitude < 1e-12)
    #expect(nll < 1.7917594692280550, "no worse than the uniform law over six symbols")
  }
}
