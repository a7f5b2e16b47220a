import NeuralNets
import Specifications

extension TrialSpec {
  /// Reports a rule for gradients, or a penalty of dropout, where it has no meaning.
  func checkGradient(_ report: (String, String) -> Void) {
    checkRule(report)
    guard let rate = regularization.explicitDropout, rate.dropping > 0 else { return }
    switch network {
    case .mlp, .linear: break
    case .cnn, .resnet, .resmlp, .recurrent, .vit, .fractal, .autoencoder:
      report(
        "regularization.explicitDropout",
        "explicitDropout is known for the last layer of mlp, linear and logistic, not of \(network.name)")
    }
    if loss == .normalLikelihood {
      report(
        "regularization.explicitDropout",
        "explicitDropout needs crossEntropy or meanSquaredError, whose curvature is known")
    }
    if dropout.weights.variants.contains(where: \.actsOnOutput) {
      report("regularization.explicitDropout", "fast dropout has noise in the last layer already; give one of the two")
    }
  }

  private func checkRule(_ report: (String, String) -> Void) {
    guard training.gradient != .drawn else { return }
    let rule = training.gradient.name
    if regularization.rDrop != nil {
      report("training.gradient", "rDrop has passes of its own; leave out rDrop or the gradient \(rule)")
    }
    if learnsRates { checkRuleOfLearned(report) }
    guard case .noiseOnly = training.gradient else { return }
    if !dropout.weights.isNone || hasBatchNorm {
      report(
        "training.gradient",
        "noiseOnly needs a gradient without noise, which a network with "
          + (hasBatchNorm ? "batch normalisation" : "noise on weights") + " does not give")
    }
  }

  /// Reports a rule for gradients beside rates that are learned.
  func checkRuleOfLearned(_ report: (String, String) -> Void) {
    guard training.gradient != .drawn else { return }
    report(
      "training.gradient",
      "the gradient \(training.gradient.name) is for noise of a given size, not for rates that are learned")
  }

  private var learnsRates: Bool {
    let variants = [dropout.input] + dropout.branches.variants + dropout.hidden.variants + dropout.sums.variants
    return (variants + dropout.maps.variants).contains { $0.learned != nil }
  }

  var hasBatchNorm: Bool {
    switch network {
    case .mlp(let network): network.batchNorm
    case .cnn(let network): network.batchNorm
    case .resmlp(let network): network.batchNorm
    case .resnet, .fractal: true
    case .recurrent, .vit, .autoencoder, .linear: false
    }
  }
}
