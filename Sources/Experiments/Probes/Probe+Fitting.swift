import NeuralNets
import Specifications

extension Probe {
  /// Why the probe has nothing to look at in trials of this kind; nil where it fits.
  package func misfit(with spec: TrialSpec) -> String? {
    switch self {
    case .unitRemoval, .pairInteraction, .removalCurve: spec.withoutClassProbabilities ?? spec.withoutHiddenLayers
    }
  }
}

extension TrialSpec {
  /// Why there are no probabilities of classes; nil where there are.
  var withoutClassProbabilities: String? {
    answerKind == .classes && loss.givesProbabilities
      ? nil : "\(loss.name) on \(answerKind.title) gives no probabilities of classes"
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
