import Specifications

/// The kind of network with its sizes: the `network:` block of a trial.
package enum NetworkSpec: Hashable, Sendable {
  case mlp(MLPSpec)

  /// The multilayer perceptron it is.
  package var mlp: MLPSpec {
    switch self {
    case .mlp(let mlp): mlp
    }
  }

  /// Lays out the stages from an input to so many logits.
  func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer] {
    switch self {
    case .mlp(let mlp): mlp.stages(layout, input: input, outputs: outputs)
    }
  }

  /// Units of the hidden layers, from the input up.
  package var hiddenWidths: [Int] { mlp.hidden }
}

/// A multilayer perceptron: dense layers with one activation, then a linear output layer.
package struct MLPSpec: Hashable, Sendable {
  /// Units per hidden layer, from the input up; may be empty.
  package var hidden: [Int]
  package var activation: Activation
  package var initialization: Initialization

  package init(hidden: [Int], activation: Activation = .relu, initialization: Initialization = .he) {
    self.hidden = hidden
    self.activation = activation
    self.initialization = initialization
  }
}

/// The function applied to each pre-activation.
package enum Activation: Hashable, Sendable {
  case relu
  case leakyReLU(slope: Double)
  case tanh
  case sigmoid
  case identity
}

/// How weights are drawn before training; biases start at zero.
package enum Initialization: Hashable, Sendable {
  /// Normal with variance 2 / inputs (He et al. 2015).
  case he
  /// Uniform with variance 2 / (inputs + outputs) (Glorot & Bengio 2010).
  case glorot
  /// Normal with the given standard deviation, or scale / √inputs.
  case gaussian(deviation: Double)
  case scaledGaussian(scale: Double)
}
