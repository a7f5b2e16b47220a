import Specifications

extension Optimizer: Chosen {
  package static let noun = "optimizer"
  package static let choices: [Choice<Optimizer>] = [
    Choice(
      "sgd", "Stochastic gradient descent with momentum, plain or Nesterov's.",
      formula: "v ← μ v + g; w ← w − η v (Nesterov: w ← w − η (g + μ v))",
      source: "Sutskever et al. 2013, in the form of PyTorch",
      example: "{ sgd: { learningRate: 0.1, momentum: 0.9, nesterov: false } }",
      read: { map in
        let learningRate = map.required("learningRate", Double.self, in: .positive)
        let momentum = map.optional("momentum", default: Momentum.constant(0))
        let nesterov = map.optional("nesterov", default: false)
        guard let learningRate, let momentum, let nesterov else { return nil }
        return .sgd(learningRate: learningRate, momentum: momentum, nesterov: nesterov)
      },
      write: { optimizer in
        guard case .sgd(let learningRate, let momentum, let nesterov) = optimizer else { return nil }
        var parameters = [("learningRate", learningRate.node)]
        if momentum != .constant(0) { parameters.append(("momentum", momentum.node)) }
        if nesterov { parameters.append(("nesterov", nesterov.node)) }
        return parameters
      }),
    adaptive(
      "adam", "Adaptive moments; L2 enters the gradient.",
      formula: "m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − η m̂ / (√v̂ + ε)", source: "Kingma & Ba 2015",
      decay: nil),
    adaptive(
      "adamW", "Adaptive moments with decoupled weight decay.", formula: "w ← (1 − η λ) w, then as adam",
      source: "Loshchilov & Hutter 2019", decay: 0.01),
  ]

  /// The factor that schedules multiply.
  package var learningRate: Double {
    switch self {
    case .sgd(let learningRate, _, _), .adam(let learningRate, _, _, _), .adamW(let learningRate, _, _, _, _):
      learningRate
    }
  }

  /// Adam, or AdamW when it has a default for the decay.
  private static func adaptive(
    _ name: String, _ summary: String, formula: String, source: String, decay: Double?
  ) -> Choice<Optimizer> {
    Choice(
      name, summary, formula: formula, source: source,
      example: "{ \(name): { learningRate: 0.001\(decay == nil ? "" : ", weightDecay: 0.01") } }",
      read: { map in
        let learningRate = map.optional("learningRate", default: 0.001, in: .positive)
        let beta1 = map.optional("beta1", default: 0.9, in: .zeroToBelowOne)
        let beta2 = map.optional("beta2", default: 0.999, in: .zeroToBelowOne)
        let epsilon = map.optional("epsilon", default: 1e-8, in: .positive)
        let weightDecay = decay.map { map.optional("weightDecay", default: $0, in: .notNegative) }
        guard let learningRate, let beta1, let beta2, let epsilon else { return nil }
        guard let weightDecay else {
          return .adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
        }
        return weightDecay.map {
          .adamW(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: $0)
        }
      },
      write: { optimizer in
        switch optimizer {
        case .sgd: nil
        case .adam(let rate, let beta1, let beta2, let epsilon):
          decay == nil ? parameters(rate, beta1, beta2, epsilon) : nil
        case .adamW(let rate, let beta1, let beta2, let epsilon, let weightDecay):
          decay.map {
            parameters(rate, beta1, beta2, epsilon) + (weightDecay == $0 ? [] : [("weightDecay", weightDecay.node)])
          }
        }
      })
  }

  private static func parameters(
    _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double
  ) -> [(String, SpecNode)] {
    var parameters = [("learningRate", rate.node)]
    if beta1 != 0.9 { parameters.append(("beta1", beta1.node)) }
    if beta2 != 0.999 { parameters.append(("beta2", beta2.node)) }
    if epsilon != 1e-8 { parameters.append(("epsilon", epsilon.node)) }
    return parameters
  }
}

extension Momentum: Specified {
  package static let allowed = "a number from 0 to below 1, or { ramp: { from, to, epochs } }"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Momentum? {
    guard case .map = node.content else {
      guard let value = Double.read(node, problems) else { return nil }
      if value >= 0, value < 1 { return .constant(value) }
      problems.report(node.place, "momentum is \(node.kind), allowed is a number from 0 to below 1")
      return nil
    }
    guard var map = MapReader(node, of: "momentum", problems) else { return nil }
    let ramp = map.required("ramp", MomentumRamp.self)
    map.finish()
    return ramp.map { .ramp(from: $0.from, to: $0.to, epochs: $0.epochs) }
  }

  package var node: SpecNode {
    switch self {
    case .constant(let value): value.node
    case .ramp(let from, let to, let epochs):
      .map([("ramp", MomentumRamp(from: from, to: to, epochs: epochs).node)])
    }
  }
}

/// The three numbers of a momentum ramp as they are written.
private struct MomentumRamp: Specified {
  let from: Double
  let to: Double
  let epochs: Double

  static let allowed = "{ from, to, epochs }"

  static func read(_ node: SpecNode, _ problems: Problems) -> MomentumRamp? {
    guard var map = MapReader(node, of: "ramp", problems) else { return nil }
    let from = map.required("from", Double.self, in: .zeroToBelowOne)
    let to = map.required("to", Double.self, in: .zeroToBelowOne)
    let epochs = map.required("epochs", Double.self, in: .positive)
    map.finish()
    guard let from, let to, let epochs else { return nil }
    return MomentumRamp(from: from, to: to, epochs: epochs)
  }

  var node: SpecNode { .map([("from", from.node), ("to", to.node), ("epochs", epochs.node)]) }
}
