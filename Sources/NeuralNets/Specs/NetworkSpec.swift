import Specifications

/// The kind of network with its sizes: the `network:` block of a trial.
package enum NetworkSpec: Hashable, Sendable {
  case mlp(MLPSpec)
  case cnn(CNNSpec)
  case resnet(ResNetSpec)
  case resmlp(ResMLPSpec)
  case recurrent(RecurrentSpec)
  case vit(ViTSpec)
  case fractal(FractalSpec)
  case autoencoder(AutoencoderSpec)
  case linear(LinearSpec)

  /// What the kind is made of.
  package var kind: any NetworkKind {
    switch self {
    case .mlp(let spec): spec
    case .cnn(let spec): spec
    case .resnet(let spec): spec
    case .resmlp(let spec): spec
    case .recurrent(let spec): spec
    case .vit(let spec): spec
    case .fractal(let spec): spec
    case .autoencoder(let spec): spec
    case .linear(let spec): spec
    }
  }

  /// Units of the hidden layers, from the input up.
  package var hiddenWidths: [Int] { kind.hiddenWidths }
}

/// The function applied to each pre-activation.
package enum Activation: Hashable, Sendable {
  case relu
  case leakyReLU(slope: Double)
  case tanh
  case sigmoid
  /// x Φ(x), exactly.
  case gelu
  /// λ x above 0, λ α (eˣ − 1) below.
  case selu
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
  /// All zero, for models without hidden layers.
  case zero
}
