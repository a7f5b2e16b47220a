import Foundation
import NeuralNets
import Specifications
import Tensors
import Testing

/// Networks whose noise learns its size, as PyTorch trained them; `Reference/make_learned.py` makes the file.
struct LearnedReferenceTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let name: String
      let losses, penalties: [Double]
      let learnedGradients, learned, weights, biases: [[Double]]
    }
    let cases: [Case]
  }

  private static let variants: [(dropout: Dropout, optimizer: Optimizer)] = [
    (
      .variational(VariationalNoise(divergence: .kingma, sharing: .unit, start: 0.3, weight: 2)),
      .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false)
    ),
    (
      .variational(VariationalNoise(divergence: .molchanov, start: 1.7)),
      .adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
    ),
    (
      .concrete(
        ConcreteNoise(start: Rate(0.3), temperature: 0.4, weightRegularizer: 0.03, dropoutRegularizer: 0.02)),
      .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false)
    ),
  ]

  @Test(arguments: variants.indices)
  func `losses, penalties, learned rates and weights over three steps are those of PyTorch`(_ index: Int) throws {
    let start = try PyTorchReference.read()
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference/learned.json")
    let expected = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file)).cases[index]
    let (dropout, optimizer) = Self.variants[index]
    let fixture = NetworkFixture(
      activation: .tanh, dropout: DropoutPlacement(input: dropout, hidden: .same(dropout)), optimizer: optimizer)
    let network = Network(
      .mlp(MLPSpec(hidden: fixture.hidden, activation: .tanh)), dropout: fixture.dropout,
      regularization: Regularization(), optimizer: optimizer, input: MapShape(channels: fixture.inputs),
      outputs: fixture.outputs, capacity: 5, trainingExamples: 40, plan: fixture.plan)
    for (layer, (weights, bias)) in zip(start.start.weights, start.start.biases).enumerated() {
      network.set(layer: layer, weights: weights, bias: bias)
    }
    let loss = fixture.lossFunction()
    for step in 0..<3 {
      let penalty = try #require(network.penalty)
      #expect((penalty - expected.penalties[step]).magnitude < 1e-5 * expected.penalties[step].magnitude)
      network.run(start.start.features, examples: start.examples, pass: fixture.training(step))
      let value = loss.meanAndGradient(network.logits, labels: start.labels, rows: 5)
      #expect((value - expected.losses[step]).magnitude < 1e-5 * expected.losses[step])
      network.backward(rows: 5, step: fixture.step(step))
      guard step == 0 else { continue }
      for (rate, gradient) in zip(network.learnedRates, expected.learnedGradients) {
        #expect(relativeError(rate.parameter.gradientRowMajor, gradient) < 1e-5, "\(rate.parameter.name)")
      }
    }
    for (rate, values) in zip(network.learnedRates, expected.learned) {
      #expect(relativeError(rate.parameter.rowMajor, values) < 1e-4, "\(rate.parameter.name)")
    }
    for (layer, found) in network.layers.enumerated() {
      #expect(relativeError(found.weights.rowMajor, expected.weights[layer]) < 1e-4, "weights \(layer)")
      #expect(relativeError(Array(found.bias.values.prefix(found.outputs)), expected.biases[layer]) < 1e-4)
    }
  }
}
