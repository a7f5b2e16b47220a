import Experiments
import GRDB

/// What trials and their places in experiments say of each other.
extension Archive {
  /// A finished trial whose id is not the digest of what determines it, as it stands in the archive.
  struct Misnamed {
    let row: Int64
    let trial: String
  }

  /// A place in an experiment that belongs to another trial than the one that stands there.
  struct Misplaced {
    let row: Int64
    let trial: String
    /// The replicate, or the configuration where that one is right.
    let field: String
    let expected: String
    let found: String
  }

  /// The finished trials whose ids are not those of their specification, seed, replicate and data.
  ///
  /// Data are known by the experiments that name a trial; of one that none names nothing is said.
  static func misnamed(of trial: String? = nil, _ database: Database) throws -> [Misnamed] {
    var specs = KnownSpecs()
    var fitting: Set<Int64> = []
    var others: [Misnamed] = []
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT trial.id, trial.hex, trial.spec, trial.seed, trial.replicate, dataDigest, experiment.name
          FROM trial JOIN member ON member.trial = trial.hex
          JOIN configuration
            ON configuration.experiment = member.experiment AND configuration.position = member.configuration
          JOIN experiment ON experiment.id = member.experiment
          \(trial == nil ? "" : "WHERE trial.hex = ?") ORDER BY trial.id
          """), arguments: trial.map { [$0] } ?? [])
    while let row = try rows.next() {
      let id = try row.value(0) as Int64
      if fitting.contains(id) { continue }
      let isDigest = try specs[row.value(2)]?.gives(
        row.value(1), seed: row.value(3), replicate: row.value(4), data: row.value(5), experiment: row.value(6))
      if isDigest == true {
        fitting.insert(id)
      } else if others.last?.row != id {
        others.append(try Misnamed(row: id, trial: row.value(1)))
      }
    }
    return others.filter { !fitting.contains($0.row) }
  }

  /// The members of experiments whose trials are of another replicate or another specification than their places.
  ///
  /// Which value of a tuned field stands in a configuration is not asked here.
  static func misplaced(in experiment: Int64? = nil, _ database: Database) throws -> [Misplaced] {
    var specs = KnownSpecs()
    let tuned = try Set(Int64.fetchAll(database, sql: "SELECT experiment FROM tuningChoice UNION \(tuning)"))
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: """
          SELECT member.id, member.trial, member.replicate, trial.replicate, configuration.position,
            configuration.spec, trial.spec, member.experiment
          FROM member JOIN trial ON trial.hex = member.trial
          JOIN configuration
            ON configuration.experiment = member.experiment AND configuration.position = member.configuration
          \(experiment == nil ? "" : "WHERE member.experiment = ?") ORDER BY member.id
          """), arguments: experiment.map { [$0] } ?? [])
    var found: [Misplaced] = []
    while let row = try rows.next() {
      let (replicate, own) = try (row.value(2) as Int, row.value(3) as Int)
      let (place, spec) = try (row.value(5) as String, row.value(6) as String)
      func add(_ field: String, _ expected: String, _ value: String) throws {
        found.append(
          try Misplaced(row: row.value(0), trial: row.value(1), field: field, expected: expected, found: value))
      }
      if replicate != own, specs[spec]?.isOfAnotherProgram != true {
        try add("replicate", String(own), String(replicate))
      } else if try !tuned.contains(row.value(7)), place != spec, !specs.agree(place, spec) {
        try add("configuration", "one with its specification", String(row.value(4) as Int))
      }
    }
    return found
  }

  private static let tuning = "SELECT experiment FROM member WHERE purpose = 'tuning'"
}

/// Specifications that were read once, since replicates share their line.
private struct KnownSpecs {
  private var known: [String: ArchivedIdentity?] = [:]

  subscript(line: String) -> ArchivedIdentity? {
    mutating get {
      if let identity = known[line] { return identity }
      let identity = ArchivedIdentity(spec: line)
      known[line] = .some(identity)
      return identity
    }
  }

  /// Whether two lines say the same; one that an earlier version wrote may use other words for it.
  mutating func agree(_ one: String, _ other: String) -> Bool {
    if let first = self[one], let second = self[other], first.agrees(with: second) { return true }
    guard let first = TrialSpec(archived: one), let second = TrialSpec(archived: other) else { return true }
    return first == second
  }
}
