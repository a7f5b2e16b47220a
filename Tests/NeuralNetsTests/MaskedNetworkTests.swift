import NeuralNets
import Specifications
import Testing

/// Every kind of network with noise in it: PyTorch is fed the masks that the addresses say.
struct MaskedNetworkTests {
  private static let images = MapShape(height: 9, width: 8, channels: 2)

  private static func inverted(_ rate: Double) -> Dropout { .bernoulli(rate: Rate(rate), convention: .inverted) }

  private static func depth(_ survival: SurvivalSchedule, _ gate: GateSharing, _ convention: Convention)
    -> ResidualDropout
  {
    .stochasticDepth(StochasticDepth(survival: survival, gate: gate, convention: convention))
  }

  private static func cnn(_ maps: Dropout, batchNorm: Bool = false) -> KindFixture {
    let convolutions = [
      ConvolutionSpec(channels: 5, kernel: 3, pool: .max(size: 2, stride: 2)),
      ConvolutionSpec(channels: 18, kernel: 3, stride: 2, padding: 1),
    ]
    return KindFixture(
      spec: .cnn(CNNSpec(convolutions: convolutions, hidden: [7], batchNorm: batchNorm)), input: images,
      dropout: DropoutPlacement(input: inverted(0.2), hidden: .same(inverted(0.5)), maps: .same(maps)))
  }

  private static func resnet(preactivation: Bool, _ maps: Dropout, _ residual: ResidualDropout) -> KindFixture {
    KindFixture(
      spec: .resnet(ResNetSpec(stages: [4, 6], blocks: 1, preactivation: preactivation)), input: images,
      dropout: DropoutPlacement(maps: .same(maps), residual: residual))
  }

  private static func recurrent(_ cell: RecurrentCell, _ dropout: RecurrentDropout) -> KindFixture {
    KindFixture(
      spec: .recurrent(RecurrentSpec(cell: cell, units: cell == .lstm ? 6 : 5)), input: images,
      dropout: DropoutPlacement(hidden: .same(inverted(0.3)), recurrent: dropout))
  }

  /// The cases of the script, in its order.
  static let fixtures: [KindFixture] = {
    let tied = RecurrentDropout(input: Rate(0.2), state: .tied(rate: Rate(0.3)), weights: Rate(0.25))
    let candidate = RecurrentDropout(state: .candidate(rate: Rate(0.3)))
    return [
      KindFixture(
        spec: .mlp(MLPSpec(hidden: [9, 7])),
        dropout: DropoutPlacement(input: inverted(0.2), weights: .dropConnect(DropConnect(rate: Rate(0.3), group: 2)))),
      cnn(inverted(0.3)), cnn(.spatial(rate: Rate(0.3)), batchNorm: true),
      cnn(.dropBlock(DropBlockNoise(rate: Rate(0.2), size: 2, gamma: .paper))),
      resnet(preactivation: false, .spatial(rate: Rate(0.3)), depth(.linear(last: 0.5), .batch, .classic)),
      resnet(preactivation: true, inverted(0.3), depth(.linear(last: 0.5), .example, .inverted)),
      recurrent(.lstm, tied), recurrent(.lstm, RecurrentDropout(state: .perStep(rate: Rate(0.3)))),
      recurrent(.lstm, candidate), recurrent(.lstm, RecurrentDropout(state: .cell(rate: Rate(0.3)))),
      recurrent(.lstm, RecurrentDropout(state: .zoneout(cell: Rate(0.4), hidden: Rate(0.2)))),
      recurrent(.gru, tied), recurrent(.gru, candidate),
      recurrent(.gru, RecurrentDropout(state: .zoneout(cell: Rate(0), hidden: Rate(0.2)))),
      KindFixture(
        spec: .vit(ViTSpec(patch: 3, width: 8, heads: 2, layers: 2, hidden: 12)),
        input: MapShape(height: 9, width: 6, channels: 2),
        dropout: DropoutPlacement(
          input: inverted(0.2), hidden: .same(inverted(0.4)), residual: depth(.uniform(0.7), .example, .inverted),
          attention: AttentionDropout(weights: Rate(0.25), heads: Rate(0.2)), branches: inverted(0.1))),
    ]
  }()

  @Test(arguments: fixtures.indices)
  func `with its masks fed in PyTorch has the same logits, gradients, three steps and evaluation`(_ index: Int) throws {
    let references = try NetworkReference.read("masked.json")
    #expect(references.count == Self.fixtures.count)
    Self.fixtures[index].expectAgreement(with: references[index])
  }
}
