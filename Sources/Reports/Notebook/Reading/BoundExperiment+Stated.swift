import Experiments
import Specifications

/// What an experiment states and measures, known before it is run.
extension BoundExperiment {
  /// Reports aliases that the cell does not give, and a number that their configurations never have.
  func check(_ value: MeasuredValue, at place: Place, _ problems: Problems) {
    for alias in [value.configuration, value.minus].compactMap({ $0 }) {
      checkAlias(alias, at: place, problems)
      guard value.metric.isOfNetwork, case .success(let experiment) = reading, let index = configuration(alias) else {
        continue
      }
      let choice = MetricChoice(name: value.metric, split: value.split, at: .last)
      if let reason = choice.misfit(with: experiment.configurations[index].spec) {
        problems.report(
          place, "'\(alias)' of '\(name)' has no \(value.split.rawValue).\(value.metric.rawValue): \(reason)")
      }
    }
  }

  // MARK: Claims

  /// Reports claims that the experiment does not state.
  func check(_ cell: ClaimCell, _ problems: Problems) {
    if cell.claims.isEmpty { checkStatesClaims(at: cell.experiment.place, problems) }
    for claim in cell.claims { checkClaim(claim, problems) }
  }

  /// Reports an experiment without claims.
  func checkStatesClaims(at place: Place, _ problems: Problems) {
    guard case .success(let experiment) = reading, experiment.claims.isEmpty else { return }
    problems.report(place, "the experiment '\(name)' states no claims")
  }

  /// Reports a claim that the experiment does not state.
  func checkClaim(_ claim: Named, _ problems: Problems) {
    guard case .success(let experiment) = reading, !experiment.claims.contains(where: { $0.id == claim.name }) else {
      return
    }
    problems.report(
      claim.place,
      MapReader.unknown("claim", claim.name, of: "'\(name)'", allowed: experiment.claims.map(\.id)))
  }
}
