import CKernels

extension Schedule {
  /// The factor on the learning rate after `epochs` epochs (fractional within one) of `total`.
  package func factor(epochs: Double, total: Double) -> Double {
    let progress = total > 0 ? min(epochs / total, 1) : 0
    return switch self {
    case .constant: 1
    case .step(let every, let factor): dl_pow(factor, (epochs / every).rounded(.down))
    case .exponential(let factor): dl_pow(factor, epochs.rounded(.down))
    case .inverseTime(let halfLife): 1 / (1 + epochs / halfLife)
    case .linear(let to): 1 + (to - 1) * progress
    case .cosine(let to): to + (1 - to) * (1 + dl_cos(.pi * progress)) / 2
    case .warmUp(let warm, let then): min(1, epochs / warm) * then.factor(epochs: epochs, total: total)
    }
  }
}

extension Momentum {
  /// The momentum after `epochs` epochs, fractional within one.
  package func value(epochs: Double) -> Double {
    switch self {
    case .constant(let value): value
    case .ramp(let from, let to, let length): from + (to - from) * min(1, epochs / length)
    }
  }
}

extension Optimizer {
  /// The momentum after `epochs` epochs; zero for adaptive rules, which have their own.
  package func momentum(epochs: Double) -> Double {
    switch self {
    case .sgd(_, let momentum, _): momentum.value(epochs: epochs)
    case .adam, .adamW: 0
    }
  }
}
