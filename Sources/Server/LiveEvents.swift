import Analysis
import Archive
import Browser
import Experiments
import Foundation
import Specifications

/// Looks at the archive once a second while somebody listens, and sends what has changed (server-sent events).
///
/// Every listener first gets all experiments, then those that change: `event: experiments`, `data:` JSON as in
/// docs/serve.md. `event: absent` says that there is no archive, or none that can be read.
actor LiveEvents {
  private let source: ArchiveSource
  private let shelf: Shelf
  private(set) var listeners: [Int: AsyncStream<String>.Continuation] = [:]
  private var next = 0
  private var isEnding = false
  /// What was sent last, by name, and in which order the names stand.
  private var sent: [String: String] = [:]
  private var reason: String?
  private var stamp: String?
  /// The epochs that running trials have told, beyond the last lines that the archive keeps.
  private var curves: [TrialID: [Int: EpochLine]] = [:]

  init(_ source: ArchiveSource, _ shelf: Shelf) { (self.source, self.shelf) = (source, shelf) }

  /// A stream for one listener; nil where there are too many.
  func listen() -> AsyncStream<String>? {
    guard listeners.count < Limits.listeners, !isEnding else { return nil }
    // Nobody has looked while nobody listened: what was sent last may be long past.
    if listeners.isEmpty { (sent, reason, stamp) = ([:], nil, nil) }
    let number = next
    next += 1
    // A client that takes nothing gets the newest events only, when it takes any again.
    let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(64))
    continuation.onTermination = { _ in Task { await self.leave(number) } }
    listeners[number] = continuation
    continuation.yield("retry: 3000\n\n")
    if let reason { continuation.yield(Self.event("absent", JSONValue.object([("error", .text(reason))]).text)) }
    if !sent.isEmpty { continuation.yield(Self.experiments(sent)) }
    return stream
  }

  private func leave(_ number: Int) { listeners[number] = nil }

  func end() {
    isEnding = true
    for continuation in listeners.values { continuation.finish() }
    listeners = [:]
  }

  /// Goes on until the task is cancelled.
  func watch() async {
    var turn = 0
    while !Task.isCancelled, !isEnding {
      if !listeners.isEmpty {
        await look(isDue: turn % 5 == 0)
        // A sign of life tells a client that is cut off, and this server of one that is gone.
        if turn % 5 == 0 { send(": alive\n\n") }
      }
      turn += 1
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
    }
  }

  /// `isDue` asks for what changes by time alone, such as signs of life that fail to come.
  func look(isDue: Bool) async {
    do {
      let now = try await source.stamp()
      guard now != stamp || isDue else { return }
      let progress = try await progress(at: now)
      stamp = now
      reason = nil
      let running = Set(progress.flatMap { $0.running.map(\.trial.trial) })
      curves = curves.filter { running.contains($0.key) }
      let current = Dictionary(progress.map { ($0.archived.name, json($0)) }) { $1 }
      let changed = current.filter { sent[$0.key] != $0.value }
      let gone = sent.keys.filter { current[$0] == nil }.sorted()
      sent = current
      if !changed.isEmpty { send(Self.experiments(changed)) }
      if !gone.isEmpty { send(Self.event("gone", JSONValue.list(gone.map { .text($0) }).text)) }
    } catch {
      let words = WebError(error).message
      guard words != reason else { return }
      (reason, stamp, sent) = (words, nil, [:])
      send(Self.event("absent", JSONValue.object([("error", .text(words))]).text))
    }
  }

  private func progress(at stamp: String) async throws -> [ExperimentProgress] {
    let overview = try await shelf.overview(at: stamp)
    return try await source.read { archive in
      try overview.items.map { try ExperimentProgress($0.archived, $0.state, in: archive) }
    }
  }

  private func send(_ event: String) { for continuation in listeners.values { continuation.yield(event) } }

  private static func event(_ name: String, _ data: String) -> String { "event: \(name)\ndata: \(data)\n\n" }

  private static func experiments(_ found: [String: String]) -> String {
    event("experiments", "[" + found.sorted { $0.key < $1.key }.map(\.value).joined(separator: ",") + "]")
  }
}

// MARK: - What is said of one experiment

extension LiveEvents {
  private func json(_ progress: ExperimentProgress) -> String {
    let state = progress.state
    return JSONValue.object([
      ("name", .text(progress.archived.name)), ("folder", .text(SiteAddress.folderName(progress.archived.name))),
      ("planned", .number(state.planned)), ("completed", .number(state.completed)),
      ("diverged", .number(state.diverged)), ("failed", .number(state.failed)),
      ("secondsLeft", progress.left.map { .number(Int($0.rounded())) } ?? .null),
      ("version", .text(state.version(of: progress.archived))),
      ("running", .list(progress.running.map(json))),
    ]).text
  }

  private func json(_ running: ExperimentProgress.Running) -> JSONValue {
    let trial = running.trial
    let told = trial.log.compactMap { EpochLine($0) }
    var curve = curves[trial.trial] ?? [:]
    for line in told { curve[line.epoch] = line }
    curves[trial.trial] = curve
    let lines = curve.values.sorted { $0.epoch < $1.epoch }
    let metric = lines.last { $0.validation != nil }?.validation?.metric
    return .object([
      ("trial", .text(trial.trial.hex)), ("label", running.place.map { .text($0.label) } ?? .null),
      ("replicate", running.place.map { .number($0.replicate) } ?? .null),
      ("repetition", running.place.map { .text($0.repetition) } ?? .null), ("startedAt", .real(trial.startedAt)),
      ("alive", .bool(running.isLiving)),
      ("epoch", lines.last.map { .number($0.epoch) } ?? .null),
      ("epochs", lines.last.map { .number($0.epochs) } ?? .null),
      ("loss", .list(lines.map { .list([.number($0.epoch), .real($0.trainingLoss)]) })),
      ("metric", metric.map { .text($0.title) } ?? .null), ("isShare", .bool(metric?.isShare ?? false)),
      (
        "validation",
        .list(
          lines.compactMap { line in
            line.validation.map { .list([.number(line.epoch), .real($0.value)]) }
          })
      ),
    ])
  }
}
