import Foundation
import GRDB

/// What is to be removed from an archive on request.
package enum Removal: Hashable, Sendable {
  /// All versions of an experiment; trials that other experiments name stay.
  case experiment(name: String)
  /// Trials that no experiment names.
  case unnamedTrials

  /// What it removed, or would remove.
  package struct Result: Hashable, Sendable {
    package var versions = 0
    package var trials = 0
    /// Trials that stay since other experiments name them.
    package var shared = 0
    package var rows = 0
    /// By which the file gets smaller.
    package var bytes = 0
  }
}

extension Archive {
  /// Removes an experiment or unnamed trials with all that belongs to them, says so in the table `forgetting`, and gives
  /// the room back to the disk.
  ///
  /// Throws `underWay` where a process trains the experiment that did not end as far as `worker`, the process that asks,
  /// can tell by `isAlive` and by signs of life until `now`.
  package func remove(
    _ removal: Removal, by worker: Worker? = nil, at now: Double = Date().timeIntervalSince1970,
    isAlive: (Int) -> Bool = { _ in true }
  ) throws(ArchiveError) -> Removal.Result {
    guard let writer else { throw .cannotWrite(path: path, reason: "it was opened for reading only") }
    do {
      let before = try bytesInUse()
      var result = try write { database in
        if case .experiment(let name) = removal {
          try Self.refuseRunning(name, by: worker, at: now, isAlive: isAlive, database)
        }
        return try Self.remove(removal, database)
      }
      guard result.rows > 0 else { return result }
      try writer.vacuum()
      result.bytes = max(0, before - (try bytesInUse()))
      return result
    } catch {
      throw .wording(error, path: path)
    }
  }

  /// Says what a removal would remove and free, exactly, by doing it to a copy in memory.
  package static func rehearse(
    _ removal: Removal, of archive: URL, by worker: Worker? = nil, isAlive: (Int) -> Bool = { _ in true }
  ) throws(ArchiveError) -> Removal.Result {
    try copyInMemory(of: archive).remove(removal, by: worker, isAlive: isAlive)
  }

  /// Throws `forgotten` where an experiment is not there any more, or another one has its row.
  package func refuseForgotten(_ key: ExperimentKey) throws(ArchiveError) {
    try read { database in try Self.refuseForgotten(key, database) }
  }

  /// The same as part of the transaction that writes about it.
  static func refuseForgotten(_ key: ExperimentKey, _ database: Database) throws {
    let found = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT id FROM experiment WHERE id = ? AND name = ? AND digest = ?"),
      arguments: [key.id, key.name, key.digest])
    guard found != nil else { throw ArchiveError.forgotten(experiment: key.name) }
  }

  /// Whether this version of an experiment was here and was removed on request.
  package func hasForgotten(_ name: String, digest: String) throws(ArchiveError) -> Bool {
    try read { database in
      guard try database.tableExists("forgetting") else { return false }
      let digests = try String.fetchAll(
        database, sql: "SELECT digests FROM forgetting WHERE experiment = ?", arguments: [name])
      return digests.contains { $0.split(separator: " ").contains { $0 == digest } }
    }
  }

  /// The bytes of all pages but the free ones, which no removal frees.
  private func bytesInUse() throws -> Int {
    try database.read { database in
      let all = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let pages = all - (try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0)
      return try pages * (Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
    }
  }

  private static func remove(_ removal: Removal, _ database: Database) throws -> Removal.Result {
    var result = Removal.Result()
    var cascade = Cascade()
    var (name, digests) = ("", [String]())
    switch removal {
    case .experiment(let forgotten):
      name = forgotten
      let versions = try Row.fetchAll(
        database, sql: "SELECT id, digest FROM experiment WHERE name = ? ORDER BY id", arguments: [name])
      digests = try versions.map { try $0.value("digest") }
      result.versions = versions.count
      let own = try trials(namedBy: "name = ?", name, database)
      let others = Set(try trials(namedBy: "name <> ?", name, database))
      result.shared = own.count { others.contains($0) }
      let doomed = own.filter { !others.contains($0) }
      try cascade.add(versions.map { try $0.value("id") }, of: "experiment", database)
      result.trials = try add(doomed, to: &cascade, database)
      try cascade.add(
        Int64.fetchAll(
          database, sql: "SELECT id FROM annotation WHERE subject = 'experiment' AND name = ?", arguments: [name]),
        of: "annotation", database)
    case .unnamedTrials:
      let doomed = try String.fetchAll(
        database, sql: "SELECT hex FROM trial WHERE hex NOT IN (SELECT trial FROM member) ORDER BY hex")
      result.trials = try add(doomed, to: &cascade, database)
    }
    try database.execute(sql: "INSERT INTO permit (id) VALUES (1)")
    result.rows = try cascade.delete(database) + deleteUnused(database)
    try database.execute(sql: "DELETE FROM permit")
    if result.rows > 0 { try log(name, digests, result, database) }
    return result
  }

  private static func trials(namedBy condition: String, _ name: String, _ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT trial FROM member JOIN experiment ON experiment.id = member.experiment
        WHERE \(condition) AND trial IN (SELECT hex FROM trial) ORDER BY trial
        """, arguments: [name])
  }

  /// Adds trials and what was written about them; returns how many there are.
  private static func add(_ trials: [String], to cascade: inout Cascade, _ database: Database) throws -> Int {
    let list = Database.list(trials)
    let ids = try Int64.fetchAll(
      database, sql: "SELECT id FROM trial WHERE hex IN (SELECT value FROM json_each(?))", arguments: [list])
    try cascade.add(ids, of: "trial", database)
    try cascade.add(
      Int64.fetchAll(
        database,
        sql: "SELECT id FROM annotation WHERE subject = 'trial' AND name IN (SELECT value FROM json_each(?))",
        arguments: [list]), of: "annotation", database)
    return ids.count
  }

  /// Deletes provenances, their patches and specifications that no trial uses any more; returns how many they were.
  private static func deleteUnused(_ database: Database) throws -> Int {
    try database.execute(
      sql: """
        DELETE FROM provenance WHERE id NOT IN (
          SELECT provenance FROM trial UNION SELECT provenance FROM inference UNION SELECT provenance FROM probe)
        """)
    var rows = database.changesCount
    try database.execute(
      sql: "DELETE FROM patch WHERE NOT EXISTS (SELECT 1 FROM provenance AS p WHERE instr(p.text, patch.digest) > 0)")
    rows += database.changesCount
    try database.execute(sql: "DELETE FROM specification WHERE line NOT IN (SELECT spec FROM trial)")
    return rows + database.changesCount
  }

  private static func log(
    _ name: String, _ digests: [String], _ result: Removal.Result, _ database: Database
  ) throws {
    try database.execute(
      sql: "INSERT INTO forgetting (experiment, digests, trials, rows, forgottenAt) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        name, digests.joined(separator: " "), result.trials, result.rows, Date().timeIntervalSince1970,
      ])
  }
}
