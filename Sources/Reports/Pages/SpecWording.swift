import Analysis
import Datasets
import Experiments
import NeuralNets
import Specifications

/// Says in words how a trial is made.
struct SpecWording {
  let spec: TrialSpec

  var network: String {
    switch spec.network {
    case .mlp(let mlp): words(mlp)
    case .cnn(let network): words(network)
    case .resnet(let network):
      "residual network\(network.preactivation ? ", pre-activated" : ""), stages of "
        + "\(network.stages.map(String.init).joined(separator: ", ")) channels with \(network.blocks) blocks each, "
        + initialization(network.initialization)
    case .recurrent(let network):
      "\(network.cell == .lstm ? "LSTM" : "GRU"), "
        + (network.layers == 1 ? "" : "\(network.layers) layers of ") + "\(network.units) units, "
        + (network.embedding.map { "symbols as vectors of \($0), " } ?? "")
        + initialization(network.initialization)
    case .vit(let network):
      "vision transformer, patches of \(network.patch) × \(network.patch), \(network.layers) layers of width "
        + "\(network.width) with \(network.heads) heads and \(network.hidden) feed-forward units, "
        + "\(activation(network.activation)), \(initialization(network.initialization))"
    case .fractal(let network):
      "fractal network, \(network.columns) columns, blocks of \(network.channels.map(String.init).joined(separator: "-")) "
        + "channels, batch normalisation, \(initialization(network.initialization))"
    case .autoencoder(let network):
      "autoencoder, hidden layers \(network.hidden.map(String.init).joined(separator: "-")), "
        + "\(activation(network.activation)), \(initialization(network.initialization))"
    case .linear(let network):
      "\(network.kind.rawValue) model, \(initialization(network.initialization))"
    case .resmlp(let network):
      "residual multilayer perceptron, \(network.blocks) pre-activation blocks of \(network.width) units, "
        + (network.batchNorm ? "batch normalisation, " : "")
        + "\(activation(network.activation)), \(initialization(network.initialization))"
    }
  }

  private func words(_ network: CNNSpec) -> String {
    let convolutions = network.convolutions.map { convolution in
      let pool =
        switch convolution.pool {
        case .none: ""
        case .max(let size, _): ", maxima of \(size) × \(size)"
        case .average(let size, _): ", means of \(size) × \(size)"
        }
      return "\(convolution.channels) of \(convolution.kernel) × \(convolution.kernel)\(pool)"
    }
    let hidden =
      network.hidden.isEmpty ? "" : ", hidden layers \(network.hidden.map(String.init).joined(separator: "-"))"
    return "convolutional network, convolutions \(convolutions.joined(separator: "; "))\(hidden), "
      + (network.batchNorm ? "batch normalisation, " : "")
      + "\(activation(network.activation)), \(initialization(network.initialization))"
  }

  private func words(_ mlp: MLPSpec) -> String {
    let widths = mlp.hidden.map(String.init).joined(separator: "-")
    let layers = mlp.hidden.isEmpty ? "no hidden layer" : "hidden layers \(widths), \(activation(mlp.activation))"
    return "multilayer perceptron, \(layers), " + (mlp.batchNorm ? "batch normalisation, " : "")
      + initialization(mlp.initialization)
  }

  private func activation(_ activation: Activation) -> String {
    switch activation {
    case .relu: "ReLU"
    case .leakyReLU(let slope): "leaky ReLU with slope \(slope.shortestDecimal)"
    case .tanh: "tanh"
    case .sigmoid: "sigmoid"
    case .gelu: "GELU"
    case .selu: "SELU"
    case .identity: "identity"
    }
  }

  private func initialization(_ initialization: Initialization) -> String {
    switch initialization {
    case .zero: "weights that start from zero"
    case .he: "He initialisation"
    case .glorot: "Glorot initialisation"
    case .gaussian(let deviation): "normal initial weights, deviation \(deviation.shortestDecimal)"
    case .scaledGaussian(let scale): "normal initial weights, deviation \(scale.shortestDecimal) / √inputs"
    }
  }

  var dropout: String {
    let input = spec.dropout.input == .none ? [] : ["input: \(Self.words(spec.dropout.input))"]
    let parts =
      input + (spec.dropout.embedding.map(Self.words) ?? []) + words(spec.dropout.maps, "maps")
      + words(spec.dropout.sums, "sums ahead of normalisation") + words(spec.dropout.hidden, "hidden")
      + words(spec.dropout.residual, "residual branches", Self.words) + words(spec.dropout.paths, "paths", Self.words)
      + (spec.dropout.recurrent.map { words($0, "recurrent", Self.words) } ?? [])
      + (spec.dropout.attention.map { words($0, "attention", Self.words) } ?? [])
      + words(spec.dropout.weights, "weights", Self.words)
      + words(spec.dropout.branches, "outputs of branches")
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  private static func words(_ dropout: WeightDropout) -> [String] {
    switch dropout {
    case .none: return []
    case .dropConnect(let connect):
      let sharing = connect.group == 1 ? "a mask per example" : "a mask per \(connect.group) examples"
      let biases = connect.masksBias ? ", of biases, too" : ""
      return ["weights: DropConnect, rate \(words(connect.rate)), \(sharing)\(biases)"]
    case .gaussianDropConnect(let rate): return ["weights: Gaussian DropConnect, rate \(words(rate))"]
    case .fast(let input, let hidden):
      return ["fast dropout of sums: input rate \(words(input)), hidden rate \(words(hidden))"]
    case .scheduled(let variant, let curve): return words(variant).map { "\($0), the rate \(words(curve))" }
    }
  }

  private static func words(_ dropout: EmbeddingDropout) -> [String] {
    let symbols = dropout.words.dropping == 0 ? [] : ["symbols of a sequence: rate \(words(dropout.words))"]
    return symbols + (dropout.vectors == .none ? [] : ["vectors of symbols: \(words(dropout.vectors))"])
  }

  private static func words(_ dropout: AttentionDropout) -> [String] {
    let weights = dropout.weights.dropping == 0 ? [] : ["attention weights: rate \(words(dropout.weights))"]
    let heads = dropout.heads.dropping == 0 ? [] : ["attention heads: rate \(words(dropout.heads))"]
    return weights + heads
  }

  private static func words(_ dropout: RecurrentDropout) -> [String] {
    let input = dropout.input.dropping == 0 ? [] : ["inputs of every step: tied, rate \(words(dropout.input))"]
    let weights = dropout.weights.dropping == 0 ? [] : ["recurrent weights: rate \(words(dropout.weights))"]
    return input + words(dropout.state) + weights
  }

  private static func words(_ state: StateNoise) -> [String] {
    switch state {
    case .none: []
    case .tied(let rate): ["state: tied, rate \(words(rate))"]
    case .perStep(let rate): ["state: per step, rate \(words(rate))"]
    case .cell(let rate): ["memory: per step, rate \(words(rate))"]
    case .candidate(let rate): ["candidate: per step, rate \(words(rate))"]
    case .zoneout(let cell, let hidden):
      ["zoneout: memory \(cell.dropping.shortestDecimal), state \(hidden.dropping.shortestDecimal)"]
    case .scheduled(let variant, let curve): words(variant).map { "\($0), the rate \(words(curve))" }
    }
  }

  private func words(_ layers: HiddenDropout, _ place: String) -> [String] {
    switch layers {
    case .same(.none): []
    case .same(let dropout): ["\(place): \(Self.words(dropout))"]
    case .each: words(layers, place) { [Self.words($0)] }
    }
  }

  /// What all layers have, or what each has under the name of the place.
  private func words<Entry>(
    _ layers: LayerDropout<Entry>, _ place: String, _ parts: (Entry) -> [String]
  ) -> [String] {
    switch layers {
    case .same(let entry): return parts(entry)
    case .each(let entries):
      // Some kinds name the place themselves.
      let own = entries.map {
        parts($0).map { $0.hasPrefix(place + ": ") ? String($0.dropFirst(place.count + 2)) : $0 }
      }
      let texts = own.map { $0.isEmpty ? "none" : $0.joined(separator: " and ") }
      return ["\(place), layer by layer: \(texts.joined(separator: "; "))"]
    }
  }

  /// A rate with the curve that it follows.
  private static func words(_ rate: ScheduledRate) -> String {
    words(rate.rate) + (rate.curve.map { ", the rate \(words($0))" } ?? "")
  }

  private static func words(_ dropout: ResidualDropout) -> [String] {
    switch dropout {
    case .none: []
    case .stochasticDepth(let depth): ["residual branches: \(words(depth))"]
    case .layerDrop(let rate): ["layers: LayerDrop, rate \(words(rate))"]
    case .scheduled(let variant, let curve): words(variant).map { "\($0), the rate \(words(curve))" }
    }
  }

  private static func words(_ dropout: PathDropout) -> [String] {
    switch dropout {
    case .none: []
    case .local(let rate): ["paths: local drop-path, rate \(words(rate))"]
    case .global: ["paths: global drop-path, one column"]
    case .mixed(let rate): ["paths: local drop-path, rate \(words(rate)), or global, half of the steps each"]
    case .scheduled(let variant, let curve): words(variant).map { "\($0), the rate \(words(curve))" }
    }
  }

  private static func words(_ depth: StochasticDepth) -> String {
    let survival =
      switch depth.survival {
      case .linear(let last): "survival falling linearly to \(last.shortestDecimal)"
      case .uniform(let probability): "survival \(probability.shortestDecimal)"
      }
    let gate = depth.gate == .batch ? "one gate per batch" : "one gate per example"
    let convention = depth.convention == .classic ? "" : ", inverted convention"
    return "stochastic depth, \(survival), \(gate)\(convention)"
  }

  private static func words(_ curve: RateCurve) -> String {
    switch curve {
    case .ramp(let until): "rising to it until \(until.shortestDecimal) of training"
    case .curriculum(let speed): "approached by a curriculum of speed \(speed.shortestDecimal)"
    case .early(let until): "falling to 0 until \(until.shortestDecimal) of training"
    case .late(let from): "from \(from.shortestDecimal) of training on"
    }
  }

  /// A variant with its rate and, in brackets, its retention.
  static func words(_ dropout: Dropout) -> String {
    switch dropout {
    case .none: "none"
    case .bernoulli(let rate, let convention):
      "Bernoulli, rate \(words(rate))" + (convention == .classic ? ", classic convention" : "")
    case .batchBernoulli(let rate, let convention):
      "Bernoulli, one mask per batch, rate \(words(rate))" + (convention == .classic ? ", classic convention" : "")
    case .spatial(let rate): "spatial, rate \(words(rate))"
    case .dropBlock(let block):
      "DropBlock, squares of \(block.size), rate \(words(block.rate))"
        + (block.gamma == .paper ? ", the paper's γ" : "") + (block.isShared ? ", shared by channels" : "")
    case .gaussian(let rate): "Gaussian, rate \(words(rate))"
    case .clippedGaussian(let rate): "Gaussian, clipped at 0, rate \(words(rate))"
    case .uniform(let spread): "uniform within \(spread.shortestDecimal) of one"
    case .variational(let noise):
      "variational, learned α per \(noise.sharing.rawValue) from \(noise.start.shortestDecimal)"
        + (noise.weight == 1 ? "" : ", divergence × \(noise.weight.shortestDecimal)")
    case .concrete(let noise): "Concrete, learned rate from \(noise.start.dropping.shortestDecimal)"
    case .alpha(let rate): "alpha dropout, rate \(words(rate))"
    case .cutout(let cutout):
      "cutout, squares of \(cutout.size)"
        + (cutout.probability == 1 ? "" : " with probability \(cutout.probability.shortestDecimal)")
    case .scheduled(let variant, let curve): "\(words(variant)), \(words(curve))"
    case .standout(let noise):
      "standout, α \(noise.slope.shortestDecimal), β \(noise.shift.shortestDecimal)"
    }
  }

  private static func words(_ rate: Rate) -> String {
    "\(rate.dropping.shortestDecimal) (keeps \(rate.retention.shortestDecimal))"
  }

  var data: String {
    let data = spec.dataset
    let noise = data.labelNoise == 0 ? "" : ", label noise \(data.labelNoise.shortestDecimal) in training"
    let synthetic = data.source.isSynthetic ? " (synthetic, made by this program)" : ""
    let kept = data.classes.map { ", classes " + $0.map(String.init).joinedInWords() } ?? ""
    return data.source.title + synthetic + kept + noise
  }

  var sizes: String {
    let data = spec.dataset
    let subset = data.subset == .fixed ? " (the same for all replicates)" : ""
    return
      "\(NumberText.count(data.training)) for training\(subset)\(bootstrap), \(NumberText.count(data.validation)) for validation, "
      + "\(NumberText.count(data.test)) for testing"
  }

  var preparation: String {
    let scale =
      switch spec.dataset.normalization {
      case .none: "raw bytes"
      case .unit: "bytes / 255"
      case .standardized: "zero mean, unit variance"
      }
    guard let augmentation = spec.dataset.augmentation else { return scale }
    let shift = augmentation.shift > 0 ? ", shifts to \(augmentation.shift.shortestDecimal) pixels" : ""
    let turn = augmentation.rotation > 0 ? ", rotations to \(augmentation.rotation.shortestDecimal)°" : ""
    return scale + shift + turn
  }
}

// MARK: - Training

extension SpecWording {
  var loss: String {
    switch spec.loss {
    case .crossEntropy(0): "softmax cross-entropy"
    case .crossEntropy(let smoothing): "softmax cross-entropy, label smoothing \(smoothing.shortestDecimal)"
    case .meanSquaredError: "mean squared error"
    case .normalLikelihood: "likelihood of a normal law with an answered variance"
    }
  }

  var regularization: String {
    let rules = spec.regularization
    var parts: [String] = []
    if rules.l2 != 0 { parts.append("L2 \(rules.l2.shortestDecimal)") }
    if rules.l1 != 0 {
      parts.append(
        "L1 \(rules.l1.shortestDecimal)" + (rules.l1StartEpoch > 1 ? " from epoch \(rules.l1StartEpoch)" : ""))
    }
    if let sparsity = rules.sparsity {
      parts.append("KL sparsity \(sparsity.weight.shortestDecimal), target \(sparsity.target.shortestDecimal)")
    }
    if let bound = rules.maxNorm { parts.append("max-norm \(bound.shortestDecimal) per unit") }
    if let rate = rules.explicitDropout {
      parts.append("explicit dropout ahead of the last layer, rate \(Self.words(rate))")
    }
    if let weight = rules.rDrop { parts.append("R-Drop \(weight.shortestDecimal)") }
    if let bound = rules.clipNorm { parts.append("gradients clipped to norm \(bound.shortestDecimal)") }
    if rules.weightDecay != 0 { parts.append("decoupled weight decay \(rules.weightDecay.shortestDecimal)") }
    return parts.isEmpty ? "none beside dropout" : parts.joined(separator: ", ")
  }

  var optimizer: String {
    switch spec.optimizer {
    case .sgd(_, let momentum, let nesterov): "SGD, \(words(momentum))" + (nesterov ? ", Nesterov" : "")
    case .adam(_, let beta1, let beta2, _): "Adam, β \(beta1.shortestDecimal) and \(beta2.shortestDecimal)"
    case .adamW(_, let beta1, let beta2, _, let decay):
      "AdamW, β \(beta1.shortestDecimal) and \(beta2.shortestDecimal), decay \(decay.shortestDecimal)"
    }
  }

  private func words(_ momentum: Momentum) -> String {
    switch momentum {
    case .constant(0): "no momentum"
    case .constant(let value): "momentum \(value.shortestDecimal)"
    case .ramp(let from, let to, let epochs):
      "momentum from \(from.shortestDecimal) to \(to.shortestDecimal) over \(epochs.shortestDecimal) epochs"
    }
  }

  var learningRate: String {
    switch spec.optimizer {
    case .sgd(let rate, _, _), .adam(let rate, _, _, _), .adamW(let rate, _, _, _, _): rate.shortestDecimal
    }
  }

  var schedule: String { Self.words(spec.training.schedule) }

  private static func words(_ schedule: Schedule) -> String {
    switch schedule {
    case .constant: "constant learning rate"
    case .step(let every, let factor):
      "learning rate × \(factor.shortestDecimal) every \(every.shortestDecimal) epochs"
    case .exponential(let factor): "learning rate × \(factor.shortestDecimal) each epoch"
    case .inverseTime(let halfLife): "learning rate / (1 + epochs / \(halfLife.shortestDecimal))"
    case .linear(let to): "learning rate falling linearly to \(share(to))"
    case .cosine(let to): "learning rate falling along half a cosine to \(share(to))"
    case .warmUp(let epochs, let then): "warm-up over \(epochs.shortestDecimal) epochs, then \(words(then))"
    }
  }

  private static func share(_ to: Double) -> String { to == 0 ? "0" : "\(to.shortestDecimal) of its start" }

  var length: String {
    "\(spec.training.epochs) epochs in batches of \(spec.training.batchSize)\(gradient)\(average)"
  }

  var evaluation: String {
    let rule = spec.training.evaluate
    let often = rule.every == 1 ? "every epoch" : "every \(rule.every) epochs and after the last"
    let test =
      switch rule.test {
      case .last: "the test split once, after the last epoch"
      case .never: "the test split never"
      }
    return "\(NumberText.count(rule.training)) training examples and the validation split \(often); \(test)"
  }
}
