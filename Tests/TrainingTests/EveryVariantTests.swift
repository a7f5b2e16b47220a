import Experiments
import NeuralNets
import Specifications
import Testing
import Training

/// A trial has the same bits on any thread, beside others and in any batch of evaluation, whatever is dropped.
struct EveryVariantTests {
  private static let rate = Rate(0.3)
  private static let units: [Dropout] = [
    .bernoulli(rate: rate, convention: .inverted), .bernoulli(rate: rate, convention: .classic),
    .batchBernoulli(rate: rate, convention: .inverted), .gaussian(rate: rate), .clippedGaussian(rate: rate),
    .uniform(spread: 0.4), .variational(VariationalNoise(divergence: .kingma)), .concrete(ConcreteNoise()),
    .alpha(rate: rate), .scheduled(.bernoulli(rate: rate, convention: .inverted), .curriculum(speed: 10)),
  ]
  private static let maps: [Dropout] =
    units + [
      .spatial(rate: rate), .dropBlock(DropBlockNoise(rate: rate, size: 2)),
      .dropBlock(DropBlockNoise(rate: rate, size: 2, gamma: .paper, isShared: true)),
    ]
  private static let convolution = ConvolutionSpec(
    channels: 5, kernel: 3, padding: 1, pool: .max(size: 2, stride: 2))
  private static let cnn = NetworkSpec.cnn(CNNSpec(convolutions: [convolution], hidden: [7]))
  private static let mlp = NetworkSpec.mlp(MLPSpec(hidden: [12, 9]))

  static let cases: [(network: NetworkSpec, dropout: DropoutPlacement)] =
    (units + [.standout(StandoutNoise())]).map { (mlp, DropoutPlacement(hidden: .same($0))) }
    + maps.map { (cnn, DropoutPlacement(maps: .same($0))) }
    + [
      (cnn, DropoutPlacement(input: .cutout(CutoutNoise(size: 3, probability: 0.7)))),
      (mlp, DropoutPlacement(weights: .gaussianDropConnect(rate: rate))),
      (mlp, DropoutPlacement(weights: .fast(input: rate, hidden: rate))),
      (mlp, DropoutPlacement(weights: .dropConnect(DropConnect(rate: rate, group: 5)))),
      (mlp, DropoutPlacement(weights: .dropConnect(DropConnect(rate: rate, group: 5, masksBias: true)))),
    ]
    + [GateSharing.batch, .example].map { gate in
      let depth = StochasticDepth(survival: .linear(last: 0.4), gate: gate, convention: .inverted)
      return (
        .resmlp(ResMLPSpec(width: 8, blocks: 3)),
        DropoutPlacement(residual: .scheduled(.stochasticDepth(depth), .early(until: 0.6)))
      )
    }

  private func fixture(_ index: Int, _ dropout: DropoutPlacement) -> TrialFixture {
    var fixture = TrialFixture(training: 63, epochs: 2, dropout: dropout)
    fixture.spec.network = Self.cases[index].network
    return fixture
  }

  @Test(arguments: cases.indices)
  func `a trial has the same outcome on other threads, whatever it drops`(_ index: Int) throws {
    let fixture = fixture(index, Self.cases[index].dropout)
    let expected = try fixture.finished().outcome
    let outcomes = ParallelThreads.map(2) { part in
      Result { try fixture.finished(evaluationBatch: [7, 250][part]).outcome }
    }
    for outcome in outcomes { #expect(try outcome.get() == expected, "\(Self.cases[index].dropout)") }
    let plain = try self.fixture(index, DropoutPlacement()).finished().outcome
    #expect(plain.digests.finalWeights != expected.digests.finalWeights, "\(Self.cases[index].dropout)")
  }

  @Test func `no variant of the catalogue is missing`() {
    let missing = Set(Dropout.choices.map(\.name)).subtracting((Self.maps + Self.units).map(\.name))
    #expect(missing == ["none", "standout", "cutout"])
  }
}
