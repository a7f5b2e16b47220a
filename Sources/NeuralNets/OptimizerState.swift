import CKernels
import Tensors

/// One optimizer step as numbers: the rule with the learning rate of this step, and the constraint that follows it.
package struct UpdateStep {
  /// The rule with the numbers of this step, as the kernels take them.
  package enum Rule {
    case sgd(dl_sgd)
    case adam(dl_adam)
  }

  package var rule: Rule
  package var maxNorm: Double?

  /// Makes step `step` (counted from 0) at learning rate and momentum of the moment.
  package init(
    _ optimizer: Optimizer, regularization: Regularization, learningRate: Double, momentum: Double, epoch: Int,
    step: Int
  ) {
    let l1 = epoch + 1 >= regularization.l1StartEpoch ? Float(regularization.l1) : 0
    let l2 = Float(regularization.l2)
    maxNorm = regularization.maxNorm
    func keep(_ decay: Double) -> Float { Float(1 - learningRate * decay) }
    switch optimizer {
    case .sgd(_, _, let nesterov):
      rule = .sgd(
        dl_sgd(
          rate: Float(learningRate), momentum: Float(momentum), l2: l2, l1: l1, keep: keep(regularization.weightDecay),
          nesterov: nesterov))
    case .adam(_, let beta1, let beta2, let epsilon):
      let decay = keep(regularization.weightDecay)
      rule = .adam(Self.adam(learningRate, beta1, beta2, epsilon, step, l2: l2, l1: l1, keep: decay))
    case .adamW(_, let beta1, let beta2, let epsilon, let weightDecay):
      let decay = keep(weightDecay + regularization.weightDecay)
      rule = .adam(Self.adam(learningRate, beta1, beta2, epsilon, step, l2: l2, l1: l1, keep: decay))
    }
  }

  private static func adam(
    _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ step: Int, l2: Float, l1: Float, keep: Float
  ) -> dl_adam {
    let power = Double(step + 1)
    let first = 1 - dl_pow(beta1, power)
    let second = 1 - dl_pow(beta2, power)
    return dl_adam(
      step: Float(rate / first), beta1: Float(beta1), beta2: Float(beta2), scale: Float(1 / second.squareRoot()),
      epsilon: Float(epsilon), l2: l2, l1: l1, keep: keep)
  }

  /// The same step with a stronger λ/2 ‖W‖².
  func adding(l2: Float) -> UpdateStep {
    var stronger = self
    switch rule {
    case .sgd(var sgd):
      sgd.l2 += l2
      stronger.rule = .sgd(sgd)
    case .adam(var adam):
      adam.l2 += l2
      stronger.rule = .adam(adam)
    }
    return stronger
  }

  /// The same step for biases, which no penalty, decay or constraint touches.
  package var withoutPenalties: UpdateStep {
    var plain = self
    plain.maxNorm = nil
    switch rule {
    case .sgd(var sgd):
      (sgd.l2, sgd.l1, sgd.keep) = (0, 0, 1)
      plain.rule = .sgd(sgd)
    case .adam(var adam):
      (adam.l2, adam.l1, adam.keep) = (0, 0, 1)
      plain.rule = .adam(adam)
    }
    return plain
  }
}

/// How the arrays of a network learn: what is laid out for it depends on that.
package struct Learning: Hashable, Sendable {
  package let optimizer: Optimizer
  /// Whether gradients are kept before any weight moves, as where they are bounded together or summed.
  package let keepsGradients: Bool

  package init(_ optimizer: Optimizer, keepsGradients: Bool = false) {
    self.optimizer = optimizer
    self.keepsGradients = keepsGradients
  }

  /// For what is laid out but never moves.
  package static let none = Learning(.sgd(learningRate: 0, momentum: .constant(0), nesterov: false))

  /// Whether a weight may move while its gradient is computed.
  package var isFused: Bool {
    switch optimizer {
    case .sgd: !keepsGradients
    case .adam, .adamW: false
    }
  }
}

/// What an optimizer remembers about one parameter array.
package final class OptimizerState {
  private let count: Int
  private let first: FloatBuffer
  private let second: FloatBuffer
  private let isAdaptive: Bool

  /// Allocates zeros for `count` parameters, a multiple of 16.
  package init(_ optimizer: Optimizer, count: Int) {
    self.count = count
    first = FloatBuffer(count)
    switch optimizer {
    case .sgd: isAdaptive = false
    case .adam, .adamW: isAdaptive = true
    }
    second = FloatBuffer(isAdaptive ? count : 0)
  }

  /// The velocity of gradient descent; nil for adaptive rules.
  package var velocity: UnsafeMutablePointer<Float>? { isAdaptive ? nil : first.base }

  /// What it remembers, for a checkpoint.
  var memory: [FloatBuffer] { [first, second] }

  /// Moves parameters by one step from stored gradients.
  package func apply(
    _ step: UpdateStep, to parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>
  ) {
    switch step.rule {
    case .sgd(var rule): dl_update_sgd(parameters, first.base, gradient, count, &rule, DL_PATH_FASTEST)
    case .adam(var rule):
      dl_update_adam(parameters, first.base, second.base, gradient, count, &rule, DL_PATH_FASTEST)
    }
  }
}
