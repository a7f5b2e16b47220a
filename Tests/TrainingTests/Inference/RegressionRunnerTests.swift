import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

/// Trained networks that answer with real numbers, asked with noise on and off.
struct RegressionRunnerTests {
  private static let sampled = InferenceMode.monteCarlo(samples: 10, mean: .arithmetic)

  private func finished(
    _ set: GeneratedDataset, loss: Loss, dropout: Dropout = TrialFixture.fifth, evaluationBatch: Int = 250,
    splits: [Split] = [.test]
  ) throws -> FinishedTrial {
    var fixture = TrialFixture(training: 163, epochs: 20, dropout: DropoutPlacement(hidden: .same(dropout)))
    fixture.spec.dataset.source = .generated(set)
    fixture.spec.loss = loss
    fixture.spec.optimizer = .sgd(learningRate: 0.002, momentum: .constant(0.9), nesterov: false)
    let data = try DatasetStore(folders: DatasetFolders(roots: [], own: URL(filePath: "nowhere")))
      .load(fixture.spec.dataset.source, seed: 11).deal(fixture.spec.dataset, seed: 11, replicate: 1)
    let trial = InferenceFixture(fixture, [Self.sampled], splits: splits).trial
    return try Trainer(trial, on: data, evaluationBatch: evaluationBatch).train()
  }

  private static func metrics(_ record: InferenceRecord, samples: Int) -> [InferenceMetric] {
    record.values.filter { $0.samples == samples }.map(\.metric)
  }

  @Test(arguments: [Loss.meanSquaredError, .normalLikelihood])
  func `weight scaling is the evaluation that every trial has`(_ loss: Loss) throws {
    let trial = try finished(.concreteLine(ConcreteLine()), loss: loss)
    func last(_ metric: Metric) throws -> Double {
      try #require(trial.outcome.metrics.last { $0.metric == metric && $0.split == .test }).value
    }
    #expect(abs(try trial.value(.meanSquare, .weightScaling) / last(.meanSquare) - 1) < 1e-6)
    let record = try trial.record(.weightScaling)
    guard loss == .normalLikelihood else {
      #expect(Self.metrics(record, samples: 1) == [.meanSquare])
      return
    }
    #expect(Self.metrics(record, samples: 1) == [.nll, .meanSquare, .aleatoricSD])
    #expect(abs(try trial.value(.nll, .weightScaling) - last(.loss)) < 1e-9)
  }

  @Test func `masks spread the answers from the second pass on, and a gap has a spread of its own`() throws {
    let record = try finished(.gapSine(GapSine()), loss: .meanSquaredError).record(Self.sampled)
    #expect(Self.metrics(record, samples: 1) == [.meanSquare])
    for mark in [2, 5, 10] {
      #expect(
        Self.metrics(record, samples: mark)
          == [.meanSquare, .epistemicSD, .epistemicSDInGap, .epistemicSDOutsideGap])
    }
    let spreads = try [.epistemicSDInGap, .epistemicSD, .epistemicSDOutsideGap].map { try #require(record.last($0)) }
    #expect(spreads.allSatisfy { $0 > 0 } && spreads.min() != spreads[1] && spreads.max() != spreads[1])
  }

  @Test func `a validation split lies outside the gap like all training examples`() throws {
    let trial = try finished(.gapSine(GapSine()), loss: .meanSquaredError, splits: [.validation])
    let record = try trial.record(Self.sampled, on: .validation)
    #expect(record.last(.epistemicSDInGap) == nil)
    #expect(record.last(.epistemicSDOutsideGap) == record.last(.epistemicSD))
  }

  @Test(arguments: [Loss.meanSquaredError, .normalLikelihood])
  func `answers have the same bits on other threads, many at a time`(_ loss: Loss) throws {
    let expected = try finished(.gapSine(GapSine()), loss: loss)
    #expect(!expected.inference.isEmpty)
    let others = ParallelThreads.map(3) { _ in Result { try finished(.gapSine(GapSine()), loss: loss) } }
    for other in others {
      let trial = try other.get()
      #expect(trial.inference == expected.inference && trial.outcome == expected.outcome)
    }
  }

  @Test(arguments: [TrialFixture.fifth, .concrete(ConcreteNoise())])
  func `the size of the batches does not show`(_ dropout: Dropout) throws {
    let trials = try [250, 7].map {
      try finished(
        .concreteLine(ConcreteLine()), loss: .normalLikelihood, dropout: dropout, evaluationBatch: $0)
    }
    #expect(trials[0].inference == trials[1].inference && trials[0].outcome == trials[1].outcome)
    #expect(try trials[0].value(.epistemicSD, Self.sampled) > 0)
  }
}
