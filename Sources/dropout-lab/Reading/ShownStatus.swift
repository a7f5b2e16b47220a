import Analysis
import Archive
import Experiments
import Foundation

/// How far experiments have come, for the terminal and for machines.
struct ShownStatus {
  private let experiments: [Entry]
  private let lines: Int
  private let now: Double

  fileprivate struct Entry {
    let archived: ArchivedExperiment
    let state: ExperimentState
    let running: [(trial: RunningTrial, place: Membership?)]
    let left: Double?
    let lastAttempt: Attempt?
  }

  /// The named experiment, or all that are running, or the last one.
  init(of name: String?, in archive: Archive, lines: Int, at now: Double) throws {
    let states = try archive.states()
    let all = try archive.experiments()
    let chosen =
      if let name {
        [try archive.experiment(named: name)]
      } else {
        all.filter { (states[$0.key]?.running ?? 0) > 0 }
      }
    experiments = try (chosen.isEmpty ? Array(all.prefix(1)) : chosen).compactMap { archived in
      try states[archived.key].map { try Entry(archived, $0, in: archive) }
    }
    (self.lines, self.now) = (lines, now)
  }

  var isRunning: Bool { experiments.contains { !$0.running.isEmpty } }

  // MARK: For people

  func text(within columns: Int?) -> String {
    if experiments.isEmpty { return "The archive is empty; 'dropout-lab run experiments/smoke.yaml' fills it." }
    let text = experiments.flatMap { words($0) }
    guard let columns else { return text.joined(separator: "\n") }
    return text.map { $0.count > columns ? $0.prefix(columns - 1) + "…" : $0 }.joined(separator: "\n")
  }

  private func words(_ entry: Entry) -> [String] {
    let state = entry.state
    var parts = ["\(state.completed + state.diverged) of \(state.planned) planned trials have an outcome"]
    if state.diverged > 0 { parts.append("\(state.diverged) diverged") }
    if state.failed > 0 { parts.append("\(state.failed) failed") }
    if let left = entry.left { parts.append("about \(DurationText(left)) left") }
    let head = "\(entry.archived.name): \(entry.running.isEmpty ? "not running" : "\(entry.running.count) running")"
    return [head, "  " + parts.joined(separator: ", ")] + entry.running.flatMap { words($0.trial, $0.place) }
      + (entry.running.isEmpty ? entry.lastAttempt.map(words) ?? [] : [])
  }

  private func words(_ trial: RunningTrial, _ place: Membership?) -> [String] {
    let label = place.map { "\($0.label), replicate \($0.replicate)" } ?? ""
    let silent = now - trial.heartbeatAt
    let sign =
      silent > Archive.patience
      ? "no sign of life for \(DurationText(silent))" : "seen \(DurationText(max(0, silent))) ago"
    return [
      "  \(trial.trial.short)  \(DurationText(max(0, now - trial.startedAt))), \(sign)  \(label)"
    ] + trial.log.suffix(lines).map { "    \($0)" }
  }

  private func words(_ attempt: Attempt) -> [String] {
    ["  last attempt without an outcome: \(attempt.trial.short) \(attempt.state.rawValue): \(attempt.message)"]
      + attempt.log.suffix(lines).map { "    \($0)" }
  }

  // MARK: For machines

  var json: JSONValue {
    .object([
      ("schema", .number(1)),
      (
        "experiments",
        .list(
          experiments.map { entry in
            .object([
              ("name", .text(entry.archived.name)), ("planned", .number(entry.state.planned)),
              ("completed", .number(entry.state.completed)), ("diverged", .number(entry.state.diverged)),
              ("failed", .number(entry.state.failed)), ("secondsLeft", entry.left.map { .real($0) } ?? .null),
              ("running", .list(entry.running.map { json($0.trial, $0.place) })),
            ])
          })
      ),
    ])
  }

  private func json(_ trial: RunningTrial, _ place: Membership?) -> JSONValue {
    .object([
      ("trial", .text(trial.trial.hex)), ("configuration", place.map { .number($0.configuration) } ?? .null),
      ("label", place.map { .text($0.label) } ?? .null), ("replicate", place.map { .number($0.replicate) } ?? .null),
      ("startedAt", .real(trial.startedAt)), ("heartbeatAt", .real(trial.heartbeatAt)),
      ("alive", .bool(now - trial.heartbeatAt <= Archive.patience)), ("host", .text(trial.worker.host)),
      ("process", .number(trial.worker.process)), ("log", .list(trial.log.map { .text($0) })),
    ])
  }
}

extension ShownStatus.Entry {
  fileprivate init(_ archived: ArchivedExperiment, _ state: ExperimentState, in archive: Archive) throws {
    let running = try archive.running(of: archived.key)
    self.archived = archived
    self.state = state
    self.running = try running.map { trial in
      (trial, try archive.memberships(of: trial.trial).first { $0.key == archived.key })
    }
    lastAttempt = try archive.attempts(of: archived.key).last
    left = running.isEmpty ? nil : try Self.left(of: archived.key, state, among: running.count, in: archive)
  }

  /// Mean seconds of the trials that have finished, for those that have not, side by side as now.
  private static func left(
    of key: ExperimentKey, _ state: ExperimentState, among workers: Int, in archive: Archive
  ) throws -> Double? {
    let seconds = try archive.trialRecords(of: key).compactMap(\.seconds)
    guard !seconds.isEmpty else { return nil }
    let open = state.planned - state.completed - state.diverged
    return seconds.reduce(0, +) / Double(seconds.count) * Double(open) / Double(workers)
  }
}
