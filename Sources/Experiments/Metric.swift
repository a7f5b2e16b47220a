/// A quantity that evaluation measures after an epoch, always in evaluation mode unless it says otherwise.
package enum Metric: String, CaseIterable, Hashable, Sendable {
  /// Mean of the loss that training minimises, regularisation excluded.
  case loss
  /// Share of examples whose most probable class is wrong, in [0, 1].
  case error
  /// Share of examples whose most probable class is right, in [0, 1].
  case accuracy
  /// Mean negative log-likelihood of the true class, in nats, without label smoothing.
  case nll
  /// Expected calibration error over 15 equal-width bins of confidence, in [0, 1].
  case ece
  /// Mean squared distance of the probability vector from the one-hot label, in [0, 2].
  case brier
  /// Exponential of the mean negative log-likelihood of the next symbol.
  case perplexity
  /// Mean squared distance of the answered numbers from the true ones, averaged over numbers.
  case meanSquare
  /// Error of this split minus error on the evaluated training examples.
  case gap
  /// Share of a layer's activations that are exactly zero, in evaluation mode.
  case sparsity
  /// Share of units, branches or inputs of joins that the noise of the epoch multiplied by 0, as counted while training.
  case dropFraction
  /// Mean and variance of the factors that the noise of a site, gate or join had in the epoch, or of the noise of sums.
  case noiseMean, noiseVariance
  /// Euclidean norm of a layer's weights, biases excluded.
  case weightNorm
  /// Variance that a batch normalisation meets in evaluation over the running one of training, mean over channels.
  case varianceRatio
  /// Largest magnitude of a layer's activations over the evaluated training examples.
  case largestActivation
  /// Share of a layer's units whose weights lie at the bound of max-norm.
  case boundedUnits
  /// Euclidean norm of the gradient of a layer's weights at the last step of the epoch.
  case gradientNorm
  /// Learning rate at the last step of the epoch.
  case learningRate
  /// What learned rates add to the loss that training minimises.
  case penalty
  /// Probability of dropping that a site has learned, α / (1 + α) for Gaussian noise; mean over its units.
  case learnedRate
}

extension Metric {
  /// Whether one number per split stands for the whole network; the others belong to layers or to the optimizer.
  package var isOfNetwork: Bool {
    switch self {
    case .loss, .error, .accuracy, .nll, .ece, .brier, .perplexity, .meanSquare, .gap: true
    case .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm, .varianceRatio, .largestActivation,
      .boundedUnits, .gradientNorm, .learningRate, .penalty, .learnedRate:
      false
    }
  }

  /// Whether it is a share of examples that are counted right or wrong.
  package var isCounted: Bool { self == .error || self == .accuracy }

  /// Whether less of it, or more, is better, so that values can be chosen by it.
  package var hasGoodEnd: Bool { isOfNetwork && self != .gap }
}

/// What a number was measured on.
package enum Split: String, CaseIterable, Hashable, Sendable {
  case training, validation, test
}

/// One measured number: which epoch, split, metric and layer it belongs to.
package struct EpochMetric: Hashable, Sendable {
  /// No epoch or step of a program is later; beyond it the places of plots would overflow.
  package static let lastEpoch = 1_000_000_000

  /// Completed epochs, 0 before the first.
  package let epoch: Int
  package let split: Split
  package let metric: Metric
  /// The layer's path name, such as `hidden1`; empty for the whole network.
  package let layer: String
  package let value: Double

  package init(epoch: Int, split: Split, metric: Metric, layer: String = "", value: Double) {
    self.epoch = epoch
    self.split = split
    self.metric = metric
    self.layer = layer
    self.value = value
  }
}
