import Specifications

/// Dropout of weights.
package enum WeightDropout: Hashable, Sendable {
  case none
  case dropConnect(DropConnect)
}

/// DropConnect (Wan et al. 2013): single weights are dropped, one mask for a group of examples.
package struct DropConnect: Hashable, Sendable {
  package var rate: Rate
  /// Examples of a batch that share a mask; the paper has one mask per example.
  package var group: Int

  package init(rate: Rate, group: Int = 1) {
    self.rate = rate
    self.group = group
  }
}

extension WeightDropout: Chosen {
  package static let noun = "dropout of weights"
  package static let choices: [Choice<WeightDropout>] = [
    Choice("none", .none, "Every weight is kept."),
    Choice(
      "dropConnect", "Drops single weights of the hidden layers; evaluation uses the mean weights.",
      formula: "z = ((M / p) ⊙ W) h + b, M ~ Bernoulli(p) per weight and group of examples",
      source: "Wan et al. 2013, eq. 3", example: "{ dropConnect: { rate: 0.5, group: 10 } }",
      read: { map in
        let rate = map.rate()
        let group = map.optional("group", default: 1, in: .atLeast(1))
        guard let rate, let group else { return nil }
        return .dropConnect(DropConnect(rate: rate, group: group))
      },
      write: { dropout in
        guard case .dropConnect(let connect) = dropout else { return nil }
        return [("rate", connect.rate.dropping.node)] + (connect.group == 1 ? [] : [("group", connect.group.node)])
      }),
  ]
}
