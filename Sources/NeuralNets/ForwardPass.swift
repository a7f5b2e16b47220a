import Randomness

/// What a forward pass is for: noise and its addresses follow from it, never from a flag in a layer.
package enum ForwardPass: Hashable, Sendable {
  /// Noise on, addressed by the training step, counted from 0; `progress` is the share of training that is done.
  case training(ReplicatePlan, step: Int, progress: Double = 0)
  /// Noise off.
  case evaluation
  /// Noise on as in training, addressed by a Monte-Carlo sample; no gradients.
  case sampling(ReplicatePlan, sample: Int)
  /// As in evaluation but for the sites that are named; no gradients.
  case composed(PassComposition)

  /// The share of training after which rates are looked up: outside of training, all of it.
  var progress: Double {
    guard case .training(_, _, let progress) = self else { return 1 }
    return progress
  }

  /// Where the noise of a layer comes from; nil when it is off.
  package func noise(of layer: String) -> NoiseSource? {
    switch self {
    case .training(let plan, let step, _): NoiseSource(stream: plan.noise(layer: layer), step: step)
    case .evaluation: nil
    case .sampling(let plan, let sample): NoiseSource(stream: plan.sampling(layer: layer, sample: sample), step: 0)
    case .composed(let composition): composition.noise(of: layer)
    }
  }
}

/// The stream and step of one layer's noise in one pass.
package struct NoiseSource: Hashable, Sendable {
  package let stream: RandomStream
  package let step: Int

  package init(stream: RandomStream, step: Int) {
    self.stream = stream
    self.step = step
  }
}
