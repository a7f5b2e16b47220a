import Experiments

/// The gate that a configuration must pass to be a point of a comparison: its optimiser got somewhere at all.
package enum OptimiserGate {
  /// A mean training error at the end that is no better than this means that the net hardly trained.
  package static let standard = Gate.standard

  /// Returns why the configuration failed to train, or nil: all finished trials diverged, or training error ≥ the gate.
  static func verdict(outcomes: [TrialOutcome], gate: Double?) -> String? {
    guard !outcomes.isEmpty else { return nil }
    let completed = outcomes.filter { $0.status == .completed }
    if completed.isEmpty { return outcomes.count == 1 ? "its trial diverged" : "all \(outcomes.count) trials diverged" }
    let errors = completed.compactMap { RepresentingEpoch.last.value(of: .error, on: .training, in: $0) }
    guard !errors.isEmpty else { return nil }
    let mean = errors.reduce(0, +) / Double(errors.count)
    guard let gate, mean >= gate else { return nil }
    return "training error at the end \(NumberText.fixed(mean * 100, places: 0))\(NumberText.space)%"
  }
}
