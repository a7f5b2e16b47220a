import Datasets
import Experiments

/// What the arms of a claim were given: updates, examples, tuning trials, and configurations to choose among.
package struct ClaimBudget: Hashable, Sendable {
  /// Least and most over the arms.
  package let updates: ClosedRange<Int>
  package let examples: ClosedRange<Int>
  /// Tuning trials that gave a score; those of every configuration where an arm is the best of several.
  package let tuning: ClosedRange<Int>
  /// Among how many configurations an arm was chosen; 1 where it was written down.
  package let choices: ClosedRange<Int>
  /// Configurations whose tuned value lies at the edge of what was tried, by label.
  package let atEdge: [String]

  /// Reads the budgets of all arms; nil for a claim without arms or with imported ones.
  init?(of claim: Claim, from values: ClaimValues) {
    let asked = claim.question.arms
    let arms = Set(asked.flatMap(\.configurations)).sorted().compactMap(values.summary)
    let tried = asked.flatMap { Self.searches($0, in: values) }
    guard !arms.contains(where: { $0.spec.imported != nil }) else { return nil }
    guard let updates = Self.range(arms.map(\.spec.updates)),
      let examples = Self.range(arms.map(\.spec.dataset.training)), let tuning = Self.range(tried.map(\.tuning)),
      let choices = Self.range(tried.map(\.choices))
    else { return nil }
    self.updates = updates
    self.examples = examples
    self.tuning = tuning
    self.choices = choices
    atEdge = arms.filter { $0.tuned.contains(where: \.atEdge) }.map(\.mention)
  }

  /// How far an arm was searched: once for the best of several configurations, else for each of them.
  private static func searches(_ arm: ClaimArm, in values: ClaimValues) -> [(tuning: Int, choices: Int)] {
    let trials = arm.configurations.compactMap(values.summary).map(Self.tuning)
    return switch arm.rule {
    case .bestOnValidation, .bestBy: [(trials.reduce(0, +), trials.count)]
    case .mean, .bag, .vertex: trials.map { ($0, 1) }
    }
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
  package var isEqual: Bool { [updates, examples, tuning, choices].allSatisfy { $0.lowerBound == $0.upperBound } }

  /// In words, unequal budgets first.
  package var text: String {
    var parts = [
      Self.words(updates, "updates"), Self.words(examples, "examples"),
      tuning.upperBound == 0 ? "nothing tuned" : Self.words(tuning, "tuning trials with a score"),
    ]
    if choices.upperBound > 1 { parts.append("chosen among \(Self.words(choices, "configurations"))") }
    let start = isEqual ? "the same for every arm: " : "unequal: "
    let (value, lies) = atEdge.count > 1 ? ("values", "lie") : ("value", "lies")
    let edge =
      atEdge.isEmpty ? "" : "; the tuned \(value) of \(atEdge.joinedInWords()) \(lies) at the edge of what was tried"
    return start + parts.joined(separator: ", ") + edge
  }

  private static func words(_ range: ClosedRange<Int>, _ noun: String) -> String {
    let least = NumberText.count(range.lowerBound)
    return range.count == 1 ? "\(least) \(noun)" : "\(least) to \(NumberText.count(range.upperBound)) \(noun)"
  }
}
