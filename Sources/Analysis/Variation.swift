import Datasets
import Experiments
import NeuralNets

/// Which sources of chance differ between replicates, so that an interval covers them, and which are the same.
package struct Variation: Hashable, Sendable {
  /// Such as `initial weights`.
  package let covered: [String]
  /// Such as `test examples`.
  package let fixed: [String]

  package init(covered: [String], fixed: [String]) {
    self.covered = covered
    self.fixed = fixed
  }

  /// Reads the sources of chance of the trials of a design.
  package init(of design: ExperimentDesign) {
    if design.isImported {
      self.init(covered: ["whatever the seed decided in the program that trained them"], fixed: [])
      return
    }
    let specs = design.configurations.map(\.spec)
    var covered: [String] = []
    var fixed: [String] = []
    let drawn = specs.contains { $0.dataset.subset == .perReplicate }
    if drawn { covered.append("training subset") } else { fixed.append("training subset") }
    covered += ["initial weights", "batch order"]
    if specs.contains(where: \.dropout.isPresent) { covered.append("dropout noise") }
    if specs.contains(where: { $0.dataset.augmentation != nil }) { covered.append("augmentation") }
    let hasValidation = specs.contains { $0.dataset.validation > 0 }
    fixed.append(hasValidation ? "validation and test examples" : "test examples")
    if design.tuning != nil { fixed.append("tuned values") }
    self.init(covered: covered, fixed: fixed)
  }

  /// One sentence for readers of an interval.
  package var sentence: String {
    guard !covered.isEmpty else { return "" }
    let first = "Replicates differ in \(covered.joinedInWords())"
    return fixed.isEmpty
      ? first + "."
      : first + "; \(fixed.joinedInWords()) are the same for all, so no interval covers their chance."
  }
}

extension DropoutPlacement {
  /// Whether any dropout is placed anywhere; a list of nothing places none.
  package var isPresent: Bool { !places.isEmpty }
}

extension [String] {
  /// The items as in prose: `a`, `a and b`, `a, b and c`.
  package func joinedInWords() -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
