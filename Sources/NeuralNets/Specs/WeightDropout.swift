import Specifications

/// Dropout of weights.
package enum WeightDropout: Hashable, Sendable {
  case none
  case dropConnect(DropConnect)
  /// Weights times N(1, q / p), drawn as the sums they make.
  case gaussianDropConnect(rate: Rate)
  /// Wang & Manning 2013: inputs of the dense layers are dropped, drawn as the sums they make.
  case fast(input: Rate, hidden: Rate)
  /// A variant whose rates are multiplied by a factor that changes over training.
  indirect case scheduled(WeightDropout, RateCurve)

  /// Whether it acts on what every dense layer reads, the last one included.
  package var actsOnOutput: Bool {
    if case .fast = variant { true } else { false }
  }
}

extension WeightDropout: DropoutVariant {
  package var schedule: (variant: WeightDropout, curve: RateCurve)? {
    guard case .scheduled(let variant, let curve) = self else { return nil }
    return (variant, curve)
  }

  package var scheduleRefusal: ScheduleRefusal? {
    switch self {
    case .none, .scheduled: .rateless
    case .dropConnect, .gaussianDropConnect, .fast: nil
    }
  }

  package static let settings: [WeightDropout] = [
    .none, .dropConnect(DropConnect(rate: Rate(0.5))), .gaussianDropConnect(rate: Rate(0.5)),
    .fast(input: Rate(0.2), hidden: Rate(0.5)), .scheduled(.gaussianDropConnect(rate: Rate(0.5)), .ramp(until: 1)),
  ]
}

/// DropConnect (Wan et al. 2013): single weights are dropped, one mask for a group of examples.
package struct DropConnect: Hashable, Sendable {
  package var rate: Rate
  /// Examples of a batch that share a mask; the paper has one mask per example.
  package var group: Int
  /// Whether biases are dropped, too, by masks of their own, as in the paper.
  package var masksBias: Bool

  package init(rate: Rate, group: Int = 1, masksBias: Bool = false) {
    self.rate = rate
    self.group = group
    self.masksBias = masksBias
  }
}

extension WeightDropout: Chosen {
  package static let noun = "dropout of weights"
  package static let choices: [Choice<WeightDropout>] = [
    Choice("none", .none, "Every weight is kept."),
    Choice(
      "dropConnect", "Drops single weights of the hidden layers, and biases if told; evaluation uses the mean weights.",
      formula: "z = ((M / p) ⊙ W) h + b, M ~ Bernoulli(p) per weight and group of examples; maskBias: (M_b / p) ⊙ b",
      source: "Wan et al. 2013, eq. 3", example: "{ dropConnect: { rate: 0.5, group: 10 } }",
      read: { map in
        let rate = map.rate()
        let group = map.optional("group", default: 1, in: .atLeast(1))
        let masksBias = map.optional("maskBias", default: false)
        guard let rate, let group, let masksBias else { return nil }
        return .dropConnect(DropConnect(rate: rate, group: group, masksBias: masksBias))
      },
      write: { dropout in
        guard case .dropConnect(let connect) = dropout else { return nil }
        return [("rate", connect.rate.dropping.node)] + (connect.group == 1 ? [] : [("group", connect.group.node)])
          + (connect.masksBias ? [("maskBias", true.node)] : [])
      }),
    Choice(
      "gaussianDropConnect", "Multiplies weights of the hidden layers by Gaussian noise, drawn as the sums they make.",
      formula: "z ~ N(W h + b, (q / p) W² h²), the law of ((1 + √(q / p) ε) ⊙ W) h + b",
      source: "Wan et al. 2013, section 4.2; Kingma et al. 2015, section 2.3",
      example: "{ gaussianDropConnect: { rate: 0.5 } }",
      read: { map in map.rate().map { .gaussianDropConnect(rate: $0) } },
      write: { dropout in
        guard case .gaussianDropConnect(let rate) = dropout else { return nil }
        return [("rate", rate.dropping.node)]
      }),
    Choice(
      "fast", "Drops the inputs of all dense layers, drawn as the Gaussian sums they tend to.",
      formula: "z ~ N(W h + b, (q / p) W² h²); evaluation W h + b", source: "Wang & Manning 2013, section 2",
      example: "{ fast: { input: 0.2, hidden: 0.5 } }",
      read: { map in
        let input = map.optional("input", default: 0.0, in: .zeroToBelowOne)
        let hidden = map.optional("hidden", default: 0.0, in: .zeroToBelowOne)
        guard let input, let hidden else { return nil }
        return .fast(input: Rate(input), hidden: Rate(hidden))
      },
      write: { dropout in
        guard case .fast(let input, let hidden) = dropout else { return nil }
        return (input.dropping == 0 ? [] : [("input", input.dropping.node)])
          + (hidden.dropping == 0 ? [] : [("hidden", hidden.dropping.node)])
      }),
    scheduledChoice(
      "Lets the rate of another variant change over training.", formula: "q(t) = curve(t) q",
      source: "Morerio et al. 2017; Liu et al. 2023",
      example: "{ scheduled: { variant: { dropConnect: { rate: 0.5 } }, curve: curriculum } }"),
  ]
}
