import Specifications

/// Dropout of residual branches.
package enum ResidualDropout: Hashable, Sendable {
  case none
  case stochasticDepth(StochasticDepth)
  /// Whole layers of a transformer, attention and feed-forward part together, or residual blocks of other networks.
  case layerDrop(rate: Rate)
  /// The rate of dropping of another variant, block by block, times a factor that changes over training.
  indirect case scheduled(ResidualDropout, RateCurve)

  /// The survival of block `index`, counted from 1 at the input, of `count`.
  package func survival(ofBlock index: Int, of count: Int) -> BranchSurvival {
    switch self {
    case .none: BranchSurvival()
    case .stochasticDepth(let depth): depth.survival(ofBlock: index, of: count)
    case .layerDrop(let rate): BranchSurvival(probability: rate.retention, gate: .batch, scaling: nil)
    case .scheduled(let variant, let curve): variant.survival(ofBlock: index, of: count).following(curve)
    }
  }

  /// Whether the branches of one layer share a gate.
  var gatesLayers: Bool {
    switch self {
    case .none, .stochasticDepth: false
    case .layerDrop: true
    case .scheduled(let variant, _): variant.gatesLayers
    }
  }
}

extension LayerDropout<ResidualDropout> {
  /// The entry of branch `index`, counted from 1 at the input, of `count`, where every layer has as many of them.
  package func dropout(ofBlock index: Int, of count: Int) -> ResidualDropout {
    dropout(at: length.map { (index - 1) * $0 / count } ?? 0)
  }

  /// The survival of branch `index`, counted from 1 at the input, of `count`.
  package func survival(ofBlock index: Int, of count: Int) -> BranchSurvival {
    dropout(ofBlock: index, of: count).survival(ofBlock: index, of: count)
  }
}

/// Dropout of whole residual branches: stochastic depth (Huang et al. 2016), DropPath where examples have gates of their own.
package struct StochasticDepth: Hashable, Sendable {
  package var survival: SurvivalSchedule
  package var gate: GateSharing
  package var convention: Convention

  package init(survival: SurvivalSchedule, gate: GateSharing = .batch, convention: Convention = .classic) {
    self.survival = survival
    self.gate = gate
    self.convention = convention
  }

  /// The survival of block `index`, counted from 1 at the input, of `count`.
  package func survival(ofBlock index: Int, of count: Int) -> BranchSurvival {
    BranchSurvival(
      probability: survival.probability(ofBlock: index, of: count), gate: gate, scaling: convention)
  }
}

/// How the probability of survival depends on depth.
package enum SurvivalSchedule: Hashable, Sendable {
  /// p_l = 1 − l / L (1 − p_L) for blocks l = 1 … L (Huang et al. 2016, eq. 4).
  case linear(last: Double)
  /// The same p for all blocks.
  case uniform(Double)

  /// p_l of block l of L, counted from 1.
  package func probability(ofBlock index: Int, of count: Int) -> Double {
    switch self {
    case .linear(let last): 1 - Double(index) / Double(count) * (1 - last)
    case .uniform(let probability): probability
    }
  }

  /// The mean share of branches that survive.
  package func expectedShare(of count: Int) -> Double {
    (1...max(count, 1)).reduce(0) { $0 + probability(ofBlock: $1, of: count) } / Double(max(count, 1))
  }
}

// MARK: - Reading

extension ResidualDropout: Chosen {
  package static let noun = "dropout of residual branches"
  package static let choices: [Choice<ResidualDropout>] = [
    Choice("none", .none, "Every branch survives."),
    Choice(
      "stochasticDepth", "Skips whole residual branches, per batch or (DropPath) per example.",
      formula: "y = x + b f(x), b ~ Bernoulli(p_l); classic: at evaluation p_l f(x), inverted: in training f(x) / p_l",
      source: "Huang et al. 2016, eqs. 2 and 5",
      example: "{ stochasticDepth: { survival: { linear: { last: 0.5 } }, gate: batch, convention: classic } }",
      read: { map in
        let survival = map.required("survival", SurvivalSchedule.self)
        let gate = map.optional("gate", default: GateSharing.batch)
        let convention = map.optional("convention", default: Convention.classic)
        guard let survival, let gate, let convention else { return nil }
        return .stochasticDepth(StochasticDepth(survival: survival, gate: gate, convention: convention))
      },
      write: { dropout in
        guard case .stochasticDepth(let depth) = dropout else { return nil }
        var entries = [("survival", depth.survival.node)]
        if depth.gate != .batch { entries.append(("gate", depth.gate.node)) }
        if depth.convention != .classic { entries.append(("convention", depth.convention.node)) }
        return entries
      }),
    Choice(
      "layerDrop", "Skips whole layers per batch, the branches of one together; nothing is scaled.",
      formula: "x ← x + b (f(x) + g(x + f(x))), b ~ Bernoulli(p) per layer and step; evaluation runs all layers",
      source: "Fan, Grave & Joulin 2020, section 3.2", example: "{ layerDrop: { rate: 0.2 } }",
      read: { map in map.rate().map { .layerDrop(rate: $0) } },
      write: { dropout in
        guard case .layerDrop(let rate) = dropout else { return nil }
        return [("rate", rate.dropping.node)]
      }),
    scheduledChoice(
      "Lets the rate of dropping branches change over training.",
      formula: "1 − p_l(t) = curve(t) (1 − p_l), t from 0 to 1", source: "Liu et al. 2023, sections 4 and 5",
      example: "{ scheduled: { variant: { layerDrop: { rate: 0.5 } }, curve: { early: { until: 0.5 } } } }"),
  ]
}

extension ResidualDropout: DropoutVariant {
  package var schedule: (variant: ResidualDropout, curve: RateCurve)? {
    guard case .scheduled(let variant, let curve) = self else { return nil }
    return (variant, curve)
  }

  package var scheduleRefusal: ScheduleRefusal? {
    switch self {
    case .none, .scheduled: .rateless
    case .stochasticDepth(let depth): depth.convention == .inverted ? nil : .evaluation
    case .layerDrop: nil
    }
  }

  package static let settings: [ResidualDropout] =
    [.none]
    + Convention.allCases.map {
      .stochasticDepth(StochasticDepth(survival: .linear(last: 0.5), convention: $0))
    } + [.layerDrop(rate: Rate(0.2)), .scheduled(.layerDrop(rate: Rate(0.2)), .ramp(until: 1))]

  package static var schedulable: String {
    "a variant that evaluation does not depend on, layerDrop or stochasticDepth with convention: inverted"
  }

  package var refusedSetting: String? {
    if case .stochasticDepth(let depth) = self { "convention: \(depth.convention.name)" } else { nil }
  }
}

extension SurvivalSchedule: Chosen {
  package static let noun = "survival schedule"
  private static let probability = Bounds<Double>("a number above 0 and at most 1") { $0 > 0 && $0 <= 1 }
  package static let choices: [Choice<SurvivalSchedule>] = [
    Choice(
      "linear", "Falls with depth to the survival of the last block.", formula: "p_l = 1 − l / L (1 − p_L), l = 1 … L",
      source: "Huang et al. 2016, eq. 4", example: "{ linear: { last: 0.5 } }",
      read: { map in map.required("last", Double.self, in: probability).map { .linear(last: $0) } },
      write: { schedule in
        guard case .linear(let last) = schedule else { return nil }
        return [("last", last.node)]
      }),
    Choice(
      "uniform", "The same for every block.", formula: "p_l = p", source: "Huang et al. 2016, section 3",
      example: "{ uniform: { survival: 0.75 } }",
      read: { map in map.required("survival", Double.self, in: probability).map { .uniform($0) } },
      write: { schedule in
        guard case .uniform(let probability) = schedule else { return nil }
        return [("survival", probability.node)]
      }),
  ]
}

extension GateSharing: Chosen {
  package static let noun = "gate"
  package static let choices: [Choice<GateSharing>] = [
    Choice("batch", .batch, "One draw per block and step; a dropped branch is not computed at all."),
    Choice("example", .example, "One draw per block and example (DropPath)."),
  ]
}
