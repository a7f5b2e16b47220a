import NeuralNets
import Randomness
import Specifications

/// One forward and one backward pass of a tiny network under noise on its hidden units, number by number.
///
/// Three inputs, four hidden units with ReLU, two classes, cross-entropy. All in Double; `packageLogits` are those of the
/// package's own network in Float under the same noise.
package struct WalkThrough: Hashable, Sendable {
  package let input: [Double]
  package let label: Int
  /// [hidden × inputs] row-major, as `outputWeights` is [classes × hidden].
  package let hiddenWeights: [Double]
  package let hiddenBias: [Double]
  package let outputWeights: [Double]
  package let outputBias: [Double]

  /// z = W x + b.
  package let sums: [Double]
  /// a = max(0, z).
  package let activations: [Double]
  /// What the noise multiplies each hidden unit by.
  package let factors: [Double]
  /// ã = s ⊙ a.
  package let noisy: [Double]
  package let logits: [Double]
  package let packageLogits: [Double]
  package let probabilities: [Double]
  package let loss: Double

  /// ∂L/∂logits = p − y.
  package let logitSlopes: [Double]
  /// ∂L/∂ã.
  package let noisySlopes: [Double]
  /// ∂L/∂a = s ⊙ ∂L/∂ã.
  package let activationSlopes: [Double]
  /// ∂L/∂z: that of a where z > 0.
  package let sumSlopes: [Double]
  package let outputGradient: [Double]
  package let hiddenGradient: [Double]

  /// Without noise, as the network is evaluated.
  package let evaluationLogits: [Double]
  package let evaluationProbabilities: [Double]

  private static let network = ReferenceNetwork(
    layers: [
      ReferenceLayer(
        inputs: 3, weights: [0.5, -0.2, 0.3, -0.4, 0.6, 0.1, 0.2, 0.7, -0.5, 0.3, 0.4, 0.2], bias: [0.1, 0.8, 0, -0.5]),
      ReferenceLayer(inputs: 4, weights: [0.6, -0.3, 0.2, 0.4, -0.5, 0.7, 0.1, -0.2], bias: [0.05, -0.05]),
    ], activation: .relu)

  /// Walks with the noise that the package draws in the first step of a seed; the variant must act on units by factors.
  package init(_ dropout: Dropout, seed: UInt64) {
    let network = Self.network
    let pass = ForwardPass.training(RandomPlan(seed: seed).replicate(0), step: 0, progress: 1)
    let (input, label) = ([1, 0.5, -1.0], 0)
    let factors = NoiseRequest(dropout, pass: pass, examples: [0], units: 4).factors.map(Double.init)
    let all = [[1, 1, 1], factors]
    let trace = network.forward(input, factors: all)
    let slopes = Softmax.gradient(trace.logits, label: label)
    let gradient = network.gradient(trace, factors: all, logits: slopes)
    let hidden = Self.slopes(of: network.layers[1], slopes)
    let evaluation = network.logits(input, factors: [[1, 1, 1], Self.evaluationFactors(dropout)])
    let package = Network(network, dropout: DropoutPlacement(hidden: .same(dropout)))

    self.input = input
    self.label = label
    (hiddenWeights, hiddenBias) = (network.layers[0].weights, network.layers[0].bias)
    (outputWeights, outputBias) = (network.layers[1].weights, network.layers[1].bias)
    sums = trace.outputs[0]
    activations = sums.map { max(0, $0) }
    self.factors = factors
    noisy = trace.inputs[1]
    logits = trace.logits
    packageLogits = package.logits([input], examples: [0], pass: pass).map(Double.init)
    probabilities = Softmax.probabilities(logits)
    loss = Softmax.crossEntropy(logits, label: label)
    logitSlopes = slopes
    noisySlopes = hidden
    activationSlopes = zip(hidden, factors).map { $0 * $1 }
    sumSlopes = gradient[0].bias
    outputGradient = gradient[1].weights
    hiddenGradient = gradient[0].weights
    evaluationLogits = evaluation
    evaluationProbabilities = Softmax.probabilities(evaluation)
  }

  /// Wᵀ δ.
  private static func slopes(of layer: ReferenceLayer, _ outer: [Double]) -> [Double] {
    (0..<layer.inputs).map { unit in
      layer.bias.indices.reduce(0) { $0 + layer.weights[$1 * layer.inputs + unit] * outer[$1] }
    }
  }

  /// The retention under the classic convention, 1 elsewhere.
  private static func evaluationFactors(_ dropout: Dropout) -> [Double] {
    guard case .bernoulli(let rate, .classic) = dropout else { return [1, 1, 1, 1] }
    return Array(repeating: rate.retention, count: 4)
  }
}
