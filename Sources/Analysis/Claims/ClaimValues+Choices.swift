import Experiments

// Choices that a measure makes replicate by replicate, such as cross-validation within the training examples of each.

extension ClaimValues {
  /// The term that the measure chooses at a replicate, of equals the first; nil until every trial has what chooses.
  ///
  /// Trials that diverged or failed, and such as have no number, since a network of theirs diverged, are passed over.
  func choice(by measure: Measure, of arm: ClaimArm, at replicate: Int) -> ArmTerm? {
    let isComplete = arm.terms.allSatisfy { term in
      trial(term.configuration, replicate).map { isAnswered(measure, by: $0) } ?? false
    }
    guard isComplete else { return nil }
    let scored = arm.terms.compactMap { term in
      value(of: ArmTerm(configuration: term.configuration, measure: measure), at: replicate).map { (term, $0) }
    }
    let sign: Double = measure.betterEnd == .higher ? -1 : 1
    return scored.min { sign * $0.1 < sign * $1.1 }?.0
  }

  /// Labels with the number of replicates at which each was chosen, once there are such.
  func counted(_ labels: [String], of arm: ClaimArm, by measure: Measure) -> String {
    let replicates = Set(design.trials.map(\.replicate)).sorted()
    let chosen = replicates.compactMap { choice(by: measure, of: arm, at: $0)?.configuration }
    guard !chosen.isEmpty else { return labels.joinedInWords() }
    let counts = arm.configurations.map { configuration in chosen.count { $0 == configuration } }
    return zip(labels, counts).enumerated().map { place, pair in
      "\(pair.0) (\(place == 0 ? "chosen at " : "")\(pair.1)\(place == 0 ? " of \(chosen.count) replicates" : ""))"
    }.joinedInWords()
  }

  /// Completed trials that have not been asked yet what a claim, its choices or its gates look at.
  func unasked(_ claim: Claim) -> Int {
    let gated = claim.gates.compactMap { gate in if case .mean(let arm, _, _) = gate { arm } else { nil } }
    var found: Set<TrialID> = []
    for arm in claim.question.arms + gated {
      let chosenBy: Measure? = if case .bestBy(let measure) = arm.rule { measure } else { nil }
      for term in arm.terms {
        let measures = [term.measure] + (chosenBy.map { [$0] } ?? [])
        found.formUnion(
          (0..<design.replicates).compactMap { trial(term.configuration, $0) }.filter { id in
            evidence.completed(id) != nil && !measures.allSatisfy { isAnswered($0, by: id) }
          })
      }
    }
    return found.count
  }

  /// Whether a trial has said all that it will say of a measure.
  private func isAnswered(_ measure: Measure, by trial: TrialID) -> Bool {
    switch evidence.state(of: trial) {
    case .open: return false
    case .diverged, .failed: return true
    case .completed: break
    }
    return switch measure {
    case .epoch: true
    case .inference(let request, _, _): evidence.inference[trial]?.contains { $0.request == request } ?? false
    case .probe(let request, _, _, _), .predictions(let request, _):
      evidence.probes[trial]?.contains { $0.request == request } ?? false
    }
  }
}
