import Datasets
import Experiments
import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing
import Training

/// Trained language models, asked with noise on and off.
struct SymbolInferenceTests {
  private static let sampled = InferenceMode.monteCarlo(samples: 5, mean: .arithmetic)
  private static let modes: [InferenceMode] = [
    sampled, .monteCarlo(samples: 5, mean: .geometric), .fault(.maskLeftOn), .fault(.oneSiteLeftOn),
    .fault(.classicUnscaled),
  ]
  private static let (symbols, steps) = (6, 9)

  /// Masks on words, vectors, inputs, states and weights, and on what is handed on.
  private static let dropout = DropoutPlacement(
    hidden: .same(TrialFixture.fifth),
    recurrent: RecurrentDropout(input: Rate(0.2), state: .tied(rate: Rate(0.3)), weights: Rate(0.1)),
    embedding: EmbeddingDropout(words: Rate(0.1), vectors: TrialFixture.fifth))

  private static func fixture(
    _ modes: [InferenceMode], splits: [Split] = [.test], bank: Int? = nil
  ) -> InferenceFixture {
    var language = MarkovLanguage()
    (language.symbols, language.steps) = (symbols, steps)
    var fixture = TrialFixture(training: 83, epochs: 3, dropout: dropout)
    fixture.spec.dataset.source = .generated(.markovLanguage(language))
    fixture.spec.network = .recurrent(RecurrentSpec(cell: .lstm, units: 12, embedding: 5))
    fixture.spec.optimizer = .sgd(learningRate: 0.5, momentum: .constant(0.9), nesterov: false)
    fixture.keepsWeights = true
    return InferenceFixture(fixture, modes, splits: splits, bank: bank)
  }

  private static func data(_ spec: TrialSpec) throws -> DealtExamples {
    try DatasetStore(folders: DatasetFolders(roots: [], own: URL(filePath: "nowhere"))).load(
      spec.dataset.source, seed: 11
    ).deal(spec.dataset, seed: 11, replicate: 1)
  }

  private func finished(
    _ modes: [InferenceMode] = modes, splits: [Split] = [.test], bank: Int? = nil, evaluationBatch: Int = 250
  ) throws -> FinishedTrial {
    let trial = Self.fixture(modes, splits: splits, bank: bank).trial
    return try Trainer(trial, on: Self.data(trial.spec), evaluationBatch: evaluationBatch).train()
  }

  // MARK: The same bits

  @Test func `neither batches of evaluation nor other threads show in what a language model answers`() throws {
    let expected = try finished(bank: 4)
    #expect(expected.inference.map(\.request.mode) == [.weightScaling] + Self.modes)
    let others = ParallelThreads.map(3) { part in Result { try finished(bank: 4, evaluationBatch: [1, 7, 250][part]) } }
    for other in others { #expect(try other.get().inference == expected.inference) }
    #expect(try finished([.weightScaling]).outcome == expected.outcome)
  }

  @Test func `more samples go on where fewer ended`() throws {
    let few = try finished([.monteCarlo(samples: 2, mean: .arithmetic)])
    let first = try few.record(.monteCarlo(samples: 2, mean: .arithmetic)).values
    #expect(try finished([Self.sampled]).record(Self.sampled).values.prefix(first.count) == first[...])
  }

  // MARK: Agreement

  @Test func `weight scaling is the evaluation that every trial has, symbol by symbol`() throws {
    let finished = try finished([Self.sampled], splits: [.validation, .test])
    for split in [Split.validation, .test] {
      let record = try finished.record(.weightScaling, on: split)
      #expect(record.values.map(\.metric) == [.error, .nll, .perplexity, .entropy])
      for metric in [InferenceMetric.error, .nll, .perplexity] {
        let own = try #require(metric.metric.flatMap { finished.outcome.value($0, split, epoch: 3) })
        #expect(abs(try #require(record.last(metric)) - own) < 1e-5, "\(metric) on \(split)")
      }
    }
  }

  @Test func `Monte Carlo is the mean of the probabilities of every symbol over the passes of its samples`() throws {
    let finished = try finished([Self.sampled])
    let spec = finished.trial.spec
    let data = try Self.data(spec).test
    let passes = try (0..<5).map { try Self.probabilities(finished, data, sample: $0) }
    var targets = [UInt32](repeating: 0, count: data.count * Self.steps)
    targets.withUnsafeMutableBufferPointer { data.gatherSymbols(Array(0..<UInt32(data.count))[...], into: $0) }
    var (nll, entropy, single, wrong) = (0.0, 0.0, 0.0, 0.0)
    for (row, target) in targets.enumerated() {
      let mean = (0..<Self.symbols).map { symbol in passes.reduce(0) { $0 + $1[row][symbol] } / 5 }
      nll -= log(mean[Int(target)])
      entropy += Self.entropy(mean)
      single += passes.reduce(0) { $0 + Self.entropy($1[row]) } / 5
      wrong += mean.firstIndex(of: mean.max() ?? 0) == Int(target) ? 0 : 1
    }
    let count = Double(targets.count)
    #expect(data.count == 61 && targets.count == 61 * 9)
    #expect(abs(try finished.value(.nll, Self.sampled) - nll / count) < 1e-6)
    #expect(abs(try finished.value(.perplexity, Self.sampled) - exp(nll / count)) < 1e-5)
    #expect(abs(try finished.value(.entropy, Self.sampled) - entropy / count) < 1e-6)
    #expect(abs(try finished.value(.mutualInformation, Self.sampled) - (entropy - single) / count) < 1e-6)
    #expect(try finished.value(.error, Self.sampled) == wrong / count)
    #expect(entropy - single > 1e-3 * count, "masks disagree")
  }

  private static func entropy(_ law: [Double]) -> Double { law.reduce(0) { $0 - $1 * log($1) } }

  /// What one pass with noise gives every symbol: rows step · examples + example of probabilities.
  private static func probabilities(_ trial: FinishedTrial, _ examples: Examples, sample: Int) throws -> [[Double]] {
    let (spec, plan) = (trial.trial.spec, RandomPlan(seed: 11).replicate(1))
    let network = Network(
      spec.network, dropout: spec.dropout, regularization: spec.regularization, optimizer: spec.optimizer,
      input: MapShape(examples.shape), outputs: symbols, steps: steps, capacity: examples.count, plan: plan)
    let weights = Dictionary(uniqueKeysWithValues: try #require(trial.outcome.weights).map { ($0.name, $0.values) })
    for parameter in network.parameters { network.set(parameter, try #require(weights[parameter.name])) }
    let features = examples.features
    examples.positions.withUnsafeBufferPointer {
      network.forward(features, examples: $0, pass: .sampling(plan, sample: sample))
    }
    return (0..<examples.count * steps).map { row in
      let powers = (0..<symbols).map { exp(Double(network.logits.base[row * symbols + $0])) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  // MARK: Kinds of means

  @Test func `only arithmetic means over several samples know what masks disagree about`() throws {
    let finished = try finished()
    let record = try finished.record(Self.sampled)
    let one: [InferenceMetric] = [.error, .nll, .perplexity, .entropy, .mutualInformation, .divergence]
    for mark in [1, 2, 5] { #expect(record.values.filter { $0.samples == mark }.map(\.metric) == one) }
    #expect(abs(try #require(record.values.first { $0.metric == .mutualInformation }).value) < 1e-12)
    #expect(try finished.record(.monteCarlo(samples: 5, mean: .geometric)).last(.mutualInformation) == nil)
    #expect(try finished.value(.errorSpread, .fault(.maskLeftOn)) > 0)
    #expect(try finished.value(.divergence, .fault(.classicUnscaled)) > 1e-6)
  }
}
