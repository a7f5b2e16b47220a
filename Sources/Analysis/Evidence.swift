import Experiments

/// What the archive knows of an experiment's trials.
package struct Evidence: Sendable {
  package let outcomes: [TrialID: TrialOutcome]
  /// Attempts without an outcome, by trial: how many, and why the last one ended.
  package let failures: [TrialID: FailedAttempts]

  /// What inference gave, by trial.
  package let inference: [TrialID: [InferenceRecord]]
  /// What probes found, by trial.
  package let probes: [TrialID: [ProbeRecord]]

  package init(
    outcomes: [TrialID: TrialOutcome], failures: [TrialID: FailedAttempts] = [:],
    inference: [TrialID: [InferenceRecord]] = [:], probes: [TrialID: [ProbeRecord]] = [:]
  ) {
    self.outcomes = outcomes
    self.failures = failures
    self.inference = inference
    self.probes = probes
  }

  /// The state of a trial.
  package func state(of trial: TrialID) -> TrialState {
    if let outcome = outcomes[trial] {
      switch outcome.status {
      case .completed: return .completed
      case .diverged(let epoch): return .diverged(epoch: epoch)
      }
    }
    return failures[trial].map { .failed($0) } ?? .open
  }

  /// The outcome of a trial that ran to its end; nil when it diverged or did not finish.
  func completed(_ trial: TrialID) -> TrialOutcome? {
    outcomes[trial].flatMap { $0.status == .completed ? $0 : nil }
  }
}

/// Attempts that threw, timed out or were interrupted and left the trial without an outcome.
package struct FailedAttempts: Hashable, Sendable {
  package let count: Int
  /// One line, such as `timed out after 60 s`.
  package let reason: String

  package init(count: Int, reason: String) {
    self.count = count
    self.reason = reason
  }
}

/// How far a trial has come.
package enum TrialState: Hashable, Sendable {
  case completed
  case diverged(epoch: Int)
  case failed(FailedAttempts)
  /// Neither an outcome nor a failed attempt.
  case open

  /// The state in a word.
  package var word: String {
    switch self {
    case .completed: "completed"
    case .diverged: "diverged"
    case .failed: "failed"
    case .open: "not run"
    }
  }
}
