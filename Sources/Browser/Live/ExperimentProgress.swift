import Archive
import Experiments
import Specifications

/// How far an experiment has come, with the trials that processes are at.
package struct ExperimentProgress: Sendable {
  package let archived: ArchivedExperiment
  package let state: ExperimentState
  package let running: [Running]
  /// Seconds until all planned trials have an outcome, about; nil while nothing runs or has finished.
  package let left: Double?

  /// A trial that some process is at, with its place in the experiment.
  package struct Running: Sendable {
    package let trial: RunningTrial
    package let place: Membership?
    /// Whether its process is there, as far as this machine can tell.
    package let isLiving: Bool
  }

  /// Whether any of them has a living process.
  package var isRunning: Bool { running.contains(where: \.isLiving) }

  package init(_ archived: ArchivedExperiment, _ state: ExperimentState, in archive: Archive) throws {
    let running = try archive.running(of: archived.key)
    self.archived = archived
    self.state = state
    self.running = try running.map { trial in
      Running(
        trial: trial, place: try archive.memberships(of: trial.trial).first { $0.key == archived.key },
        isLiving: trial.isLiving)
    }
    let living = self.running.count(where: \.isLiving)
    left = living == 0 ? nil : try Self.left(of: archived.key, state, among: living, in: archive)
  }

  /// Mean seconds of the trials that have finished, for those that have not, side by side as now.
  private static func left(
    of key: ExperimentKey, _ state: ExperimentState, among workers: Int, in archive: Archive
  ) throws -> Double? {
    guard let seconds = try archive.meanSeconds(of: key) else { return nil }
    let open = state.planned - state.completed - state.diverged
    return seconds * Double(open) / Double(workers)
  }
}

// MARK: - For machines

extension ExperimentProgress {
  /// Counts, the time that is left, and the running trials as they stand at `now`, in seconds since 1970.
  package func json(at now: Double) -> JSONValue {
    .object([
      ("name", .text(archived.name)), ("planned", .number(state.planned)), ("completed", .number(state.completed)),
      ("diverged", .number(state.diverged)), ("failed", .number(state.failed)),
      ("secondsLeft", left.map { .real($0) } ?? .null), ("running", .list(running.map { $0.json(at: now) })),
    ])
  }
}

extension ExperimentProgress.Running {
  package func json(at now: Double, beside: [(String, JSONValue)] = []) -> JSONValue {
    .object(
      [
        ("trial", .text(trial.trial.hex)), ("configuration", place.map { .number($0.configuration) } ?? .null),
        ("label", place.map { .text($0.label) } ?? .null), ("replicate", place.map { .number($0.replicate) } ?? .null),
        ("startedAt", .real(trial.startedAt)), ("heartbeatAt", .real(trial.heartbeatAt)),
        ("alive", .bool(isLiving && trial.isAlive(at: now))), ("host", .text(trial.worker.host)),
        ("process", .number(trial.worker.process)), ("log", .list(trial.log.map { .text($0) })),
      ] + beside)
  }
}
