import Experiments
import GRDB

/// How a trial that was trained again agrees with what is archived of it.
package enum Agreement: String, CaseIterable, Codable, Hashable, Sendable {
  /// Every number and digest, to the bit.
  case bits
  /// Every number within the tolerance, on another architecture or engine version.
  case within
  case differs
  /// It left no outcome.
  case failed
}

/// One trial that was trained again.
package struct ReproducedTrial: Hashable, Sendable {
  /// The archived one.
  package let trial: TrialID
  package let agreement: Agreement
  /// The largest relative difference of a number; nil where none differs or none is there.
  package let largest: Double?
  /// The first difference in words; empty where none differs.
  package let detail: String

  package init(trial: TrialID, agreement: Agreement, largest: Double?, detail: String) {
    self.trial = trial
    self.agreement = agreement
    self.largest = largest
    self.detail = detail
  }
}

/// What one check said of one trial.
package struct TrialCheck: Hashable, Sendable {
  /// Seconds since 1970.
  package let checkedAt: Double
  /// The program and architecture that trained again.
  package let version: String
  package let architecture: String
  package let found: ReproducedTrial
}

/// One check of an experiment by training trials of it again.
package struct Reproduction: Hashable, Sendable {
  /// Seconds since 1970.
  package let checkedAt: Double
  /// The program, engine and architecture that trained again.
  package let version: String
  package let engine: Int
  package let architecture: String
  /// What the trials were drawn by.
  package let seed: UInt64
  /// How many were drawn, of how many archived; fewer were trained when it was stopped.
  package let drawn: Int
  package let population: Int
  package let trials: [ReproducedTrial]

  package init(
    checkedAt: Double, version: String, engine: Int, architecture: String, seed: UInt64, drawn: Int, population: Int,
    trials: [ReproducedTrial]
  ) {
    self.checkedAt = checkedAt
    self.version = version
    self.engine = engine
    self.architecture = architecture
    self.seed = seed
    self.drawn = drawn
    self.population = population
    self.trials = trials
  }
}

extension Archive {
  /// Records that trials were trained again and how they agreed; nothing that was recorded before is touched.
  package func record(_ reproduction: Reproduction, of key: ExperimentKey) throws(ArchiveError) {
    try write { database in
      try Self.refuseForgotten(key, database)
      try Self.insert(reproduction, of: key.id, database)
    }
  }

  static func insert(_ reproduction: Reproduction, of experiment: Int64, _ database: Database) throws {
    let trials = reproduction.trials.map { found -> FactValues in
      [found.trial.hex, found.agreement.rawValue, found.largest.flatMap { $0.isFinite ? $0 : nil }, found.detail]
    }
    try SealedTable.reproduction.insert(
      [
        experiment, reproduction.checkedAt, reproduction.version, reproduction.engine, reproduction.architecture,
        String(reproduction.seed), reproduction.drawn, reproduction.population,
      ], with: FactRows(trials), database)
  }

  /// The checks of an experiment, oldest first; nothing in archives of earlier versions.
  package func reproductions(of key: ExperimentKey) throws(ArchiveError) -> [Reproduction] {
    try read { database in try Self.reproductions(of: key.id, database) }
  }

  /// All checks of each trial, oldest first.
  package func trialChecks() throws(ArchiveError) -> [TrialID: [TrialCheck]] {
    try read { database in
      guard try database.tableExists("reproduction") else { return [:] }
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT checkedAt, version, architecture, reproducedTrial.* FROM reproducedTrial
          JOIN reproduction ON reproduction.id = reproducedTrial.reproduction ORDER BY reproducedTrial.id
          """)
      let checks = try rows.compactMap { row in
        try Self.reproduced(row).map {
          try TrialCheck(
            checkedAt: row.value("checkedAt"), version: row.value("version"), architecture: row.value("architecture"),
            found: $0)
        }
      }
      return Dictionary(grouping: checks, by: \.found.trial)
    }
  }

  static func reproductions(of experiment: Int64, _ database: Database) throws -> [Reproduction] {
    guard try database.tableExists("reproduction") else { return [] }
    return try Row.fetchAll(
      database, sql: "SELECT * FROM reproduction WHERE experiment = ? ORDER BY id", arguments: [experiment]
    ).map { row in
      try Reproduction(
        checkedAt: row.value("checkedAt"), version: row.value("version"), engine: row.value("engine"),
        architecture: row.value("architecture"), seed: UInt64(row.value("seed") as String) ?? 0,
        drawn: row.value("drawn"),
        population: row.value("population"), trials: reproduced(in: row.value("id"), database))
    }
  }

  private static func reproduced(in id: Int64, _ database: Database) throws -> [ReproducedTrial] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM reproducedTrial WHERE reproduction = ? ORDER BY id", arguments: [id]
    ).compactMap(reproduced)
  }

  private static func reproduced(_ row: Row) throws -> ReproducedTrial? {
    try Agreement(rawValue: row.value("agreement")).map {
      try ReproducedTrial(
        trial: TrialID(hex: row.value("trial")), agreement: $0, largest: row.value("largest"),
        detail: row.value("detail"))
    }
  }

  /// The trials of an experiment by their places in its plan; of those that are finished with `finished`.
  package func identities(of key: ExperimentKey, finished: Bool = false) throws(ArchiveError) -> [TrialPlace: TrialID] {
    let only = finished ? "AND EXISTS (SELECT 1 FROM trial WHERE trial.hex = member.trial)" : ""
    return try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM member WHERE experiment = ? \(only)", arguments: [key.id])
      return Dictionary(
        try rows.map { row in
          let place = try TrialPlace(
            purpose: row.value("purpose") == "tuning" ? .tuning : .measurement,
            configuration: row.value("configuration"),
            candidate: row.value("candidate"), replicate: row.value("replicate"))
          return (place, TrialID(hex: try row.value("trial")))
        }
      ) { first, _ in first }
    }
  }

  /// The digest that was recorded with each finished trial among these.
  package func checksums(of ids: [TrialID]) throws(ArchiveError) -> [TrialID: String] {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT checksum FROM trial WHERE hex = ?")
      var found: [TrialID: String] = [:]
      for id in ids { found[id] = try String.fetchOne(statement, arguments: [id.hex]) }
      return found
    }
  }
}
