import Specifications

/// A network that answers with its input: dense layers to a code and one linear layer back.
///
/// With input dropout it learns to fill in what was dropped: a denoising autoencoder.
package struct AutoencoderSpec: Hashable, Sendable {
  /// Units per hidden layer, from the input up; the last ones are the code.
  package var hidden: [Int]
  package var activation: Activation
  package var initialization: Initialization

  package init(hidden: [Int], activation: Activation = .relu, initialization: Initialization = .he) {
    self.hidden = hidden
    self.activation = activation
    self.initialization = initialization
  }
}

extension AutoencoderSpec {
  static let choice = Choice<NetworkSpec>(
    "autoencoder", "Dense layers with one activation and a linear layer that answers with the clean input.",
    formula: "h = a(W x + b); x̂ = V h + c", source: "Vincent et al. 2008; Srivastava et al. 2014, section 7.1",
    example: "{ autoencoder: { hidden: [256], activation: relu } }",
    read: { map in
      let hidden = map.required(
        "hidden", [Int].self,
        in: Bounds("a list of one or more whole numbers from 1 to 65536") { sizes in
          !sizes.isEmpty && sizes.allSatisfy { (1...65536).contains($0) }
        })
      let activation = map.optional("activation", default: Activation.relu)
      let initialization = map.optional("initialization", default: Initialization.he)
      guard let hidden, let activation, let initialization else { return nil }
      return .autoencoder(AutoencoderSpec(hidden: hidden, activation: activation, initialization: initialization))
    },
    write: { network in
      guard case .autoencoder(let spec) = network else { return nil }
      var parameters = [("hidden", spec.hidden.node)]
      if spec.activation != .relu { parameters.append(("activation", spec.activation.node)) }
      if spec.initialization != .he { parameters.append(("initialization", spec.initialization.node)) }
      return parameters
    })

  /// The network without its purpose.
  var layers: MLPSpec { MLPSpec(hidden: hidden, activation: activation, initialization: initialization) }
}
