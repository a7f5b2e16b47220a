import Specifications

extension Loss: Chosen {
  package static let noun = "loss"
  package static let choices: [Choice<Loss>] = [
    Choice(
      "crossEntropy", "Softmax cross-entropy, optionally against smoothed labels.",
      formula: "−Σ_k t_k log softmax(y)_k, t = (1 − ε) one-hot + ε / classes", source: "Szegedy et al. 2016, section 7",
      example: "{ crossEntropy: { labelSmoothing: 0.1 } }",
      read: { map in
        map.optional("labelSmoothing", default: 0.0, in: .zeroToBelowOne).map { .crossEntropy(labelSmoothing: $0) }
      },
      write: { loss in
        guard case .crossEntropy(let smoothing) = loss else { return nil }
        return smoothing == 0 ? [] : [("labelSmoothing", smoothing.node)]
      }),
    Choice(
      "meanSquaredError", .meanSquaredError,
      "Squared distance to the target, one-hot for classes, averaged over outputs.",
      formula: "Σ_k (y_k − t_k)² / outputs"),
    Choice(
      "normalLikelihood", .normalLikelihood,
      "Surprise at real numbers under normal laws whose means and log variances the network answers.",
      formula: "(exp(−s) (t − m)² + s + ln 2π) / 2, averaged over numbers",
      source: "Nix & Weigend 1994; Kendall & Gal 2017, eq. 5"),
  ]
}

extension Regularization: Specified {
  package static let allowed = "the block regularization"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Regularization? {
    guard var map = MapReader(node, of: "regularization", problems) else { return nil }
    let l2 = map.optional("l2", default: 0.0, in: .notNegative)
    let l1 = map.optional("l1", default: 0.0, in: .notNegative)
    let start = map.optional("l1StartEpoch", default: 1, in: .atLeast(1))
    let sparsity = map.unlessNone("sparsity", SparsityPenalty.self)
    let maxNorm = map.unlessNone("maxNorm", Double.self, in: .positive)
    let decay = map.optional("weightDecay", default: 0.0, in: .notNegative)
    let clipNorm = map.unlessNone("clipNorm", Double.self, in: .positive)
    let rDrop = map.unlessNone("rDrop", Double.self, in: .notNegative)
    let explicit = map.unlessNone("explicitDropout", Double.self, in: .zeroToBelowOne)
    map.finish()
    guard let l2, let l1, let start, let sparsity, let maxNorm, let decay, let clipNorm, let rDrop, let explicit else {
      return nil
    }
    return Regularization(
      l2: l2, l1: l1, l1StartEpoch: start, sparsity: sparsity, maxNorm: maxNorm, weightDecay: decay,
      clipNorm: clipNorm, rDrop: rDrop, explicitDropout: explicit.map { Rate($0) })
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = []
    if l2 != 0 { entries.append(("l2", l2.node)) }
    if l1 != 0 { entries.append(("l1", l1.node)) }
    if l1StartEpoch != 1 { entries.append(("l1StartEpoch", l1StartEpoch.node)) }
    if let sparsity { entries.append(("sparsity", sparsity.node)) }
    if let maxNorm { entries.append(("maxNorm", maxNorm.node)) }
    if weightDecay != 0 { entries.append(("weightDecay", weightDecay.node)) }
    if let clipNorm { entries.append(("clipNorm", clipNorm.node)) }
    if let rDrop { entries.append(("rDrop", rDrop.node)) }
    if let explicitDropout { entries.append(("explicitDropout", explicitDropout.dropping.node)) }
    return .map(entries)
  }
}

extension SparsityPenalty: Specified {
  package static let allowed = "{ target: share, weight: w }"

  package static func read(_ node: SpecNode, _ problems: Problems) -> SparsityPenalty? {
    guard var map = MapReader(node, of: "sparsity", problems) else { return nil }
    let target = map.required(
      "target", Double.self, in: Bounds("a number above 0 and below 1") { $0 > 0 && $0 < 1 })
    let weight = map.required("weight", Double.self, in: .notNegative)
    map.finish()
    guard let target, let weight else { return nil }
    return SparsityPenalty(target: target, weight: weight)
  }

  package var node: SpecNode { .map([("target", target.node), ("weight", weight.node)]) }
}

extension Schedule: Chosen {
  package static let noun = "schedule"
  package static let choices: [Choice<Schedule>] = [
    Choice("constant", .constant, "The learning rate stays as it is.", formula: "1"),
    Choice(
      "step", "Multiplies the learning rate every few epochs.", formula: "factor^⌊epochs / every⌋",
      example: "{ step: { every: 10, factor: 0.1 } }",
      read: { map in
        let every = map.required("every", Double.self, in: .positive)
        let factor = map.required("factor", Double.self, in: .positive)
        guard let every, let factor else { return nil }
        return .step(every: every, factor: factor)
      },
      write: { schedule in
        guard case .step(let every, let factor) = schedule else { return nil }
        return [("every", every.node), ("factor", factor.node)]
      }),
    Choice(
      "exponential", "Multiplies the learning rate once per epoch.", formula: "factor^⌊epochs⌋",
      source: "Hinton et al. 2012: .998", example: "{ exponential: { factor: 0.998 } }",
      read: { map in map.required("factor", Double.self, in: .positive).map { .exponential(factor: $0) } },
      write: { schedule in
        guard case .exponential(let factor) = schedule else { return nil }
        return [("factor", factor.node)]
      }),
    Choice(
      "inverseTime", "Halves the learning rate at the half-life, to a third at twice that.",
      formula: "1 / (1 + epochs / halfLife)", example: "{ inverseTime: { halfLife: 10 } }",
      read: { map in map.required("halfLife", Double.self, in: .positive).map { .inverseTime(halfLife: $0) } },
      write: { schedule in
        guard case .inverseTime(let halfLife) = schedule else { return nil }
        return [("halfLife", halfLife.node)]
      }),
    ending(
      "linear", "Falls in a straight line to its end value.", formula: "1 + (to − 1) progress",
      make: { .linear(to: $0) }, end: { if case .linear(let to) = $0 { to } else { nil } }),
    ending(
      "cosine", "Falls along half a cosine to its end value.",
      formula: "to + (1 − to) (1 + cos(π progress)) / 2", source: "Loshchilov & Hutter 2017, eq. 5",
      make: { .cosine(to: $0) }, end: { if case .cosine(let to) = $0 { to } else { nil } }),
    Choice(
      "warmUp", "Rises in a straight line over the first epochs, times the schedule that follows.",
      formula: "min(1, epochs / warm-up epochs) × then", source: "Goyal et al. 2017, section 2.2",
      example: "{ warmUp: { epochs: 2, then: cosine } }",
      read: { map in
        let epochs = map.required("epochs", Double.self, in: .positive)
        let then = map.optional("then", default: Schedule.constant)
        guard let epochs, let then else { return nil }
        return .warmUp(epochs: epochs, then: then)
      },
      write: { schedule in
        guard case .warmUp(let epochs, let then) = schedule else { return nil }
        return [("epochs", epochs.node)] + (then == .constant ? [] : [("then", then.node)])
      }),
  ]

  /// A schedule whose only parameter is the factor it ends at, 0 unless written.
  private static func ending(
    _ name: String, _ summary: String, formula: String, source: String = "",
    make: @escaping @Sendable (Double) -> Schedule, end: @escaping @Sendable (Schedule) -> Double?
  ) -> Choice<Schedule> {
    Choice(
      name, summary, formula: formula, source: source,
      read: { map in map.optional("to", default: 0.0, in: .zeroToOne).map(make) },
      write: { schedule in end(schedule).map { $0 == 0 ? [] : [("to", $0.node)] } })
  }
}
