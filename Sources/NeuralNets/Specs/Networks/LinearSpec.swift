import Specifications

/// A network without hidden layers: a linear or a logistic model of its input.
package struct LinearSpec: Hashable, Sendable {
  /// What the model is of.
  package enum Kind: String, Hashable, Sendable {
    /// Real numbers: y = W x + b.
    case linear
    /// Classes by the softmax of W x + b; two of them by the logistic function of one number.
    case logistic
  }

  package var kind: Kind
  package var initialization: Initialization

  package init(_ kind: Kind, initialization: Initialization = .zero) {
    self.kind = kind
    self.initialization = initialization
  }
}

extension LinearSpec {
  static let linear = choice(
    .linear, "A linear model of the input, which starts from zero.", formula: "y = W x + b",
    source: "Srivastava et al. 2014, section 9.1")
  static let logistic = choice(
    .logistic, "A linear model of the scores of classes; two classes share one score.",
    formula: "two classes: P = 1 / (1 + exp(−(w x + b))); more: softmax(W x + b)",
    source: "Wager, Wang & Liang 2013, section 4")

  private static func choice(_ kind: Kind, _ summary: String, formula: String, source: String) -> Choice<NetworkSpec> {
    Choice(
      kind.rawValue, summary, formula: formula, source: source,
      read: { map in
        map.optional("initialization", default: Initialization.zero).map {
          .linear(LinearSpec(kind, initialization: $0))
        }
      },
      write: { network in
        guard case .linear(let spec) = network, spec.kind == kind else { return nil }
        return spec.initialization == .zero ? [] : [("initialization", spec.initialization.node)]
      })
  }
}
