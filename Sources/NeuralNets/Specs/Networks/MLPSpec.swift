import Specifications

/// A multilayer perceptron: dense layers, normalised if asked, with one activation, then a linear output layer.
package struct MLPSpec: Hashable, Sendable {
  /// Units per hidden layer, from the input up; may be empty.
  package var hidden: [Int]
  /// Whether sums are normalised ahead of the activation.
  package var batchNorm: Bool
  package var activation: Activation
  package var initialization: Initialization

  package init(
    hidden: [Int], batchNorm: Bool = false, activation: Activation = .relu, initialization: Initialization = .he
  ) {
    self.hidden = hidden
    self.batchNorm = batchNorm
    self.activation = activation
    self.initialization = initialization
  }
}

extension MLPSpec {
  static let choice = Choice<NetworkSpec>(
    "mlp", "Dense layers, normalised if asked, with one activation, then a linear output layer.",
    formula: "h = a(norm(W x + b)) per hidden layer; y = W h + b", source: "Rumelhart, Hinton & Williams 1986",
    example: "{ mlp: { hidden: [256, 256], activation: relu, initialization: he } }",
    read: { map in
      let hidden = map.required("hidden", [Int].self, in: layerSizes)
      let batchNorm = map.optional("batchNorm", default: false)
      let activation = map.optional("activation", default: Activation.relu)
      let initialization = map.optional("initialization", default: Initialization.he)
      guard let hidden, let batchNorm, let activation, let initialization else { return nil }
      return .mlp(
        MLPSpec(hidden: hidden, batchNorm: batchNorm, activation: activation, initialization: initialization))
    },
    write: { network in
      guard case .mlp(let mlp) = network else { return nil }
      var parameters = [("hidden", mlp.hidden.node)]
      if mlp.batchNorm { parameters.append(("batchNorm", mlp.batchNorm.node)) }
      if mlp.activation != .relu { parameters.append(("activation", mlp.activation.node)) }
      if mlp.initialization != .he { parameters.append(("initialization", mlp.initialization.node)) }
      return parameters
    })

  static let layerSizes = Bounds<[Int]>("a list of whole numbers from 1 to 65536") { sizes in
    sizes.allSatisfy { (1...65536).contains($0) }
  }
}
