import Specifications

extension NetworkSpec: Chosen {
  package static let noun = "network"
  package static let choices: [Choice<NetworkSpec>] = [
    MLPSpec.choice, CNNSpec.choice, ResNetSpec.choice, ResMLPSpec.choice, RecurrentSpec.lstm, RecurrentSpec.gru,
    ViTSpec.choice, FractalSpec.choice, AutoencoderSpec.choice, LinearSpec.linear, LinearSpec.logistic,
  ]
}

extension Activation: Chosen {
  package static let noun = "activation"
  package static let choices: [Choice<Activation>] = [
    Choice("relu", .relu, "Passes what is positive.", formula: "max(0, x)", source: "Nair & Hinton 2010"),
    Choice(
      "leakyReLU", "Passes what is positive and a share of what is negative.", formula: "x > 0 ? x : slope x",
      source: "Maas, Hannun & Ng 2013", example: "{ leakyReLU: { slope: 0.01 } }",
      read: { map in
        map.optional("slope", default: 0.01, in: .zeroToBelowOne).map { .leakyReLU(slope: $0) }
      },
      write: { activation in
        guard case .leakyReLU(let slope) = activation else { return nil }
        return [("slope", slope.node)]
      }),
    Choice("tanh", .tanh, "The hyperbolic tangent.", formula: "tanh x"),
    Choice("sigmoid", .sigmoid, "The logistic function.", formula: "1 / (1 + exp(−x))"),
    Choice(
      "gelu", .gelu, "The exact Gaussian error linear unit.", formula: "x Φ(x)", source: "Hendrycks & Gimpel 2016"),
    Choice(
      "selu", .selu, "The scaled exponential linear unit, which keeps mean 0 and variance 1.",
      formula: "λ x for x > 0, else λ α (exp(x) − 1); λ = 1.0507, α = 1.6733",
      source: "Klambauer et al. 2017, eq. 2"),
    Choice("identity", .identity, "Passes everything: a linear network.", formula: "x"),
  ]
}

extension Initialization: Chosen {
  package static let noun = "initialization"
  package static let choices: [Choice<Initialization>] = [
    Choice(
      "he", .he, "Normal, keeps the variance through ReLU layers.", formula: "W ~ N(0, 2 / inputs)",
      source: "He et al. 2015, eq. 10"),
    Choice(
      "glorot", .glorot, "Uniform, keeps the variance through linear layers.",
      formula: "W ~ U(−a, a), a = √(6 / (inputs + outputs))", source: "Glorot & Bengio 2010, eq. 16"),
    Choice(
      "gaussian", "Normal with a given standard deviation.", formula: "W ~ N(0, deviation²)",
      source: "Hinton et al. 2012, appendix A.1: .01", example: "{ gaussian: { deviation: 0.01 } }",
      read: { map in map.required("deviation", Double.self, in: .positive).map { .gaussian(deviation: $0) } },
      write: { initialization in
        guard case .gaussian(let deviation) = initialization else { return nil }
        return [("deviation", deviation.node)]
      }),
    Choice(
      "scaledGaussian", "Normal with a deviation of scale over the root of the inputs.",
      formula: "W ~ N(0, scale² / inputs)", example: "{ scaledGaussian: { scale: 1 } }",
      read: { map in map.optional("scale", default: 1.0, in: .positive).map { .scaledGaussian(scale: $0) } },
      write: { initialization in
        guard case .scaledGaussian(let scale) = initialization else { return nil }
        return [("scale", scale.node)]
      }),
    Choice("zero", .zero, "All zero: for models without hidden layers, whose units need not differ.", formula: "W = 0"),
  ]
}
