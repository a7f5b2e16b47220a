import NeuralNets
import Specifications

extension InferenceMode {
  /// Why the mode has nothing to show on trials of this kind; nil where it fits.
  ///
  /// `takingOlder` is for archives: what earlier versions asked fits.
  package func misfit(with spec: TrialSpec, takingOlder: Bool = false) -> String? {
    if spec.answerKind == .numbers, !averagesNumbers { return "it is for classes, and answers are real numbers" }
    return switch self {
    case .weightScaling: nil
    case .monteCarlo: spec.dropout.places.isEmpty ? "there is no dropout" : nil
    case .exhaustive: exhaustiveMisfit(with: spec)
    case .meanWeights: spec.dropout.weights.isNone ? "no weights are dropped" : nil
    case .gaussianMoments: gaussianMisfit(with: spec)
    case .gaussianClosedForm:
      gaussianMisfit(with: spec) ?? (spec.network.hasReLU ? nil : "the closed form is that of relu")
    case .reestimate: spec.network.isNormalizedByBatch ? nil : "the network has no batch normalisation"
    case .singleColumn(let column): columnMisfit(column, with: spec.network)
    case .fault(let fault): fault.misfit(with: spec, takingOlder: takingOlder)
    }
  }

  private func exhaustiveMisfit(with spec: TrialSpec) -> String? {
    if spec.answerKind == .symbols { return "sequences have masks of their own at every step" }
    return spec.dropout.isEnumerable ? nil : "there are no Bernoulli masks of units, or other noise too"
  }

  private func columnMisfit(_ column: Int?, with network: NetworkSpec) -> String? {
    guard case .fractal(let fractal) = network else { return "only fractal networks have columns" }
    guard let column, column > fractal.columns else { return nil }
    return "the network has \(fractal.columns) columns"
  }

  /// Whether the mode knows a mean of real numbers.
  private var averagesNumbers: Bool {
    switch self {
    case .weightScaling, .monteCarlo(_, .arithmetic), .singleColumn: true
    case .monteCarlo(_, .geometric), .exhaustive, .meanWeights, .gaussianMoments, .gaussianClosedForm, .reestimate,
      .fault:
      false
    }
  }

  private func gaussianMisfit(with spec: TrialSpec) -> String? {
    guard spec.dropout.weights.variants.contains(where: \.masksWeights) else { return "no weights are dropped" }
    guard spec.dropout.weights.variants.allSatisfy({ $0.masksWeights || $0 == .none }) else {
      return "sums that are drawn have no masks, whose moments it takes"
    }
    if spec.dropout.dependsOnData { return "sites that learn at the input, or keep by their sums, have no moments" }
    return spec.network.isNormalizedByBatch ? "sums are normalised by the batch" : nil
  }
}

extension InferenceFault {
  fileprivate func misfit(with spec: TrialSpec, takingOlder: Bool) -> String? {
    switch self {
    case .maskLeftOn: spec.dropout.places.isEmpty ? "there is no dropout" : nil
    case .oneSiteLeftOn:
      if spec.dropout.places.isEmpty {
        "there is no dropout"
      } else {
        takingOlder || spec.dropout.hasSites ? nil : "branches, paths and sums that are drawn have no site of masks"
      }
    case .classicUnscaled, .invertedScaledTwice, .rateRetentionSwapped:
      spec.dropout.hasScaledMasks || spec.dropout.hasScaledBranches
        ? nil : "there are neither Bernoulli masks on units nor branches of stochasticDepth"
    case .batchNormInTraining, .trainingMode:
      spec.network.isNormalizedByBatch ? nil : "the network has no batch normalisation"
    }
  }
}

extension DropoutPlacement {
  /// The variants that act on the input and on activations.
  private var onActivations: [Dropout] { [input] + hidden.variants + maps.variants }

  /// Whether evaluation passes stages that only layers of their own know.
  fileprivate var dependsOnData: Bool {
    input.learned != nil || onActivations.contains { if case .standout = $0 { true } else { false } }
  }

  /// Whether noise acts at a site of its own, on units, inside of layers or as masks on weights.
  fileprivate var hasSites: Bool {
    if weights.variants.contains(where: \.masksWeights) { return true }
    return !places.isSubset(of: [.residual, .paths, .weights])
  }

  /// Whether noise on units is Bernoulli masks anywhere, the ones that a factor p belongs to.
  fileprivate var hasScaledMasks: Bool {
    (onActivations + sums.variants + branches.variants + [embedding?.vectors ?? .none]).contains(where: \.isBernoulli)
  }

  /// Whether residual branches are dropped and a factor p_l makes up for it.
  fileprivate var hasScaledBranches: Bool {
    residual.variants.contains { $0.survival(ofBlock: 1, of: 1).isScaled }
  }

  /// Whether all noise is Bernoulli masks of the input and of activations, so that subnetworks can be counted.
  fileprivate var isEnumerable: Bool {
    onActivations.contains(where: \.isBernoulli) && places.isSubset(of: [.input, .hidden, .maps])
      && onActivations.allSatisfy { $0.isBernoulli || $0.isNeutral }
  }
}

extension WeightDropout {
  fileprivate var masksWeights: Bool {
    if case .dropConnect = variant { true } else { false }
  }
}

extension Dropout {
  fileprivate var isBernoulli: Bool {
    if case .bernoulli(let rate, _) = self { rate.dropping > 0 } else { false }
  }
}

extension NetworkSpec {
  /// Whether examples of a batch meet in a normalisation.
  fileprivate var isNormalizedByBatch: Bool {
    switch self {
    case .mlp(let mlp): mlp.batchNorm
    case .cnn(let cnn): cnn.batchNorm
    case .resnet, .resmlp, .fractal: true
    case .recurrent, .vit, .autoencoder, .linear: false
    }
  }

  fileprivate var hasReLU: Bool {
    if case .mlp(let mlp) = self { mlp.activation == .relu } else { false }
  }
}
