import Datasets
import Experiments
import Statistics

extension ClaimValues {
  /// The trials of all configurations that decide a claim, by state.
  func counts(of claim: Claim) -> TrialCounts {
    configurations(of: claim).compactMap { summary($0)?.counts }
      .reduce(TrialCounts(planned: 0, completed: 0, diverged: 0, failed: 0), +)
  }

  /// The measured trials of all configurations that decide a claim, in plan order.
  func trials(of claim: Claim) -> [TrialID] {
    let configurations = configurations(of: claim)
    return design.trials.filter { trial in
      trial.purpose == .measurement && configurations.contains(trial.configuration)
    }.map(\.id)
  }

  /// The configurations that decide a claim; those of its parts where it is decided by other claims.
  func configurations(of claim: Claim) -> [Int] {
    let parts = claim.question.parts.compactMap { id in design.claims.first { $0.id == id } }
    return Set(claim.configurations + parts.flatMap(configurations)).sorted()
  }

  /// Why a claim cannot be decided: configurations that did not train, and gates of its own.
  func failedGates(of claim: Claim) -> [String] {
    // Among the levels of a vertex some may be too large to train.
    let levels = claim.question.arms.filter(\.isVertex).flatMap(\.configurations)
    let untrained = claim.configurations.filter { !levels.contains($0) }.compactMap { index in
      summary(index)?.optimiserFailed.map { "\(label(index)) did not train: \($0)." }
    }
    return untrained + claim.gates.compactMap { failure($0, of: claim) }
  }

  private func failure(_ gate: ClaimGate, of claim: Claim) -> String? {
    switch gate {
    case .mean(let arm, let below, let above): meanFailure(arm, below: below, above: above)
    case .equalUpdates: updatesFailure(claim)
    case .tunedInside: edgeFailure(claim)
    }
  }

  private func meanFailure(_ arm: ClaimArm, below: Double?, above: Double?) -> String? {
    let resolved = resolved(arm) ?? arm
    let values = (0..<design.replicates).compactMap { value(of: resolved, at: $0) }
    let name = resolved.configurations.map(label).joinedInWords()
    guard let mean = Sample(values)?.mean, let measure = resolved.terms.first?.measure else {
      return "The gate on \(name) has no value."
    }
    let text = MeasureText(measure)
    if let below, mean >= below {
      return "\(text.title.capitalizedFirst) of \(name) is \(text.value(mean)), not below \(text.value(below))."
    }
    if let above, mean <= above {
      return "\(text.title.capitalizedFirst) of \(name) is \(text.value(mean)), not above \(text.value(above))."
    }
    return nil
  }

  private func updatesFailure(_ claim: Claim) -> String? {
    let updates = claim.question.arms.flatMap(\.configurations).compactMap { summary($0)?.spec.updates }
    guard let least = updates.min(), let most = updates.max(), least < most else { return nil }
    return
      "The arms are trained with \(NumberText.count(least)) to \(NumberText.count(most)) updates, not the same number."
  }

  private func edgeFailure(_ claim: Claim) -> String? {
    let edge = Set(claim.question.arms.flatMap(\.configurations)).sorted().filter { index in
      summary(index)?.tuned.contains(where: \.atEdge) ?? false
    }
    guard let title = edge.first.flatMap({ summary($0)?.tuned.first?.title }) else { return nil }
    return "The tuned \(title) of \(edge.map(label).joinedInWords()) lies at the edge of what was tried."
  }
}

extension TrialSpec {
  /// Steps of the optimizer in a whole training.
  package var updates: Int {
    training.epochs * ((dataset.training + training.batchSize - 1) / training.batchSize)
  }
}

// MARK: - Pairing

extension ClaimValues {
  /// What the trials that a claim compares share at each replicate; nil where nothing is compared between trials.
  func pairing(of claim: Claim) -> ClaimPairing? {
    let arms = claim.question.arms.map { resolved($0) ?? $0 }
    guard arms.count > 1, let first = arms.first else { return nil }
    var pairs: [(TrialDigests, TrialDigests)] = []
    for replicate in 0..<design.replicates {
      for own in first.configurations {
        for other in arms.dropFirst().flatMap(\.configurations) where other != own {
          guard let left = digests(own, replicate), let right = digests(other, replicate) else { continue }
          pairs.append((left, right))
        }
      }
    }
    return ClaimPairing(pairs)
  }

  private func digests(_ configuration: Int, _ replicate: Int) -> TrialDigests? {
    // A trial that diverged has seen the order only until then, so its digest is another one whatever the order was.
    trial(configuration, replicate).flatMap { evidence.completed($0)?.digests }
  }
}
