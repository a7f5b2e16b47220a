/// A dense layer in Double: z = W h + b; W is [outputs × inputs] row-major.
struct ReferenceLayer: Hashable, Sendable {
  var inputs: Int
  var weights: [Double]
  var bias: [Double]

  var outputs: Int { bias.count }

  func callAsFunction(_ input: [Double]) -> [Double] {
    (0..<outputs).map { output in
      (0..<inputs).reduce(bias[output]) { $0 + weights[output * inputs + $1] * input[$1] }
    }
  }

  /// The same layer with every weight, and no bias, times a factor.
  func scaled(by factor: Double) -> ReferenceLayer {
    ReferenceLayer(inputs: inputs, weights: weights.map { factor * $0 }, bias: bias)
  }
}

/// A multilayer perceptron in Double whose noise is given: the yardstick of enumerations.
struct ReferenceNetwork: Hashable, Sendable {
  enum Activation: Hashable, Sendable { case relu, identity }

  var layers: [ReferenceLayer]
  var activation: Activation

  /// The widths of everything noise can act on: the input and the hidden layers.
  var sites: [Int] { layers.map(\.inputs) }

  /// What a forward pass leaves behind.
  struct Trace {
    /// The input of each layer, after its noise.
    var inputs: [[Double]] = []
    /// The output of each layer before activation; the last are the logits.
    var outputs: [[Double]] = []
    var logits: [Double] { outputs[outputs.count - 1] }
  }

  /// Computes the logits; `factors` multiply the input and each hidden layer, as noise would.
  func forward(_ input: [Double], factors: [[Double]]) -> Trace {
    var trace = Trace()
    var values = input
    for (layer, factor) in zip(layers, factors) {
      values = zip(values, factor).map { $0 * $1 }
      trace.inputs.append(values)
      let outputs = layer(values)
      trace.outputs.append(outputs)
      values = outputs.map(activate)
    }
    return trace
  }

  func logits(_ input: [Double], factors: [[Double]]) -> [Double] { forward(input, factors: factors).logits }

  /// Splits the factors of all sites, one after the other, by site.
  func bySite(_ factors: [Double]) -> [[Double]] {
    var start = 0
    return sites.map { width in
      defer { start += width }
      return Array(factors[start..<start + width])
    }
  }

  /// The same number at every unit of a site.
  func uniform(_ perSite: [Double]) -> [[Double]] { zip(sites, perSite).map { Array(repeating: $1, count: $0) } }

  private func activate(_ value: Double) -> Double {
    switch activation {
    case .relu: max(0, value)
    case .identity: value
    }
  }
}

// MARK: - Gradient

extension ReferenceNetwork {
  /// Pulls the gradient of the logits back to every weight and bias, in the shape of the layers.
  func gradient(_ trace: Trace, factors: [[Double]], logits: [Double]) -> [ReferenceLayer] {
    var result: [ReferenceLayer] = []
    var outer = logits
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let input = trace.inputs[index]
      let weights = outer.flatMap { slope in input.map { slope * $0 } }
      result.append(ReferenceLayer(inputs: layer.inputs, weights: weights, bias: outer))
      guard index > 0 else { break }
      outer = layer.pullback(outer).enumerated().map { unit, slope in
        slope * factors[index][unit] * slopeOfActivation(trace.outputs[index - 1][unit])
      }
    }
    return result.reversed()
  }

  private func slopeOfActivation(_ value: Double) -> Double {
    switch activation {
    case .relu: value > 0 ? 1 : 0
    case .identity: 1
    }
  }
}

extension ReferenceLayer {
  fileprivate func pullback(_ outer: [Double]) -> [Double] {
    (0..<inputs).map { input in
      (0..<outputs).reduce(0) { $0 + weights[$1 * inputs + input] * outer[$1] }
    }
  }
}

// MARK: - Parameters

extension ReferenceNetwork {
  /// All weights and biases, layer by layer.
  var parameters: [Double] {
    get { layers.flatMap { $0.weights + $0.bias } }
    set {
      var start = 0
      for index in layers.indices {
        let (weights, bias) = (layers[index].weights.count, layers[index].bias.count)
        layers[index].weights = Array(newValue[start..<start + weights])
        layers[index].bias = Array(newValue[start + weights..<start + weights + bias])
        start += weights + bias
      }
    }
  }
}
