import NeuralNets
import Randomness
import Specifications
import Tensors

/// A batch and the plan of its noise, the same in every test that asks for the same.
struct NetworkFixture {
  var inputs = 6
  var outputs = 3
  var hidden = [20, 7]
  var activation = Activation.relu
  var initialization = Initialization.he
  var dropout = DropoutPlacement()
  var loss = Loss.crossEntropy(labelSmoothing: 0)
  var regularization = Regularization()
  var optimizer = Optimizer.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false)
  var examples: [UInt32] = [3, 17, 4, 59_999, 1_000]
  let plan = RandomPlan(seed: 7).replicate(2)

  static let half = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)
  static let third = Dropout.bernoulli(rate: Rate(0.3), convention: .inverted)

  /// Values in (−1, 1) that depend on the example's position only.
  var features: [Float] {
    examples.flatMap { example in (0..<inputs).map { feature(example: Int(example), index: $0) } }
  }

  private func feature(example: Int, index: Int) -> Float {
    Float((example * 37 + index * 101 + 13) % 197) / 99 - 0.99
  }

  var labels: [UInt32] { examples.map { $0 % UInt32(outputs) } }

  func network(capacity: Int? = nil) -> Network {
    Network(
      .mlp(MLPSpec(hidden: hidden, activation: activation, initialization: initialization)), dropout: dropout,
      regularization: regularization, optimizer: optimizer, input: MapShape(channels: inputs), outputs: outputs,
      capacity: capacity ?? examples.count, plan: plan)
  }

  func lossFunction() -> LossFunction { LossFunction(loss, outputs: outputs, capacity: examples.count) }

  func training(_ step: Int) -> ForwardPass { .training(plan, step: step) }

  func step(_ step: Int, epoch: Int = 0) -> UpdateStep {
    UpdateStep(
      optimizer, regularization: regularization, learningRate: optimizer.learningRate,
      momentum: optimizer.momentum(epochs: Double(epoch)), epoch: epoch, step: step)
  }

  /// Trains on the batch for so many steps and returns the losses.
  func train(_ network: Network, steps: Int) -> [Double] {
    let loss = lossFunction()
    return (0..<steps).map { index in
      network.run(features, examples: examples, pass: training(index))
      let value = loss.meanAndGradient(network.logits, labels: labels, rows: examples.count)
      network.backward(rows: examples.count, step: step(index))
      return value
    }
  }

  /// The gradients of the batch's loss in a pass, from the input up.
  func gradients(_ network: Network, pass: ForwardPass) -> [(weights: [Float], bias: [Float])] {
    network.run(features, examples: examples, pass: pass)
    _ = lossFunction().meanAndGradient(network.logits, labels: labels, rows: examples.count)
    return network.weightGradients(rows: examples.count)
  }
}

extension Network {
  /// Computes the logits of a batch, [examples × outputs].
  @discardableResult
  func run(_ features: [Float], examples: [UInt32], pass: ForwardPass) -> [Float] {
    examples.withUnsafeBufferPointer { forward(features, examples: $0, pass: pass) }
    return Array(logits.values.prefix(examples.count * outputs))
  }

  /// Every weight and bias, layer by layer.
  var allValues: [[Float]] {
    layers.flatMap { [$0.weights.rowMajor, Array($0.bias.values.prefix($0.outputs))] }
  }

  /// Takes weights, [outputs × inputs], and biases of a layer.
  func set(layer: Int, weights: [Float], bias: [Float]) {
    layers[layer].weights.set(weights)
    for (unit, value) in bias.enumerated() { layers[layer].bias.base[unit] = value }
  }
}

/// max |a − b| / max |b|, the error in the units of the larger numbers.
func relativeError(_ found: [Float], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let largest = expected.map(\.magnitude).max() ?? 0
  let difference = zip(found, expected).map { (Double($0) - $1).magnitude }.max() ?? 0
  return difference / max(largest, 1e-30)
}
