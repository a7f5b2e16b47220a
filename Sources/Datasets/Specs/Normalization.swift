import Specifications

/// What happens to raw byte values before training.
package enum Normalization: String, CaseIterable, Hashable, Sendable {
  /// Bytes as they are, 0 … 255.
  case none
  /// Bytes / 255; real numbers as they are.
  case unit
  /// Zero mean, unit variance over the training examples: one mean and deviation for all bytes, one per real feature.
  case standardized
}

extension Normalization: Chosen {
  package static var noun: String { "normalization" }

  package static var choices: [Choice<Normalization>] {
    [
      Choice("none", .none, "Raw values from 0 to 255.", formula: "x"),
      Choice("unit", .unit, "Bytes from 0 to 1; real numbers stay as they are.", formula: "x / 255"),
      Choice(
        "standardized", .standardized,
        "Zero mean and unit variance over the training examples: all bytes alike, each real feature by itself.",
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
