import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

struct InferenceRunnerTests {
  static let everything: [InferenceMode] =
    [.weightScaling, .monteCarlo(samples: 7, mean: .arithmetic), .monteCarlo(samples: 7, mean: .geometric)]
    + [.gaussianClosedForm, .gaussianMoments(samples: 3), .meanWeights, .reestimate(examples: 60)]
    + InferenceFault.allCases.map { .fault($0) }

  static let fixtures = [
    InferenceFixture(.dropping, everything), InferenceFixture(InferenceFixture.normalized, everything),
    InferenceFixture(InferenceFixture.dropConnect, everything),
    InferenceFixture(InferenceFixture.normalized, everything, bank: 6),
    InferenceFixture(InferenceFixture.dropConnect, everything, splits: [.validation, .test], bank: 6),
  ]

  // MARK: The same bits

  @Test(arguments: fixtures.indices)
  func `inference leaves the outcome alone and has the same bits again, on other threads`(_ index: Int) throws {
    let fixture = Self.fixtures[index]
    let expected = try fixture.finished()
    #expect(try fixture.fixture.finished().outcome == expected.outcome)
    #expect(expected.inference.map(\.request) == fixture.trial.inference)
    for other in ParallelThreads.map(2, { _ in Result { try fixture.finished().inference } }) {
      #expect(try other.get() == expected.inference)
    }
  }

  @Test(arguments: [1, 7, 500], fixtures.indices)
  func `the batch size of evaluation never shows in inference`(_ size: Int, _ index: Int) throws {
    #expect(
      try Self.fixtures[index].finished(evaluationBatch: size).inference == Self.fixtures[index].finished().inference)
  }

  @Test func `the network is left as it was found`() throws {
    let once = try InferenceFixture(InferenceFixture.normalized, [.monteCarlo(samples: 7, mean: .arithmetic)])
      .finished()
    let after = try InferenceFixture(
      InferenceFixture.normalized, Self.everything.reversed() + [.monteCarlo(samples: 9, mean: .arithmetic)]
    ).finished()
    let mode = InferenceMode.monteCarlo(samples: 7, mean: .arithmetic)
    #expect(try once.record(mode) == after.record(mode))
  }

  // MARK: Agreement

  @Test func `weight scaling is the evaluation that every trial has`() throws {
    let finished = try InferenceFixture([.weightScaling], splits: [.validation, .test]).finished()
    for split in [Split.validation, .test] {
      let record = try finished.record(.weightScaling, on: split)
      for metric in [InferenceMetric.error, .nll, .ece, .brier] {
        let own = try #require(metric.metric.flatMap { finished.outcome.value($0, split, epoch: 3) })
        let value = try #require(record.last(metric))
        #expect(abs(value - own) < 1e-6, "\(metric) on \(split)")
      }
      #expect(record.last(.divergence) == nil)
    }
  }

  @Test func `the bank of masks is one: more samples go on where fewer ended`() throws {
    let few = try InferenceFixture([.monteCarlo(samples: 5, mean: .arithmetic)]).finished()
    let many = try InferenceFixture([.monteCarlo(samples: 50, mean: .arithmetic)]).finished()
    let first = try few.record(.monteCarlo(samples: 5, mean: .arithmetic)).values
    #expect(try many.record(.monteCarlo(samples: 50, mean: .arithmetic)).values.prefix(first.count) == first[...])
    #expect(first.map(\.samples) == [1, 2, 5].flatMap { [Int](repeating: $0, count: 7) })
  }

  @Test func `one sample is one pass with masks, whose masks disagree about nothing`() throws {
    let finished = try InferenceFixture([.monteCarlo(samples: 1, mean: .geometric), .fault(.maskLeftOn)]).finished()
    let one = try finished.record(.monteCarlo(samples: 1, mean: .geometric))
    let faulty = try finished.record(.fault(.maskLeftOn))
    #expect(try #require(faulty.last(.errorSpread)) > 0)
    #expect(abs(try #require(one.last(.nll)) - (try #require(faulty.last(.nll)))) < 1)
  }

  @Test(arguments: EnsembleMean.allCases)
  func `many masks come to the mean over every subnetwork`(_ mean: EnsembleMean) throws {
    let modes: [InferenceMode] = [.exhaustive(mean: mean), .monteCarlo(samples: 3000, mean: mean)]
    let finished = try InferenceFixture(InferenceFixture.tiny, modes).finished()
    let exact = try finished.record(modes[0])
    #expect(exact.values.allSatisfy { $0.samples == 512 })
    for metric in [InferenceMetric.nll, .brier, .entropy, .divergence] {
      let (all, drawn) = (try #require(exact.last(metric)), try finished.value(metric, modes[1]))
      // Means over 61 examples of quantities whose spread over masks is below .5: 4.5 standard errors.
      #expect(abs(all - drawn) < 4.5 * 0.5 / (3000.0 * 61).squareRoot(), "\(metric) \(all) \(drawn)")
    }
  }

  @Test func `re-estimated statistics change what batch normalisation answers, weight scaling not`() throws {
    let finished = try InferenceFixture(InferenceFixture.normalized, [.reestimate(examples: nil)]).finished()
    let record = try finished.record(.reestimate(examples: nil))
    #expect(try #require(record.last(.divergence)) > 1e-4)
    let plain = try finished.value(.nll, .weightScaling)
    let own = try #require(finished.outcome.value(.nll, .test, epoch: 6))
    #expect(abs(plain - own) < 1e-9)
  }

  // MARK: DropConnect

  @Test func `Gaussian sampling comes to the closed form, and both differ from the mean weights`() throws {
    let modes: [InferenceMode] = [.gaussianClosedForm, .gaussianMoments(samples: 2000), .meanWeights]
    let finished = try InferenceFixture(InferenceFixture.dropConnect, modes).finished()
    let (closed, sampled) = (try finished.value(.nll, modes[0]), try finished.value(.nll, modes[1]))
    let plain = try finished.value(.nll, .weightScaling)
    #expect(abs(closed - sampled) < 2e-3, "\(closed) \(sampled)")
    #expect(abs(closed - plain) > 2 * abs(closed - sampled))
    #expect(try finished.value(.nll, .meanWeights) == plain)
  }

  // MARK: Faults

  @Test func `every way of getting it wrong costs likelihood`() throws {
    var trained = TrialFixture(
      epochs: 12, dropout: DropoutPlacement(hidden: .same(.bernoulli(rate: Rate(0.2), convention: .classic))))
    trained.spec.training.batchSize = 10
    let plain = try InferenceFixture(trained, InferenceFault.allCases.map { .fault($0) }).finished()
    let right = try plain.value(.nll, .weightScaling)
    for fault in [InferenceFault.maskLeftOn, .oneSiteLeftOn, .rateRetentionSwapped] {
      #expect(try plain.value(.nll, .fault(fault)) > right, "\(fault)")
      #expect(try plain.value(.divergence, .fault(fault)) > 0)
    }
    #expect(try plain.value(.nll, .fault(.rateRetentionSwapped)) > right + 0.05)
    // The factor is compensated by confidence here and there, so only a change is certain.
    for fault in [InferenceFault.classicUnscaled, .invertedScaledTwice] {
      #expect(try abs(plain.value(.nll, .fault(fault)) - right) > 0.005, "\(fault)")
    }
    let normalized = try InferenceFixture(
      InferenceFixture.normalized, [.fault(.batchNormInTraining), .fault(.trainingMode)]
    ).finished()
    #expect(try normalized.value(.divergence, .fault(.batchNormInTraining)) > 1e-3)
    #expect(try normalized.value(.nll, .fault(.trainingMode)) > normalized.value(.nll, .weightScaling))
  }

  /// Behind a pooling, between convolutions and behind a recurrent layer the noise is a stage of its own.
  @Test(arguments: [
    (
      NetworkSpec.cnn(
        CNNSpec(convolutions: [
          ConvolutionSpec(channels: 5, kernel: 3, padding: 1, pool: .max(size: 2, stride: 2)),
          ConvolutionSpec(channels: 4, kernel: 1, pool: .average(size: 2, stride: 2)),
        ])), DropoutPlacement(maps: .same(TrialFixture.classic))
    ),
    (.recurrent(RecurrentSpec(cell: .lstm, units: 8)), DropoutPlacement(hidden: .same(TrialFixture.classic))),
    (.fractal(FractalSpec(channels: [4], columns: 2)), DropoutPlacement(maps: .same(TrialFixture.classic))),
  ])
  func `faults of the factor act wherever masks on units act`(
    _ network: NetworkSpec, _ dropout: DropoutPlacement
  ) throws {
    var fixture = TrialFixture(epochs: 2, dropout: dropout)
    fixture.spec.network = network
    let faults: [InferenceFault] = [.classicUnscaled, .invertedScaledTwice, .rateRetentionSwapped]
    let finished = try InferenceFixture(fixture, faults.map { .fault($0) }).finished()
    for fault in faults { #expect(try finished.value(.divergence, .fault(fault)) > 1e-6, "\(fault)") }
  }

  /// Without its factor a classic branch is one that is never dropped, and an inverted one that is kept as it is trained.
  @Test(arguments: Convention.allCases, [GateSharing.batch, .example])
  func `faults of the factor act on the branches of stochastic depth, block by block`(
    _ convention: Convention, _ gate: GateSharing
  ) throws {
    let depth = StochasticDepth(survival: .linear(last: 0.4), gate: gate, convention: convention)
    var fixture = TrialFixture(epochs: 4, dropout: DropoutPlacement(residual: .stochasticDepth(depth)))
    fixture.spec.network = .resmlp(ResMLPSpec(width: 12, blocks: 3))
    let faults: [InferenceFault] = [.classicUnscaled, .invertedScaledTwice, .rateRetentionSwapped]
    let finished = try InferenceFixture(fixture, faults.map { .fault($0) }).finished()
    for fault in faults { #expect(try finished.value(.divergence, .fault(fault)) > 1e-6, "\(fault)") }
    #expect(Set(try faults.map { try finished.value(.nll, .fault($0)) }).count == 3)
  }

  @Test func `training mode runs a schedule where training ends`() throws {
    var fixture = InferenceFixture.normalized
    fixture.spec.dropout = DropoutPlacement(hidden: .same(.scheduled(TrialFixture.half, .early(until: 0.5))))
    let finished = try InferenceFixture(fixture, [.fault(.trainingMode), .fault(.batchNormInTraining)]).finished()
    // At the end nothing is dropped, so that no chance is left but the batches.
    #expect(try finished.value(.errorSpread, .fault(.trainingMode)) < 1e-12)
    let (own, without) = try (
      finished.value(.nll, .fault(.trainingMode)), finished.value(.nll, .fault(.batchNormInTraining))
    )
    #expect((own - without).magnitude < 1e-12)
  }

  @Test func `swapping rate and retention is invisible at one half`() throws {
    let fixture = TrialFixture(epochs: 6, dropout: DropoutPlacement(hidden: .same(TrialFixture.half)))
    let finished = try InferenceFixture(fixture, [.fault(.rateRetentionSwapped)]).finished()
    #expect(try finished.value(.nll, .fault(.rateRetentionSwapped)) == finished.value(.nll, .weightScaling))
    #expect(try abs(finished.value(.divergence, .fault(.rateRetentionSwapped))) < 1e-12)
  }

  @Test func `a classic network without its factor is an inverted one with the factor one over p`() throws {
    var inverted = TrialFixture(epochs: 6, dropout: DropoutPlacement(hidden: .same(TrialFixture.half)))
    inverted.spec.network = .mlp(MLPSpec(hidden: [24]))
    let finished = try InferenceFixture(
      inverted, [.fault(.classicUnscaled), .fault(.invertedScaledTwice)]
    ).finished()
    // One positively homogeneous layer without much bias: the order of the classes hardly moves, the likelihood does.
    let errors = try [InferenceFault.classicUnscaled, .invertedScaledTwice].map {
      try finished.value(.error, .fault($0))
    }
    let right = try finished.value(.error, .weightScaling)
    #expect(errors.allSatisfy { abs($0 - right) < 0.1 })
    #expect(try abs(finished.value(.nll, .fault(.classicUnscaled)) - finished.value(.nll, .weightScaling)) > 0.01)
  }

  // MARK: Stopping

  @Test func `inference stops between two passes`() throws {
    let fixture = InferenceFixture([.monteCarlo(samples: 1000, mean: .arithmetic)])
    let trainer = try Trainer(fixture.trial, on: fixture.fixture.dealt(), evaluationBatch: 250)
    var asked = 0
    #expect(throws: TrainingCancelled.self) {
      _ = try trainer.train(isCancelled: {
        asked += 1
        return asked > 100
      })
    }
    #expect(asked == 101)
  }
}

// MARK: - Asking again

extension InferenceRunnerTests {
  @Test func `kept weights answer as the network did when it was trained`() throws {
    var kept = TrialFixture.dropping
    kept.keepsWeights = true
    let fixture = InferenceFixture(kept, Self.everything)
    let trained = try fixture.finished()
    let weights = try #require(trained.outcome.weights)
    let trainer = try Trainer(fixture.trial, on: kept.dealt())
    let answered = try #require(try trainer.answer(with: weights, of: trained.outcome))
    #expect(answered.inference == trained.inference && answered.outcome == trained.outcome)
  }

  @Test func `weights that were rounded or belong to another network are not asked`() throws {
    var classic = TrialFixture(dropout: DropoutPlacement(hidden: .same(TrialFixture.classic)))
    classic.keepsWeights = true
    var normalized = InferenceFixture.normalized
    normalized.keepsWeights = true
    for fixture in [InferenceFixture(classic, [.weightScaling]), InferenceFixture(normalized, [.weightScaling])] {
      let trained = try fixture.finished()
      let weights = try #require(trained.outcome.weights)
      let trainer = try Trainer(fixture.trial, on: fixture.fixture.dealt())
      #expect(try trainer.answer(with: weights, of: trained.outcome) == nil)
      #expect(try trainer.answer(with: Array(weights.dropLast()), of: trained.outcome) == nil)
    }
  }
}
