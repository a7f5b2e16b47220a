import Experiments
import NeuralNets
import Tensors

extension Network {
  /// The weights under the names of `torch.nn.Sequential(Linear, activation, Linear, activation, …, Linear)`.
  ///
  /// Layer i is `2i.weight` [outputs, inputs] and `2i.bias` [outputs]. A classic dropout site's evaluation factor p is
  /// folded into the weights that follow it, so the plain module in evaluation gives this network's logits.
  package var namedTensors: [NamedTensor] {
    return layers.indices.flatMap { index -> [NamedTensor] in
      let layer = layers[index]
      let factor = Float(sites[index].dropout.laws.evaluationFactor)
      let weights = layer.weights.rowMajor.map { $0 * factor }
      return [
        NamedTensor(name: "\(2 * index).weight", shape: [layer.outputs, layer.inputs], values: weights),
        NamedTensor(
          name: "\(2 * index).bias", shape: [layer.outputs], values: Array(layer.bias.values.prefix(layer.outputs))),
      ]
    }
  }
}
