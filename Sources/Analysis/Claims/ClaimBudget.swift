import Datasets
import Experiments

/// What the arms of a claim were given: updates, examples, and trials by which values were tuned.
package struct ClaimBudget: Hashable, Sendable {
  /// Least and most over the arms.
  package let updates: ClosedRange<Int>
  package let examples: ClosedRange<Int>
  /// Tuning trials that gave a score.
  package let tuning: ClosedRange<Int>
  /// Configurations whose tuned value lies at the edge of what was tried, by label.
  package let atEdge: [String]

  /// Reads the budgets of all arms; nil for a claim without arms or with imported ones.
  init?(of claim: Claim, from values: ClaimValues) {
    let arms = Set(claim.question.arms.flatMap(\.configurations)).sorted().compactMap(values.summary)
    guard !arms.contains(where: { $0.spec.imported != nil }) else { return nil }
    guard let updates = Self.range(arms.map(\.spec.updates)),
      let examples = Self.range(arms.map(\.spec.dataset.training)), let tuning = Self.range(arms.map(Self.tuning))
    else { return nil }
    self.updates = updates
    self.examples = examples
    self.tuning = tuning
    atEdge = arms.filter { $0.tuned.contains(where: \.atEdge) }.map(\.mention)
  }

  private static func tuning(_ arm: ConfigurationSummary) -> Int {
    arm.tuned.reduce(0) { sum, tuned in
      sum + tuned.candidates.filter { $0.score != nil }.reduce(0) { $0 + $1.trials.count }
    }
  }

  private static func range(_ values: [Int]) -> ClosedRange<Int>? {
    guard let least = values.min(), let most = values.max() else { return nil }
    return least...most
  }

  /// Whether every arm was given the same.
  package var isEqual: Bool { [updates, examples, tuning].allSatisfy { $0.lowerBound == $0.upperBound } }

  /// In words, unequal budgets first.
  package var text: String {
    let parts = [
      Self.words(updates, "updates"), Self.words(examples, "examples"),
      tuning.upperBound == 0 ? "nothing tuned" : Self.words(tuning, "tuning trials with a score"),
    ]
    let start = isEqual ? "the same for every arm: " : "unequal: "
    let edge = atEdge.isEmpty ? "" : "; the tuned value of \(atEdge.joinedInWords()) lies at the edge of what was tried"
    return start + parts.joined(separator: ", ") + edge
  }

  private static func words(_ range: ClosedRange<Int>, _ noun: String) -> String {
    let least = NumberText.count(range.lowerBound)
    return range.count == 1 ? "\(least) \(noun)" : "\(least) to \(NumberText.count(range.upperBound)) \(noun)"
  }
}
