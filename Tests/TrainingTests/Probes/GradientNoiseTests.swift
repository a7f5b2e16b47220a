import Experiments
import NeuralNets
import Specifications
import Testing

@testable import Training

struct GradientNoiseTests {
  private static let probe = Probe.gradientNoise(batches: 30, masks: 15)

  private static func fixture(_ dropout: DropoutPlacement) -> TrialFixture {
    TrialFixture(epochs: 12, dropout: dropout)
  }

  @Test
  func `the noise of known gradients is known`() {
    // (1, 0) and (3, 0): mean 2, variance 2. Equal ones have none, opposite ones no mean.
    #expect(GradientNoise.noise(squares: 10, sum: 16, count: 2) == 0.5)
    #expect(GradientNoise.noise(squares: 8, sum: 16, count: 2) == 0)
    #expect(GradientNoise.noise(squares: 2, sum: 0, count: 2) == 0)
  }

  @Test
  func `masks add noise, one mask per batch more than one per example`() throws {
    let finished = try ProbeFixture(
      Self.fixture(DropoutPlacement(hidden: .same(TrialFixture.half))), [ProbeRequest(Self.probe)]
    ).finished()
    let noise = try [ProbeStatistic.unmaskedNoise, .maskPerExampleNoise, .maskPerBatchNoise].map {
      try finished.value($0, of: Self.probe)
    }
    #expect(noise[0] > 0 && noise[1] > 1.1 * noise[0] && noise[2] > 1.5 * noise[1], "\(noise)")
    let (same, fresh) = (
      try finished.value(.sameBatchFall, of: Self.probe), try finished.value(.freshBatchFall, of: Self.probe)
    )
    #expect((0...1).contains(same) && (0...1).contains(fresh))
  }

  @Test
  func `whole batches without masks have no noise, and a small step down helps where masks change little`() throws {
    var fixture = Self.fixture(DropoutPlacement(hidden: .same(.bernoulli(rate: Rate(0.01), convention: .inverted))))
    fixture.spec.training.batchSize = 103
    fixture.spec.training.epochs = 1
    fixture.spec.optimizer = .sgd(learningRate: 0.01, momentum: .constant(0), nesterov: false)
    let finished = try ProbeFixture(fixture, [ProbeRequest(Self.probe)]).finished()
    // The order of the examples of a batch moves the last bits.
    #expect(try finished.value(.unmaskedNoise, of: Self.probe) < 1e-9)
    #expect(try finished.value(.maskPerExampleNoise, of: Self.probe) > 1e-6)
    #expect(try finished.value(.sameBatchFall, of: Self.probe) > 0.95)
  }

  @Test
  func `how masks were drawn in training does not show in what is measured at the same weights`() throws {
    let rate = Rate(0.5)
    let (single, whole) = (
      Dropout.bernoulli(rate: rate, convention: .inverted), Dropout.batchBernoulli(rate: rate, convention: .inverted)
    )
    let records = try [single, whole].map { dropout in
      let trained = try ProbeFixture(Self.fixture(DropoutPlacement(hidden: .same(dropout))), []).untrained()
      return try ProbeRunner(trained).record(of: ProbeRequest(Self.probe)) { false }
    }
    #expect(records[0].values == records[1].values)
  }

  @Test
  func `without Bernoulli masks there is nothing to ask`() {
    #expect(Self.probe.misfit(with: TrialFixture().spec) == "there are no Bernoulli masks of units")
    #expect(Self.probe.misfit(with: TrialFixture.dropping.spec) == nil)
  }
}
