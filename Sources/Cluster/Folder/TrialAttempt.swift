import Experiments
import Files
import Foundation

/// One try at a trial: while it runs a sign of life, and afterwards, if it left no outcome, what is known of its end.
package struct TrialAttempt: Hashable, Sendable {
  package enum State: String, Hashable, Sendable {
    case running, failed, timedOut, interrupted
  }

  package let trial: TrialID
  package let host: String
  package let process: Int
  /// Seconds since 1970.
  package let startedAt: Double
  package var updatedAt: Double
  package var state = State.running
  /// Epochs that are finished, of so many.
  package var epoch = 0
  package var epochs: Int
  package var message = ""
  /// The last lines it said.
  package var log: [String] = []
  /// The file's name.
  let name: String

  package init(trial: PlannedTrial, host: String, process: Int, startedAt: Double) {
    self.trial = trial.id
    self.host = host
    self.process = process
    self.startedAt = startedAt
    updatedAt = startedAt
    epochs = trial.spec.training.epochs
    name = "\(trial.id.hex).\(UUID().uuidString.lowercased())"
  }

  /// Seconds without a sign of life after which a running attempt counts as lost.
  package static let patience = 60.0
  /// Seconds between two signs of life.
  package static let heartbeat = 5.0

  /// Whether a process may still be at it.
  package func isAlive(at now: Double) -> Bool { state == .running && now - updatedAt <= Self.patience }

  /// Whether it counts against the cap: it failed by itself, or ended without a word.
  package func isSpent(at now: Double) -> Bool {
    switch state {
    case .failed, .timedOut: true
    case .interrupted: false
    case .running: !isAlive(at: now)
    }
  }
}

extension TrialAttempt {
  /// How an attempt ended that is over; one without a message had no time for one.
  package var words: String {
    message.isEmpty ? "process \(process) on \(host) ended without a word" : message
  }
}

// MARK: - Files

extension TrialAttempt {
  private static let kind = "attempt"

  /// Writes the attempt in place of what was known of it; only an end is synced.
  package func write(in folder: RunFolder) throws(FileError) {
    var writer = ByteWriter()
    writer.write(process)
    writer.write([startedAt, updatedAt])
    writer.write(epoch)
    writer.write(epochs)
    writer.write(host)
    writer.write(message)
    writer.write(list: log) { $1.write($0) }
    let sealed = SealedFile(
      kind: Self.kind,
      fields: [SealedFile.Field("trial", trial.hex), SealedFile.Field("state", state.rawValue)], body: writer.bytes)
    try AtomicFile.write(sealed.bytes, to: folder.attempts.appending(path: name), isSynced: state != .running)
  }

  /// Removes the file of an attempt that left an outcome.
  package func remove(from folder: RunFolder) { unlink(folder.attempts.appending(path: name).path) }

  /// Reads an attempt.
  package init(_ url: URL) throws(SealError) {
    let sealed = try SealedFile.read(url, kind: Self.kind)
    guard let trial = sealed["trial"], let state = sealed["state"].flatMap(State.init) else {
      throw .damaged(path: url.path, reason: "it names no trial or no state")
    }
    do {
      self.trial = TrialID(hex: trial)
      self.state = state
      name = url.lastPathComponent
      var reader = ByteReader(sealed.body)
      process = try reader.int()
      let times = try reader.doubles()
      guard times.count == 2 else { throw reader.misfit() }
      (startedAt, updatedAt) = (times[0], times[1])
      epoch = try reader.int()
      epochs = try reader.int()
      host = try reader.text()
      message = try reader.text()
      log = try reader.list { reader throws(MalformedBytes) in try reader.text() }
    } catch {
      throw .damaged(path: url.path, reason: "\(error)")
    }
  }
}

extension RunFolder {
  /// Every attempt that verifies, oldest first; one that is removed meanwhile is over.
  package func allAttempts() throws(FileError) -> [TrialAttempt] {
    try names(in: attempts).compactMap { name in
      do { return try TrialAttempt(attempts.appending(path: name)) } catch { return nil }
    }.sorted { ($0.startedAt, $0.name) < ($1.startedAt, $1.name) }
  }
}
