import Specifications

/// What happens to raw byte values before training.
package enum Normalization: String, CaseIterable, Hashable, Sendable {
  /// Bytes as they are, 0 … 255.
  case none
  /// Bytes / 255.
  case unit
  /// Zero mean, unit variance over the training examples, one mean and deviation for all features.
  case standardized
}

extension Normalization: Chosen {
  package static var noun: String { "normalization" }

  package static var choices: [Choice<Normalization>] {
    [
      Choice("none", .none, "Raw values from 0 to 255.", formula: "x"),
      Choice("unit", .unit, "Values from 0 to 1.", formula: "x / 255"),
      Choice(
        "standardized", .standardized, "Zero mean and unit variance over the training examples, all features alike.",
        formula: "(x − m) / s"),
    ]
  }
}

/// Whether replicates differ in which training examples they see.
package enum SubsetRule: String, CaseIterable, Hashable, Sendable {
  case perReplicate, fixed
}

extension SubsetRule: Chosen {
  package static var noun: String { "subset rule" }

  package static var choices: [Choice<SubsetRule>] {
    [
      Choice("perReplicate", .perReplicate, "Each replicate draws its own training examples."),
      Choice("fixed", .fixed, "All replicates train on the same examples."),
    ]
  }
}
