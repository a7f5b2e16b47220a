import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// Networks that PyTorch trained in double precision; `Reference/make_reference.py` makes the file.
struct PyTorchReference: Decodable {
  struct Start: Decodable {
    let weights: [[Float]]
    let biases: [[Float]]
    let features: [Float]
  }
  struct Case: Decodable {
    let name: String
    let losses, logits: [Double]
    let weightGradients, biasGradients, weights, biases: [[Double]]
  }

  let widths: [Int]
  let examples, labels: [UInt32]
  let start: Start
  let cases: [Case]

  static func read() throws -> PyTorchReference {
    try JSONDecoder().decode(PyTorchReference.self, from: Data(contentsOf: folder.appending(path: "reference.json")))
  }

  /// The keys of the noise streams that the script drew from.
  static func keys() throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(contentsOf: folder.appending(path: "keys.json")))
  }

  private static var folder: URL { URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference") }
}

struct PyTorchTests {
  private static func dropout(_ make: (Rate) -> Dropout) -> DropoutPlacement {
    DropoutPlacement(input: make(Rate(0.2)), hidden: .same(make(Rate(0.5))))
  }

  /// The cases of the script, in its order.
  private static var fixtures: [NetworkFixture] {
    let inverted = dropout { .bernoulli(rate: $0, convention: .inverted) }
    let classic = dropout { .bernoulli(rate: $0, convention: .classic) }
    func sgd(_ rate: Double, _ momentum: Double, nesterov: Bool = false) -> Optimizer {
      .sgd(learningRate: rate, momentum: .constant(momentum), nesterov: nesterov)
    }
    return [
      NetworkFixture(dropout: inverted, optimizer: sgd(0.1, 0.9)),
      NetworkFixture(
        dropout: inverted, loss: .crossEntropy(labelSmoothing: 0.1), regularization: Regularization(l2: 0.05),
        optimizer: sgd(0.2, 0.8, nesterov: true)),
      NetworkFixture(
        dropout: inverted, regularization: Regularization(l2: 0.02),
        optimizer: .adam(learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6)),
      NetworkFixture(
        optimizer: .adamW(learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.3)),
      NetworkFixture(activation: .tanh, dropout: classic, loss: .meanSquaredError, optimizer: sgd(0.3, 0)),
      NetworkFixture(
        activation: .leakyReLU(slope: 0.1), dropout: dropout { .gaussian(rate: $0) }, optimizer: sgd(0.05, 0.5)),
      NetworkFixture(
        activation: .sigmoid, dropout: inverted, regularization: Regularization(maxNorm: 0.6),
        optimizer: sgd(0.5, 0.9)),
    ]
  }

  @Test func `the noise streams have the keys that the reference was drawn with`() throws {
    let plan = NetworkFixture().plan
    for (layer, key) in try PyTorchReference.keys() { #expect(String(plan.noise(layer: layer).key) == key) }
  }

  @Test(arguments: 0..<7)
  func `logits, gradients and three training steps are those of PyTorch`(_ index: Int) throws {
    let reference = try PyTorchReference.read()
    let fixture = Self.fixtures[index]
    let expected = reference.cases[index]
    #expect(reference.widths == [fixture.inputs] + fixture.hidden + [fixture.outputs])
    let network = fixture.network()
    for (layer, (weights, bias)) in zip(reference.start.weights, reference.start.biases).enumerated() {
      network.set(layer: layer, weights: weights, bias: bias)
    }
    let loss = fixture.lossFunction()
    for step in 0..<3 {
      let logits = network.run(reference.start.features, examples: reference.examples, pass: fixture.training(step))
      if step == 0 { #expect(relativeError(logits, expected.logits) < 1e-5) }
      let value = loss.meanAndGradient(network.logits, labels: reference.labels, rows: 5)
      #expect((value - expected.losses[step]).magnitude < 1e-5 * expected.losses[step])
      if step == 0 { check(network.weightGradients(rows: 5), expected) }
      network.backward(rows: 5, step: fixture.step(step))
    }
    for (layer, found) in network.layers.enumerated() {
      #expect(relativeError(found.weights.rowMajor, expected.weights[layer]) < 1e-4, "weights \(layer)")
      let bias = Array(found.bias.values.prefix(found.outputs))
      #expect(relativeError(bias, expected.biases[layer]) < 1e-4, "biases \(layer)")
    }
  }

  private func check(_ found: [(weights: [Float], bias: [Float])], _ expected: PyTorchReference.Case) {
    for (layer, gradients) in found.enumerated() {
      #expect(relativeError(gradients.weights, expected.weightGradients[layer]) < 1e-5, "weights \(layer)")
      #expect(relativeError(gradients.bias, expected.biasGradients[layer]) < 1e-5, "biases \(layer)")
    }
  }
}
