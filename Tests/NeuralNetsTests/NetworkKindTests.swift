import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// A network of the script, with the values that its formulas give.
struct KindFixture {
  let spec: NetworkSpec
  var input = MapShape(channels: 12)
  var dropout = DropoutPlacement()
  var regularization = Regularization()
  let examples: [UInt32] = [3, 17, 4, 59_999, 1_000]
  let plan = RandomPlan(seed: 7).replicate(2)
  let optimizer = Optimizer.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false)

  var labels: [UInt32] { examples.map { $0 % 3 } }
  var features: [Float] {
    examples.flatMap { example in (0..<input.units).map { Float(Self.mixed($0, salt: example)) } }
  }

  func network() -> Network {
    let network = Network(
      spec, dropout: dropout, regularization: regularization, optimizer: optimizer, input: input, outputs: 3,
      capacity: examples.count, plan: plan)
    for parameter in network.parameters { network.set(parameter, Self.start(parameter)) }
    return network
  }

  /// The gradients of the first step, of a network of their own.
  func gradients() -> [(name: String, values: [Float])] {
    let network = network()
    let loss = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 5)
    network.run(features, examples: examples, pass: .training(plan, step: 0))
    _ = loss.meanAndGradient(network.logits, labels: labels, rows: 5)
    return network.gradients(rows: 5)
  }

  func update(_ step: Int) -> UpdateStep {
    UpdateStep(optimizer, regularization: regularization, learningRate: 0.1, momentum: 0.9, epoch: 0, step: step)
  }

  /// A number in [−1, 1) by the multiply and xor-shift of integers of 32 bits.
  static func mixed(_ index: Int, salt: UInt32) -> Double {
    var x = UInt32(truncatingIfNeeded: index) &* 747_796_405 &+ salt &* 289_133_645 &+ 12_345
    for _ in 0..<2 { x = (x ^ (x >> 16)) &* 0x45D9_F3B }
    return Double(x ^ (x >> 16)) / 2_147_483_648 - 1
  }

  /// First values of an array, row-major.
  static func start(_ parameter: Parameter) -> [Float] {
    let salt = parameter.name.utf8.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }
    let count = parameter.shape.reduce(1, *)
    let scale =
      parameter.shape.count > 1 ? (3 / (Double(count) / Double(parameter.shape[0]))).squareRoot() : 0.1
    let center = parameter.shape.count == 1 && parameter.name.hasSuffix(".weight") ? 1.0 : 0
    return (0..<count).map { Float(center + scale * mixed($0, salt: salt)) }
  }
}

struct NetworkKindTests {
  private static func depth(_ survival: SurvivalSchedule, _ gate: GateSharing, _ convention: Convention)
    -> DropoutPlacement
  {
    DropoutPlacement(
      residual: .stochasticDepth(StochasticDepth(survival: survival, gate: gate, convention: convention)))
  }

  /// The cases of the script, in its order.
  static let fixtures: [KindFixture] = {
    let image = MapShape(height: 9, width: 8, channels: 2)
    let convolutions = [
      ConvolutionSpec(channels: 5, kernel: 3, pool: .max(size: 2, stride: 2)),
      ConvolutionSpec(channels: 18, kernel: 3, stride: 2, padding: 1),
    ]
    let resmlp = NetworkSpec.resmlp(ResMLPSpec(width: 6, blocks: 2))
    return [
      KindFixture(spec: .mlp(MLPSpec(hidden: [9, 7])), regularization: Regularization(clipNorm: 0.5)),
      KindFixture(spec: resmlp),
      KindFixture(spec: .resmlp(ResMLPSpec(width: 6, blocks: 2, batchNorm: false))),
      KindFixture(spec: resmlp, dropout: depth(.linear(last: 0.5), .batch, .classic)),
      KindFixture(spec: resmlp, dropout: depth(.uniform(0.6), .example, .inverted)),
      KindFixture(spec: .cnn(CNNSpec(convolutions: convolutions, hidden: [7])), input: image),
      KindFixture(
        spec: .cnn(CNNSpec(convolutions: convolutions, hidden: [7], head: .average, batchNorm: true)), input: image),
      KindFixture(spec: .resnet(ResNetSpec(stages: [4, 6], blocks: 1)), input: image),
      KindFixture(spec: .resnet(ResNetSpec(stages: [4, 6], blocks: 1, preactivation: true)), input: image),
      KindFixture(spec: .recurrent(RecurrentSpec(cell: .lstm, units: 6)), input: image),
      KindFixture(
        spec: .vit(ViTSpec(patch: 3, width: 8, heads: 2, layers: 2, hidden: 12)),
        input: MapShape(height: 9, width: 6, channels: 2)),
      KindFixture(spec: .fractal(FractalSpec(channels: [4, 5], columns: 3)), input: image),
      KindFixture(
        spec: .recurrent(RecurrentSpec(cell: .gru, units: 5, layers: 2)), input: image,
        regularization: Regularization(clipNorm: 0.5)),
    ]
  }()

  @Test(arguments: fixtures.indices)
  func `logits, gradients, three steps and evaluation are those of PyTorch`(_ index: Int) throws {
    let references = try NetworkReference.read("networks.json")
    #expect(references.count == Self.fixtures.count)
    Self.fixtures[index].expectAgreement(with: references[index])
  }
}
