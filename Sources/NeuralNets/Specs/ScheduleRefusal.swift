/// Why the rate of a variant of dropout cannot follow a curve.
package enum ScheduleRefusal: CaseIterable, Hashable, Sendable {
  case evaluation, learned, sums, column, rateless

  /// In words, as refusals and the catalogue say it.
  package var reason: String {
    switch self {
    case .evaluation:
      "evaluation multiplies by a number that belongs to one rate, and networks are evaluated after every epoch"
    case .learned: "the rate is learned"
    case .sums: "probabilities follow from the sums"
    case .column: "a single column is kept in all or in half of the steps, at no rate"
    case .rateless: "there is no rate, or it has a curve"
    }
  }
}

/// A variant that cannot be scheduled, such as `bernoulli` with `convention: classic`.
package struct UnscheduledVariant: Hashable, Sendable {
  package let name: String
  /// The setting that keeps it out of schedules; nil where every setting does.
  package let setting: String?
  package let refusal: ScheduleRefusal

  /// Name and setting, in words.
  package var text: String { name + (setting.map { " with \($0)" } ?? "") }
}
