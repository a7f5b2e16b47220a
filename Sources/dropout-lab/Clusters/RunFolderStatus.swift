import Analysis
import Cluster
import Experiments
import Foundation
import Specifications

/// How far a run folder is, for people and for machines.
struct RunFolderStatus {
  let folder: RunFolder
  let survey: RunSurvey
  private let now: Double
  /// Why Slurm could not say what it has.
  private let silence: String?

  init(_ folder: RunFolder, now: Double) throws {
    self.folder = folder
    self.now = now
    var (queue, silence): ([QueuedElement]?, String?)
    do throws(RunFolderError) {
      queue = try folder.askQueue()
    } catch {
      guard case .command = error else { throw error }
      silence = error.description
    }
    self.silence = silence
    survey = try RunSurvey(folder, queue: queue, now: now)
  }

  private var running: [TrialAttempt] {
    survey.states.compactMap { state in
      if case .running(let attempt) = state { attempt } else { nil }
    }
  }

  private var queued: [QueuedElement] {
    survey.states.compactMap { state in
      if case .queued(let element) = state { element } else { nil }
    }
  }

  /// Whether trials run or wait for a machine.
  var isOpen: Bool { !running.isEmpty || !queued.isEmpty }

  private var open: Int { survey.states.count { $0 == .open } }

  /// Signs of life of a trial, shown at most.
  private static let shown = 20

  var text: String {
    let count = survey.states.count
    var lines = [
      "\(survey.frozen.plan.experiment): \(survey.finished) of \(count) trials finished, \(running.count) running, "
        + "\(queued.count) queued, \(open) open" + (folder.isCancelled ? "; cancelled" : "")
    ]
    for attempt in running.prefix(Self.shown) {
      let silent = Int(max(0, now - attempt.updatedAt))
      lines.append(
        "  \(attempt.trial.short)  epoch \(attempt.epoch) of \(attempt.epochs) on \(attempt.host), "
          + "\(DurationText(max(0, attempt.updatedAt - attempt.startedAt))) so far, seen \(silent) s ago")
    }
    if running.count > Self.shown { lines.append("  … and \(running.count - Self.shown) more") }
    for (reason, count) in reasons { lines.append("  \(count) wait: \(reason)") }
    for (trial, attempts) in survey.spent.sorted(by: { $0.key < $1.key }).prefix(Self.shown) {
      let last = attempts.last?.words ?? ""
      lines.append("  \(trial.short)  \(attempts.count) attempts failed or were lost; the last: \(last)")
    }
    for file in survey.damaged { lines.append("  \(file.reason)") }
    if let silence { lines.append("  what is queued is not known: \(silence)") }
    if open > 0, silence == nil {
      lines.append("Submit what is open: \(folder.resumeCommand)")
    }
    return lines.joined(separator: "\n")
  }

  /// What waiting elements wait for, the most frequent first.
  private var reasons: [(reason: String, count: Int)] {
    let waiting = Dictionary(grouping: queued, by: { "\($0.state.lowercased()) (\($0.reason))" }).mapValues(\.count)
    return waiting.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  var json: String {
    JSONValue.object([
      ("schema", .number(1)), ("experiment", .text(survey.frozen.plan.experiment)),
      ("run", .text(survey.frozen.plan.run)),
      ("trials", .number(survey.states.count)), ("finished", .number(survey.finished)),
      (
        "running",
        .list(
          running.map {
            .object([
              ("trial", .text($0.trial.hex)), ("host", .text($0.host)), ("epoch", .number($0.epoch)),
              ("epochs", .number($0.epochs)), ("startedAt", .real($0.startedAt)), ("updatedAt", .real($0.updatedAt)),
            ])
          })
      ),
      ("queued", silence == nil ? .number(queued.count) : .null), ("open", .number(open)),
      (
        "spent",
        .list(
          survey.spent.sorted { $0.key < $1.key }.map {
            .object([("trial", .text($0.key.hex)), ("attempts", .number($0.value.count))])
          })
      ),
      ("damaged", .list(survey.damaged.map { .text($0.file.lastPathComponent) })),
      ("cancelled", .bool(folder.isCancelled)),
    ]).text
  }
}
