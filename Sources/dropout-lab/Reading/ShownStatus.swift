import Analysis
import Archive
import Browser
import Experiments
import Foundation
import Specifications

/// How far experiments have come, for the terminal and for machines.
struct ShownStatus {
  private let experiments: [ExperimentProgress]
  private let lastAttempts: [ExperimentKey: Attempt]
  private let lines: Int
  private let now: Double

  /// The named experiment, or all that are running, or the last one.
  init(of name: String?, in archive: Archive, lines: Int, at now: Double) throws {
    let states = try archive.states()
    let all = try archive.experiments()
    let chosen =
      if let name {
        [try archive.chosenExperiment(name)]
      } else {
        all.filter { (states[$0.key]?.running ?? 0) > 0 }
      }
    experiments = try (chosen.isEmpty ? Array(all.prefix(1)) : chosen).compactMap { archived in
      try states[archived.key].map { try ExperimentProgress(archived, $0, in: archive) }
    }
    lastAttempts = try experiments.filter { !$0.isRunning }.reduce(into: [:]) { found, entry in
      found[entry.archived.key] = try archive.attempts(of: entry.archived.key).last
    }
    (self.lines, self.now) = (lines, now)
  }

  var isRunning: Bool { experiments.contains(where: \.isRunning) }

  // MARK: For people

  func text(within columns: Int?) -> String {
    if experiments.isEmpty { return "The archive is empty; 'dropout-lab run experiments/smoke.yaml' fills it." }
    let text = experiments.flatMap { words($0) }
    guard let columns else { return text.joined(separator: "\n") }
    return text.map { $0.count > columns ? $0.prefix(columns - 1) + "…" : $0 }.joined(separator: "\n")
  }

  private func words(_ entry: ExperimentProgress) -> [String] {
    let state = entry.state
    var parts = ["\(state.completed + state.diverged) of \(state.planned) planned trials have an outcome"]
    if state.diverged > 0 { parts.append("\(state.diverged) diverged") }
    if state.failed > 0 { parts.append("\(state.failed) failed") }
    if let left = entry.left { parts.append("about \(DurationText(left)) left") }
    let living = entry.running.count(where: \.isLiving)
    let head = "\(entry.archived.name): \(living == 0 ? "not running" : "\(living) running")"
    return [head, "  " + parts.joined(separator: ", ")] + entry.running.flatMap(words)
      + (lastAttempts[entry.archived.key].map(words) ?? [])
  }

  private func words(_ running: ExperimentProgress.Running) -> [String] {
    let trial = running.trial
    let label = running.place.map { "\($0.label), \($0.repetition)" } ?? ""
    let silent = now - trial.heartbeatAt
    let sign =
      if !trial.isAlive(at: now) {
        "no sign of life for \(DurationText(silent))"
      } else if running.isLiving {
        "seen \(DurationText(max(0, silent))) ago"
      } else {
        "process \(trial.worker.process) is gone, the next run begins it again"
      }
    return [
      "  \(trial.trial.short)  \(DurationText(max(0, now - trial.startedAt))), \(sign)  \(label)"
    ] + Self.words(trial.log.suffix(lines))
  }

  private func words(_ attempt: Attempt) -> [String] {
    ["  last attempt without an outcome: \(attempt.trial.short) \(attempt.state.words): \(attempt.message)"]
      + Self.words(attempt.log.suffix(lines))
  }

  private static func words(_ log: ArraySlice<String>) -> [String] { log.map { "    \(EpochLine.words(of: $0))" } }

  // MARK: For machines

  var json: JSONValue {
    .object([("schema", .number(1)), ("experiments", .list(experiments.map { $0.json(at: now) }))])
  }
}
