import NeuralNets
import Randomness
import Tensors

/// How the package's own networks meet the reference in Double.
extension Network {
  /// Makes a network of the reference's widths that holds its weights, rounded to Float.
  convenience init(
    _ reference: ReferenceNetwork, dropout: DropoutPlacement, regularization: Regularization = Regularization(),
    capacity: Int = 8, plan: ReplicatePlan = RandomPlan(seed: 1).replicate(0)
  ) {
    let activation: NeuralNets.Activation =
      switch reference.activation {
      case .relu: .relu
      case .identity: .identity
      }
    let spec = MLPSpec(hidden: Array(reference.sites.dropFirst()), activation: activation)
    self.init(
      .mlp(spec), dropout: dropout, regularization: regularization,
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false),
      input: MapShape(channels: reference.sites[0]),
      outputs: reference.layers[reference.layers.count - 1].outputs, capacity: capacity, plan: plan)
    for (layer, values) in zip(layers, reference.layers) {
      layer.weights.set(values.weights.map { Float($0) })
      for (unit, bias) in values.bias.enumerated() { layer.bias.base[unit] = Float(bias) }
    }
  }

  /// The network's weights in Double, which is exact.
  func reference(activation: ReferenceNetwork.Activation) -> ReferenceNetwork {
    let values = layers.map { layer in
      ReferenceLayer(
        inputs: layer.inputs, weights: layer.weights.rowMajor.map(Double.init),
        bias: layer.bias.values.prefix(layer.outputs).map(Double.init))
    }
    return ReferenceNetwork(layers: values, activation: activation)
  }

  /// Returns the logits of a batch, [examples × outputs] row-major.
  func logits(_ features: [[Double]], examples: [UInt32], pass: ForwardPass) -> [Float] {
    let rows = features.flatMap { $0.map { Float($0) } }
    examples.withUnsafeBufferPointer { forward(rows, examples: $0, pass: pass) }
    return Array(logits.values.prefix(examples.count * outputs))
  }

  /// The names of the places where noise acts, from the input up.
  var siteNames: [String] { sites.map(\.name) }
}
