import Datasets
import Experiments
import NeuralNets
import Specifications

/// A kind of network whose training step is timed with every variant of noise and without.
package enum NoiseBenchmark: String, CaseIterable, Sendable {
  /// 784-1024-1024-10, batch 128; noise on both hidden layers.
  case mlp
  /// The convolutional case c, batch 64; noise on the maps behind both convolutions.
  case c

  private var batchSize: Int {
    switch self {
    case .mlp: 128
    case .c: BenchmarkCase.c.batchSize
    }
  }

  private func network(_ activation: Activation) -> NetworkSpec {
    switch self {
    case .mlp: .mlp(MLPSpec(hidden: [1024, 1024], activation: activation))
    case .c: BenchmarkCase.c.network(activation)
    }
  }

  /// Every variant that fits the network, with its name in YAML.
  package var arms: [NoiseArm] {
    let rate = Rate(0.5)
    let both: [(String, Dropout)] = [
      ("bernoulli", .bernoulli(rate: rate, convention: .inverted)),
      ("bernoulli, mask: batch", .batchBernoulli(rate: rate, convention: .inverted)),
      ("gaussian", .gaussian(rate: rate)), ("gaussian, clipped", .clippedGaussian(rate: rate)),
      ("uniform", .uniform(spread: 0.5)), ("variational", .variational(VariationalNoise(divergence: .kingma))),
      ("variational, per: unit", .variational(VariationalNoise(divergence: .molchanov, sharing: .unit))),
      ("concrete", .concrete(ConcreteNoise())), ("alpha", .alpha(rate: Rate(0.1))),
    ]
    return (both + own).map { arm($0.0, place($0.1), $0.0 == "alpha" ? .selu : .relu) } + weights
  }

  /// Variants that only one of the networks has a place for.
  private var own: [(String, Dropout)] {
    switch self {
    case .mlp: [("standout", .standout(StandoutNoise()))]
    case .c:
      [("spatial", .spatial(rate: Rate(0.25))), ("dropBlock", .dropBlock(DropBlockNoise(rate: Rate(0.1), size: 3)))]
    }
  }

  private var weights: [NoiseArm] {
    guard self == .mlp else { return [] }
    let variants: [(String, WeightDropout)] = [
      ("dropConnect, group: 128", .dropConnect(DropConnect(rate: Rate(0.5), group: 128))),
      ("dropConnect, maskBias", .dropConnect(DropConnect(rate: Rate(0.5), group: 128, masksBias: true))),
      ("gaussianDropConnect", .gaussianDropConnect(rate: Rate(0.5))),
      ("fast", .fast(input: Rate(0.2), hidden: Rate(0.5))),
    ]
    return variants.map { arm($0.0, DropoutPlacement(weights: $0.1), .relu) }
  }

  private func place(_ dropout: Dropout) -> DropoutPlacement {
    switch self {
    case .mlp: DropoutPlacement(hidden: .same(dropout))
    case .c: DropoutPlacement(maps: .same(dropout))
    }
  }

  private func arm(_ name: String, _ dropout: DropoutPlacement, _ activation: Activation) -> NoiseArm {
    NoiseArm(name: name, network: network(activation), dropout: dropout, batchSize: batchSize)
  }
}

/// One variant of noise with the network it acts in.
package struct NoiseArm: Sendable {
  package let name: String
  private let network: NetworkSpec
  private let dropout: DropoutPlacement
  private let batchSize: Int

  init(name: String, network: NetworkSpec, dropout: DropoutPlacement, batchSize: Int) {
    self.name = name
    self.network = network
    self.dropout = dropout
    self.batchSize = batchSize
  }

  /// The trial with the noise, or the same without.
  ///
  /// Weights hardly move, so that both arms meet activations of the same sparsity, on which the time of a step depends.
  package func trial(withNoise: Bool, dataset: DatasetSpec) -> TrialSpec {
    TrialSpec(
      dataset: dataset, network: network, dropout: withNoise ? dropout : DropoutPlacement(),
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 1e-5, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: batchSize, epochs: 1_000_000, schedule: .constant,
        evaluate: EvaluationSpec(every: 1_000_000, training: 0, test: .never)))
  }
}
