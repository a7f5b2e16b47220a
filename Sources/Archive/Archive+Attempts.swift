import Experiments
import GRDB

/// One try at a trial that left no outcome.
package struct Attempt: Hashable, Sendable {
  package enum State: String, Hashable, Sendable {
    case failed, timedOut, interrupted
  }

  package let trial: TrialID
  /// Seconds since 1970.
  package let startedAt: Double
  package let endedAt: Double
  package let state: State
  package let host: String
  package let message: String
  /// The last lines it said, in order; none where an earlier version recorded it or its process died.
  package let log: [String]

  package init(
    trial: TrialID, startedAt: Double, endedAt: Double, state: State, host: String, message: String, log: [String] = []
  ) {
    self.trial = trial
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.state = state
    self.host = host
    self.message = message
    self.log = log
  }
}

extension Archive {
  /// Records an attempt that failed, timed out or was interrupted; the trial stays unfinished.
  package func record(
    _ attempt: Attempt, of key: ExperimentKey, by worker: Worker? = nil
  ) throws(ArchiveError) {
    try write { database in
      try Self.refuseForgotten(key, database)
      try insert(attempt, of: key.id, database)
      try end(attempt.trial, by: worker, database)
    }
  }

  /// Records attempts of which nobody is at the trials, all in one transaction.
  package func record(_ attempts: [Attempt], of key: ExperimentKey) throws(ArchiveError) {
    guard !attempts.isEmpty else { return }
    try write { database in
      try Self.refuseForgotten(key, database)
      for attempt in attempts { try insert(attempt, of: key.id, database) }
    }
  }

  func insert(_ attempt: Attempt, of experiment: Int64, _ database: Database) throws {
    try SealedTable.attempt.insert(
      [
        experiment, attempt.trial.hex, attempt.startedAt, max(attempt.startedAt, attempt.endedAt),
        attempt.state.rawValue, attempt.host, attempt.message, attempt.log.joined(separator: "\n"),
      ], database)
  }

  static func lines(_ row: Row) throws -> [String] {
    guard row.hasColumn("log"), let log = try row.value("log") as String?, !log.isEmpty else { return [] }
    return log.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The attempts of an experiment that left no outcome, oldest first.
  package func attempts(of key: ExperimentKey) throws(ArchiveError) -> [Attempt] {
    try attempts(where: "experiment = ?", [key.id])
  }

  /// The attempts at a trial that left no outcome, oldest first.
  package func attempts(at trial: TrialID) throws(ArchiveError) -> [Attempt] {
    try attempts(where: "trial = ?", [trial.hex])
  }

  private func attempts(where condition: String, _ arguments: StatementArguments) throws(ArchiveError) -> [Attempt] {
    try read { database in
      try database.keptRows("SELECT * FROM attempt WHERE \(condition) ORDER BY id", arguments).compactMap { row in
        try Attempt.State(rawValue: row.value("state")).map {
          try Attempt(
            trial: TrialID(hex: row.value("trial")), startedAt: row.value("startedAt"), endedAt: row.value("endedAt"),
            state: $0,
            host: row.value("host"), message: row.value("message"), log: Self.lines(row))
        }
      }
    }
  }
}
