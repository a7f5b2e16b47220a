import Specifications

/// What training minimises.
package enum Loss: Hashable, Sendable {
  /// Softmax cross-entropy against (1 − ε) one-hot + ε / classes.
  case crossEntropy(labelSmoothing: Double)
  /// Mean over examples of the squared distance to the target (one-hot for classes), over outputs averaged.
  case meanSquaredError
  /// Negative log-likelihood of real numbers under normal laws whose means and log variances the network answers.
  case normalLikelihood
}

/// Penalties and constraints on weights; biases are excluded everywhere.
package struct Regularization: Hashable, Sendable {
  /// λ of λ/2 ‖W‖², added to the gradient.
  package var l2: Double
  /// λ of λ ‖W‖₁, from the start epoch (counted from 1) on.
  package var l1: Double
  package var l1StartEpoch: Int
  /// Weight β of β Σ KL(ρ ‖ mean activation); sigmoid-like hidden layers in [0, 1] or ReLU clipped to (0, 1).
  package var sparsity: SparsityPenalty?
  /// Bound on the norm of each unit's incoming weights.
  package var maxNorm: Double?
  /// Decoupled: weights × (1 − learning rate × decay) at each step.
  package var weightDecay: Double
  /// Bound on the norm of all gradients of a step together.
  package var clipNorm: Double?
  /// Weight α of the divergence of two passes with masks of their own; nil for one pass per example.
  package var rDrop: Double?
  /// The rate of dropping what the last layer reads, as a penalty without any mask; nil for none.
  package var explicitDropout: Rate?

  package init(
    l2: Double = 0, l1: Double = 0, l1StartEpoch: Int = 1, sparsity: SparsityPenalty? = nil, maxNorm: Double? = nil,
    weightDecay: Double = 0, clipNorm: Double? = nil, rDrop: Double? = nil, explicitDropout: Rate? = nil
  ) {
    self.l2 = l2
    self.l1 = l1
    self.l1StartEpoch = l1StartEpoch
    self.sparsity = sparsity
    self.maxNorm = maxNorm
    self.weightDecay = weightDecay
    self.clipNorm = clipNorm
    self.rDrop = rDrop
    self.explicitDropout = explicitDropout
  }
}

/// The KL sparsity penalty: target mean activation ρ and weight β.
package struct SparsityPenalty: Hashable, Sendable {
  package var target: Double
  package var weight: Double

  package init(target: Double, weight: Double) {
    self.target = target
    self.weight = weight
  }
}

/// The rule by which gradients move weights.
package enum Optimizer: Hashable, Sendable {
  case sgd(learningRate: Double, momentum: Momentum, nesterov: Bool)
  case adam(learningRate: Double, beta1: Double, beta2: Double, epsilon: Double)
  case adamW(learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double)
}

/// Momentum μ of v ← μ v + g: constant, or ramped linearly over the first epochs.
package enum Momentum: Hashable, Sendable {
  case constant(Double)
  case ramp(from: Double, to: Double, epochs: Double)
}

/// The factor on the learning rate as a function of the progress of training.
package indirect enum Schedule: Hashable, Sendable {
  case constant
  /// × factor every `every` epochs.
  case step(every: Double, factor: Double)
  /// × factor each epoch.
  case exponential(factor: Double)
  /// 1 / (1 + epochs / halfLife).
  case inverseTime(halfLife: Double)
  /// Linearly from 1 to `to` (0) at the end.
  case linear(to: Double)
  /// Half a cosine from 1 to `to` (0) at the end.
  case cosine(to: Double)
  /// Linearly up over the first epochs, times the schedule that follows.
  case warmUp(epochs: Double, then: Schedule)
}
