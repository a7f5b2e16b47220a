import Specifications

/// A question to a trained network beyond its metrics; none changes what is trained.
package enum Probe: Hashable, Sendable {
  /// What each hidden unit's removal costs.
  case unitRemoval
  /// Whether the costs of two units' removal add up, over random pairs of a layer.
  case pairInteraction(pairs: Int)
  /// Accuracy against the share of hidden units removed, over so many random orders.
  case removalCurve(orders: Int)
}

/// The examples that a probe looks at: the first ones of a split.
package struct ProbeSample: Hashable, Sendable {
  package let split: Split
  package let examples: Int

  package init(split: Split, examples: Int) {
    self.split = split
    self.examples = examples
  }
}

extension Probe {
  /// What is looked at unless the experiment says otherwise; nil for probes of weights alone.
  ///
  /// Archived records stand under what was written, so a default is never changed.
  package var usualSample: ProbeSample? {
    switch self {
    case .unitRemoval, .pairInteraction, .removalCurve: ProbeSample(split: .test, examples: 2000)
    }
  }

  /// The probe for readers.
  package var title: String {
    switch self {
    case .unitRemoval: "removal of single units"
    case .pairInteraction(let pairs): "interaction of \(pairs) pairs of units"
    case .removalCurve: "removal of random units"
    }
  }
}
