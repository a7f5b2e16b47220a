import Experiments
import NeuralNets
import Tensors

extension Network {
  /// What is learned and remembered, under the names that the equivalent PyTorch module uses.
  ///
  /// A multilayer perceptron of dense layers alone is `torch.nn.Sequential(Linear, activation, Linear, …, Linear)`; a
  /// classic dropout site's evaluation factor p is folded into the weights that follow it, so the plain module in
  /// evaluation gives this network's logits. Other kinds, and perceptrons that learn or do more than that, keep the
  /// names of their layers; factors of evaluation stand beside them as `<site>.evaluation_factor`, one number each,
  /// where they are not 1.
  package var namedTensors: [NamedTensor] { isSequential ? sequentialTensors : ownTensors }

  /// Whether dense layers and constant factors say all that evaluation does.
  private var isSequential: Bool {
    guard let mlp = kind as? MLPSpec, !mlp.batchNorm else { return false }
    let isConstant = sites.allSatisfy { site in
      if case .standout = site.dropout { false } else { true }
    }
    return isConstant && parameters.count == 2 * (mlp.hidden.count + 1)
  }

  private var sequentialTensors: [NamedTensor] {
    let sites = [inputNoise] + activations.map(\.site.noise)
    return stride(from: 0, to: parameters.count, by: 2).flatMap { place -> [NamedTensor] in
      let (weight, offset) = (parameters[place], parameters[place + 1])
      let factor = Float(sites[place / 2].dropout.laws.evaluationFactor)
      return [
        NamedTensor(name: "\(place).weight", shape: weight.shape, values: weight.rowMajor.map { $0 * factor }),
        NamedTensor(name: "\(place).bias", shape: offset.shape, values: offset.rowMajor),
      ]
    }
  }

  private var ownTensors: [NamedTensor] {
    let factors =
      sites.map { ($0.name, $0.dropout.laws.evaluationFactor) } + gates.map { ($0.name, $0.evaluationFactor) }
    return parameters.map { NamedTensor(name: $0.name, shape: $0.shape, values: $0.rowMajor) }
      + buffers.map { NamedTensor(name: $0.name, shape: [$0.values.count], values: $0.values.map { Float($0) }) }
      + factors.filter { $0.1 != 1 }.map {
        NamedTensor(name: "\($0.0).evaluation_factor", shape: [1], values: [Float($0.1)])
      }
  }
}

// MARK: - Taking weights

extension Network {
  /// Takes weights under the names of `namedTensors`; false where names or shapes are of another network.
  ///
  /// Values that were folded or rounded when they were written come back as they stand in the tensors.
  func take(_ tensors: [NamedTensor]) -> Bool {
    let found = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    let names = namedTensors.map(\.name).prefix(parameters.count)
    guard buffers.isEmpty, names.count == parameters.count else { return false }
    for (parameter, name) in zip(parameters, names) {
      guard let tensor = found[name], tensor.shape == parameter.shape else { return false }
      set(parameter, tensor.values)
    }
    return true
  }
}
