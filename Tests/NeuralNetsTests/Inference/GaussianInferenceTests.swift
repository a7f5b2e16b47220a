import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

struct GaussianInferenceTests {
  /// The worked example of T15 and T17: weights W of three units over four inputs; masks are M / p here, so p W is held.
  private static let weights: [Float] = [0.2, -0.4, 0.1, 0.3, -0.5, 0.6, 0.2, -0.1, 0.3, 0.1, -0.2, 0.4]
  private static let bias: [Float] = [0.1, -0.2, 0.05]
  private static let input: [Float] = [0.5, -1, 2, 1.5]
  private static let plan = RandomPlan(seed: 17).replicate(0)

  /// A dropped layer with an activation, then an output layer that hands every unit on.
  private static func network(
    _ retention: Double, _ activation: Activation = .relu, masksBias: Bool = false
  ) -> Network {
    let dropped = DropConnect(rate: Rate(retention: retention), masksBias: masksBias)
    let network = Network(
      .mlp(MLPSpec(hidden: [3], activation: activation)),
      dropout: DropoutPlacement(weights: .dropConnect(dropped)),
      regularization: Regularization(), optimizer: .sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false),
      input: MapShape(channels: 4), outputs: 3, capacity: 8, plan: plan)
    let parameters = network.parameters
    network.set(parameters[0], weights.map { $0 * Float(retention) })
    network.set(parameters[1], bias)
    network.set(parameters[2], [1, 0, 0, 0, 1, 0, 0, 0, 1])
    network.set(parameters[3], [0, 0, 0])
    return network
  }

  private static func means(_ network: Network, samples: Int?, examples: [UInt32] = [5]) -> [Float] {
    let inference = GaussianInference(network)
    let rows = examples.flatMap { _ in input }
    examples.withUnsafeBufferPointer { inference.forward(rows, examples: $0, plan: plan, samples: samples) }
    return Array(inference.logits.values.prefix(3 * examples.count))
  }

  @Test
  func `the closed form has the golden values of the moments`() {
    let half = Self.means(Self.network(0.5), samples: nil)
    #expect(zip(half, [0.677066, 0.018253, 0.251907]).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "\(half)")
    let most = Self.means(Self.network(0.8), samples: nil)
    #expect(abs(Double(most[2]) - 0.283239) < 1e-6, "\(most)")
  }

  /// The moments of a unit over all 32 masks of its four weights and its bias, and ReLU's mean under the normal law of them.
  @Test(arguments: [0.5, 0.8])
  func `the variance of masked biases is in the moments`(_ p: Double) {
    let found = Self.means(Self.network(p, masksBias: true), samples: nil)
    let sampled = Self.means(Self.network(p, masksBias: true), samples: 20_000)
    for unit in 0..<3 {
      let weighted = (0..<4).map { p * Double(Self.weights[4 * unit + $0]) * Double(Self.input[$0]) }
      let terms = weighted + [Double(Self.bias[unit])]
      var (mean, square) = (0.0, 0.0)
      for mask in 0..<32 {
        let kept = (0..<5).filter { mask >> $0 & 1 == 1 }
        let chance = pow(p, Double(kept.count)) * pow(1 - p, Double(5 - kept.count))
        let sum = kept.reduce(0) { $0 + terms[$1] / p }
        mean += chance * sum
        square += chance * sum * sum
      }
      let deviation = (square - mean * mean).squareRoot()
      let z = mean / deviation
      let expected = mean * erfc(-z / 2.0.squareRoot()) / 2 + deviation * exp(-z * z / 2) / (2 * .pi).squareRoot()
      #expect((Double(found[unit]) - expected).magnitude < 1e-6, "unit \(unit)")
      #expect((Double(sampled[unit]) - expected).magnitude < 4.5 * 0.45 / 20_000.0.squareRoot(), "unit \(unit)")
    }
    #expect(found != Self.means(Self.network(p), samples: nil))
  }

  @Test(arguments: [0.5, 0.8])
  func `samples come to the closed form, and linear units to the mean weights`(_ p: Double) {
    let closed = Self.means(Self.network(p), samples: nil)
    let sampled = Self.means(Self.network(p), samples: 20_000)
    // Standard deviations of the sums lie below .4.
    #expect(zip(closed, sampled).allSatisfy { abs($0 - $1) < 4.5 * 0.4 / Float(20_000).squareRoot() }, "\(sampled)")
    let linear = Self.means(Self.network(p, .identity), samples: 20_000)
    let mean = zip(p == 0.5 ? [0.675, -0.5, 0.175] : [1.02, -0.68, 0.25], linear)
    #expect(mean.allSatisfy { abs($0 - Double($1)) < 4.5 * 0.4 / 20_000.0.squareRoot() }, "\(linear)")
  }

  @Test
  func `examples of a batch draw their own numbers, the same in any batch`() {
    let network = Self.network(0.8)
    let both = Self.means(network, samples: 3, examples: [5, 9])
    #expect(Array(both[0..<3]) != Array(both[3...]))
    #expect(Array(both[3...]) == Self.means(network, samples: 3, examples: [9]))
  }
}
