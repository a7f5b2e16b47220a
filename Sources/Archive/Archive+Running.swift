import Experiments
import Foundation
import GRDB

/// A process that trains, by its host and number.
package struct Worker: Hashable, Sendable {
  package let host: String
  package let process: Int

  package init(host: String, process: Int) {
    precondition(!host.isEmpty && process > 0, "no process has the number \(process) on '\(host)'")
    self.host = host
    self.process = process
  }
}

/// A trial that a process has begun and not ended.
package struct RunningTrial: Hashable, Sendable {
  package let trial: TrialID
  package let worker: Worker
  /// Seconds since 1970.
  package let startedAt: Double
  /// The last sign of life.
  package let heartbeatAt: Double
  /// The last lines it said until then, in order; none where an earlier version runs it.
  package let log: [String]

  /// Whether its process is there now, as far as this one can tell: not silent for long, nor missing on this machine.
  package var isLiving: Bool {
    !isGone(seenBy: .current, at: Date().timeIntervalSince1970, isAlive: Worker.isAlive)
  }

  /// Whether its process gave a sign of life of late.
  package func isAlive(at now: Double) -> Bool { now - heartbeatAt <= Archive.patience }

  /// Whether its process is dead, as far as `viewer` can tell: silent for `patience`, or on its host and denied by `isAlive`.
  ///
  /// An earlier process that had the number of `viewer` is dead, too.
  func isGone(seenBy viewer: Worker?, at now: Double, isAlive: (Int) -> Bool) -> Bool {
    if worker.host == viewer?.host, worker == viewer || !isAlive(worker.process) { return true }
    return !self.isAlive(at: now)
  }
}

extension Archive {
  /// Seconds between two signs of life.
  package static let heartbeat = 3.0
  /// Seconds without a sign of life after which a process counts as gone.
  package static let patience = 60.0

  /// Marks a trial as begun; throws where archive or experiment are gone and training would be for nothing.
  package func begin(_ trial: TrialID, of key: ExperimentKey, by worker: Worker, at now: Double) throws(ArchiveError) {
    try refuseRemoved()
    try write { database in
      try Self.refuseForgotten(key, database)
      try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO running (experiment, trial, startedAt, heartbeatAt, host, process)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [key.id, trial.hex, now, now, worker.host, worker.process])
    }
  }

  /// Gives a sign of life for everything a process has begun.
  package func beat(_ worker: Worker, at now: Double, logs: [TrialID: [String]] = [:]) throws(ArchiveError) {
    try write { database in
      for (trial, lines) in logs.sorted(by: { $0.key < $1.key }) {
        try database.execute(
          sql: "UPDATE running SET log = ? WHERE trial = ? AND host = ? AND process = ?",
          arguments: [lines.joined(separator: "\n"), trial.hex, worker.host, worker.process])
      }
      try database.execute(
        sql: "UPDATE running SET heartbeatAt = MAX(heartbeatAt, ?) WHERE host = ? AND process = ?",
        arguments: [now, worker.host, worker.process])
    }
  }

  /// Turns what dead processes have begun into interrupted attempts and returns how many there were.
  ///
  /// A process is dead when it gave no sign of life for `patience`, or runs on the host of `worker` and `isAlive`
  /// denies it; a number of an earlier process that `worker` has now counts as dead too.
  @discardableResult
  package func closeAbandoned(
    by worker: Worker, at now: Double, isAlive: (Int) -> Bool
  ) throws(ArchiveError) -> Int {
    try write { database in
      let rows = try Row.fetchAll(database, sql: "SELECT * FROM running ORDER BY id").filter { row in
        try Self.running(row).isGone(seenBy: worker, at: now, isAlive: isAlive)
      }
      for row in rows { try close(row, database) }
      return rows.count
    }
  }

  private func close(_ row: Row, _ database: Database) throws {
    let known = try Self.running(row)
    let attempt = Attempt(
      trial: known.trial, startedAt: known.startedAt, endedAt: known.heartbeatAt, state: .interrupted,
      host: known.worker.host, message: "process \(known.worker.process) ended without a word", log: known.log)
    try insert(attempt, of: row.value("experiment"), database)
    try database.execute(sql: "DELETE FROM running WHERE id = ?", arguments: [row.value("id") as Int64])
  }

  /// Refuses to remove an experiment that a living process trains: its trials would have no name to go under.
  static func refuseRunning(
    _ experiment: String, by worker: Worker?, at now: Double, isAlive: (Int) -> Bool, _ database: Database
  ) throws {
    guard try database.tableExists("running") else { return }
    let all = try Row.fetchAll(
      database,
      sql: "SELECT * FROM running WHERE experiment IN (SELECT id FROM experiment WHERE name = ?) ORDER BY id",
      arguments: [experiment]
    ).map(Self.running)
    guard let living = all.first(where: { !$0.isGone(seenBy: worker, at: now, isAlive: isAlive) }) else { return }
    throw ArchiveError.underWay(
      experiment: experiment, host: living.worker.host, process: living.worker.process)
  }

  /// Removes the mark that a process is at a trial.
  func end(_ trial: TrialID, by worker: Worker?, _ database: Database) throws {
    guard let worker else { return }
    try database.cachedStatement(sql: "DELETE FROM running WHERE trial = ? AND host = ? AND process = ?").execute(
      arguments: [trial.hex, worker.host, worker.process])
  }

  /// What processes have begun and not ended, oldest first.
  package func running(of key: ExperimentKey) throws(ArchiveError) -> [RunningTrial] {
    try read { database in
      guard try database.tableExists("running") else { return [] }
      return try Row.fetchAll(
        database, sql: "SELECT * FROM running WHERE experiment = ? ORDER BY id", arguments: [key.id]
      ).map(Self.running)
    }
  }

  static func running(_ row: Row) throws -> RunningTrial {
    try RunningTrial(
      trial: TrialID(hex: row.value("trial")), worker: Worker(host: row.value("host"), process: row.value("process")),
      startedAt: row.value("startedAt"), heartbeatAt: row.value("heartbeatAt"), log: lines(row))
  }
}
