import NeuralNets
import Randomness
import Tensors

extension Identity {
  /// T27.
  static let maxNorm = Identity(
    "T27", "Max-norm projects each unit's incoming weights into a ball, keeps their direction and leaves the rest.",
    source: "Srivastava et al. 2014, section 5.1"
  ) { _ in
    var evidence = Evidence()
    let limit = 1.1
    let reference = Fixture.network([6, 40, 3], activation: .relu)
    let network = Network(reference, dropout: DropoutPlacement())
    let before = Rows(network)
    project(network, limit: limit)
    let once = Rows(network)
    project(network, limit: limit)
    let twice = Rows(network)
    let outside = before.norms.indices.filter { before.norms[$0] > limit }
    evidence.atLeast("units outside the ball", Double(outside.count), 5)
    evidence.atLeast("units inside the ball", Double(before.norms.count - outside.count), 5)
    evidence.atMost("largest norm after projection", once.norms.max() ?? 2, limit)
    evidence.atLeast(
      "smallest norm of a projected unit", outside.map { once.norms[$0] }.min() ?? 0, limit, within: 1e-6)
    evidence.true(
      "units inside keep their bits",
      before.norms.indices.allSatisfy { unit in
        outside.contains(unit) || before.weights[unit] == once.weights[unit]
      })
    let cosines = outside.map { before.cosine(once, unit: $0) }
    evidence.atLeast("smallest cosine of before and after", cosines.min() ?? 0, 1, within: 1e-12)
    evidence.true("projecting again changes no bit", once.weights == twice.weights)
    evidence.true("biases keep their bits", before.bias == once.bias)
    return evidence
  }

  /// A training step of learning rate zero under the constraint.
  private static func project(_ network: Network, limit: Double) {
    let optimizer = Optimizer.sgd(learningRate: 0, momentum: .constant(0), nesterov: false)
    let step = UpdateStep(
      optimizer, regularization: Regularization(maxNorm: limit), learningRate: 0, momentum: 0, epoch: 0, step: 0)
    _ = network.logits([Fixture.numbers(6)], examples: [0], pass: .evaluation)
    _ = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 1)
      .meanAndGradient(network.logits, labels: [0], rows: 1)
    network.backward(rows: 1, step: step)
  }

  /// The incoming weights of every unit of a network.
  private struct Rows {
    var weights: [[Float]] = []
    var bias: [Float] = []

    init(_ network: Network) {
      for layer in network.layers {
        let values = layer.weights.rowMajor
        for unit in 0..<layer.outputs { weights.append(Array(values[unit * layer.inputs..<(unit + 1) * layer.inputs])) }
        bias += layer.bias.values.prefix(layer.outputs)
      }
    }

    var norms: [Double] { weights.map { Self.dot($0, $0).squareRoot() } }

    func cosine(_ other: Rows, unit: Int) -> Double {
      Self.dot(weights[unit], other.weights[unit]) / (norms[unit] * other.norms[unit])
    }

    private static func dot(_ x: [Float], _ y: [Float]) -> Double {
      zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }
}
