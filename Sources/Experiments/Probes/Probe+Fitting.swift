import Datasets
import NeuralNets
import Specifications

extension Probe {
  /// Why the probe has nothing to look at in trials of this kind; nil where it fits.
  ///
  /// `takingOlder` is for archives: what earlier versions asked fits.
  package func misfit(with spec: TrialSpec, takingOlder: Bool = false) -> String? {
    fundamentalMisfit(with: spec) ?? (takingOlder ? nil : laterMisfit(with: spec))
  }

  /// Why numbers of it would say something else than they are called.
  private func laterMisfit(with spec: TrialSpec) -> String? {
    switch self {
    case .linearOptimum: spec.withoutLeastSquares
    case .crossValidation(let folds): spec.withoutRows(folds: folds)
    case .sharpness: spec.withoutPlainEvaluation
    case .rareFeatures: spec.withoutZeros
    case .unitRemoval, .pairInteraction, .removalCurve, .unitUsefulness, .redundancy, .activations, .productNorms,
      .filters, .gradientNoise, .gradientDirections, .reconstruction, .maskPositions, .predictions:
      nil
    }
  }

  private func fundamentalMisfit(with spec: TrialSpec) -> String? {
    switch self {
    case .unitRemoval, .pairInteraction, .removalCurve: spec.withoutClassProbabilities ?? spec.withoutHiddenLayers
    case .predictions: spec.withoutSinglePredictions
    case .rareFeatures: spec.withoutLogisticModel
    case .linearOptimum: spec.withoutLinearModel
    case .crossValidation(let folds): spec.withoutFolds(folds)
    case .unitUsefulness:
      (spec.answerKind == .classes ? nil : "answers are \(spec.answerKind.title), not classes")
        ?? spec.withoutHiddenLayers
    case .redundancy, .activations, .productNorms: spec.withoutHiddenLayers
    case .sharpness, .gradientDirections: spec.withoutPlainGradients
    case .gradientNoise:
      spec.withoutPlainGradients ?? (spec.dropout.hasBernoulliMasks ? nil : "there are no Bernoulli masks of units")
    case .reconstruction: spec.network.hasMaps ? nil : "the network has no maps"
    case .maskPositions:
      spec.network.hasMaps && spec.dropout.hasMasksOfMaps ? nil : "there are no masks on maps"
    case .filters: spec.network.hasDenseFilters ? nil : "the first layer is not a dense one"
    }
  }
}

extension Probe {
  /// The side of the windows that filters are looked at by.
  package static let filterWindow = 7

  /// Why the probe has nothing to look at in networks that read examples of this shape; nil where it fits.
  package func misfit(input: MapShape) -> String? {
    switch self {
    case .filters:
      min(input.height, input.width) >= Self.filterWindow
        ? nil
        : "filters are looked at by windows of \(Self.filterWindow) × \(Self.filterWindow), the examples are \(input)"
    case .unitRemoval, .pairInteraction, .removalCurve, .unitUsefulness, .redundancy, .activations, .productNorms,
      .sharpness, .gradientNoise, .gradientDirections, .reconstruction, .maskPositions, .predictions, .rareFeatures,
      .linearOptimum, .crossValidation:
      nil
    }
  }
}

extension Dropout {
  /// The rate at which it drops positions of maps once training has ended; nil where its masks have none.
  package var positionRate: Rate? {
    switch self {
    case .bernoulli(let rate, _), .batchBernoulli(let rate, _), .spatial(let rate): rate
    case .dropBlock(let block): block.rate
    case .scheduled: at(1).positionRate
    case .none, .gaussian, .clippedGaussian, .uniform, .alpha, .cutout, .variational, .concrete, .standout: nil
    }
  }
}

extension DropoutPlacement {
  /// Whether masks drop positions of maps.
  fileprivate var hasMasksOfMaps: Bool { maps.variants.contains { ($0.positionRate?.dropping ?? 0) > 0 } }

  /// Whether the input, hidden layers or maps have masks that can be drawn per example or per batch.
  fileprivate var hasBernoulliMasks: Bool {
    ([input] + hidden.variants + maps.variants).contains { dropout in
      switch dropout {
      case .bernoulli(let rate, _), .batchBernoulli(let rate, _): rate.dropping > 0
      case .none, .spatial, .dropBlock, .gaussian, .clippedGaussian, .uniform, .alpha, .cutout, .variational, .concrete,
        .standout, .scheduled:
        false
      }
    }
  }
}

extension NetworkSpec {
  fileprivate var hasMaps: Bool {
    if case .cnn = self { true } else { false }
  }

  /// Whether the first layer reads all pixels.
  fileprivate var hasDenseFilters: Bool {
    switch self {
    case .mlp, .autoencoder, .linear: true
    case .cnn, .resnet, .resmlp, .fractal, .recurrent, .vit: false
    }
  }
}

extension TrialSpec {
  /// Why the training examples cannot be held out in so many folds; nil where they can.
  fileprivate func withoutFolds(_ folds: Int) -> String? {
    let count = dataset.training
    if count < folds { return "\(folds) folds need as many training examples, there are \(count)" }
    return dataset.bootstrap == nil ? nil : "examples that a bag holds twice would stand in two folds"
  }

  /// Why networks trained without one of so many folds would normalise by a single row; nil where none would.
  fileprivate func withoutRows(folds: Int) -> String? {
    let count = dataset.training
    return (0..<folds).lazy.compactMap { fold in
      singleRow(of: count - ((fold + 1) * count / folds - fold * count / folds))
    }.first
  }

  /// Why the loss in evaluation has another gradient than the one that is computed; nil where it has not.
  fileprivate var withoutPlainEvaluation: String? {
    dropout.hidden.variants.contains { if case .standout = $0 { true } else { false } }
      ? "no gradient goes through the probabilities of standout, which evaluation multiplies by" : nil
  }

  /// Why features that were 0 in the data are not in what the network reads; nil where they are.
  fileprivate var withoutZeros: String? {
    dataset.normalization == .standardized ? "standardized features are no longer 0 where nothing was" : nil
  }

  /// Why there are no probabilities of classes; nil where there are.
  var withoutClassProbabilities: String? {
    answerKind == .classes && loss.givesProbabilities
      ? nil : "\(loss.name) on \(answerKind.title) gives no probabilities of classes"
  }

  /// Why the loss without noise has no plain gradient that a copy of the network gives; nil where it has.
  var withoutPlainGradients: String? {
    guard dropout.weights.isNone, dropout.places.isSubset(of: [.input, .hidden, .maps]) else {
      return "noise acts elsewhere than on the input, hidden layers and maps"
    }
    let variants = [dropout.input] + dropout.hidden.variants + dropout.maps.variants
    if variants.contains(where: { $0.learned != nil }) { return "the size of noise is learned" }
    switch network {
    case .mlp(let mlp): return mlp.batchNorm ? "examples of a batch meet in its normalisation" : nil
    case .cnn(let cnn): return cnn.batchNorm ? "examples of a batch meet in its normalisation" : nil
    case .autoencoder, .linear: return nil
    case .resnet, .resmlp, .fractal, .recurrent, .vit: return "the network is not a chain of plain layers"
    }
  }

  /// Why no hidden layers stand one behind the other; nil where they do.
  var withoutHiddenLayers: String? {
    switch network {
    case .mlp(let mlp): mlp.hidden.isEmpty ? "the network has no hidden layer" : nil
    case .cnn, .autoencoder: nil
    case .resnet, .resmlp, .fractal, .recurrent, .vit: "hidden layers do not stand one behind the other"
    case .linear: "the network has no hidden layer"
    }
  }
}
