import Experiments
import GRDB

/// A place that a trial has in an experiment.
package struct Membership: Hashable, Sendable {
  package let experiment: String
  package let key: ExperimentKey
  package let configuration: Int
  /// The configuration's label; empty for a tuning trial of a configuration that is not recorded.
  package let label: String
  package let replicate: Int
  package let isTuning: Bool
  /// The number of the value that a tuning trial tries; -1 for others.
  package let candidate: Int
  package let trial: TrialID
  /// `completed` or `diverged`; nil of a trial without an outcome.
  package let status: String?

  /// Whether the trial has an outcome, and so a page.
  package var isFinished: Bool { status != nil }
}

/// How far an experiment has come, and what tells this state from every other.
package struct ExperimentState: Hashable, Sendable {
  /// Planned trials, tuning among them and what comes after it.
  package fileprivate(set) var planned: Int
  /// Whether trials of tuning are counted in.
  package let isTuned: Bool
  package let completed: Int
  package let diverged: Int
  /// Trials that only have attempts.
  package let failed: Int
  /// Trials that some process has begun and not ended.
  fileprivate let begun: [RunningTrial]
  package let configurations: Int
  /// Seconds since 1970 at the start of the first and of the last trial; nil when none has finished.
  package let firstAt: Double?
  package let lastAt: Double?
  /// Changes whenever something is recorded that a page could show.
  package let fingerprint: String

  /// Trials that some process is at now, as far as this machine can tell; one that is killed changes no archive.
  package var running: Int { begun.count(where: \.isLiving) }
}

extension Archive {
  /// A number that changes for this connection whenever another one has changed the file.
  package func changeCounter() throws(ArchiveError) -> Int {
    try read { database in try Int.fetchOne(database, sql: "PRAGMA data_version") ?? 0 }
  }

  /// The state of every archived version, without reading any metric.
  package func states() throws(ArchiveError) -> [ExperimentKey: ExperimentState] {
    var (states, unnamed) = try namedStates()
    guard !unnamed.isEmpty else { return states }
    for archived in try experiments() where unnamed.contains(archived.key) {
      states[archived.key]?.planned += comparedTrials(of: archived)
    }
    return states
  }

  /// The trials that a version compares, which are not named before tuning has chosen; none where the plan is not read.
  private func comparedTrials(of archived: ArchivedExperiment) -> Int {
    do {
      let plan = try plan(of: archived)
      // Which value is chosen does not change how many there are.
      let choices = plan.tuning.isEmpty ? [] : plan.configurations.map { _ in 0 }
      return Set(plan.measurement(choices: choices).map(\.id)).count
    } catch {
      return 0
    }
  }

  /// The states by the trials that are named, and the versions of which none is that is to be compared.
  private func namedStates() throws(ArchiveError) -> ([ExperimentKey: ExperimentState], unnamed: Set<ExperimentKey>) {
    try read { database in
      let extra = try Self.extras(database)
      var states: [ExperimentKey: ExperimentState] = [:]
      var unnamed: Set<ExperimentKey> = []
      for row in try Row.fetchAll(database, sql: Self.stateQuery) {
        let key = try ExperimentKey(id: row.value("id"), name: row.value("name"), digest: row.value("digest"))
        if try !(row.value("isNamed") as Bool) { unnamed.insert(key) }
        let finished = try (row.value("completed") as Int) + (row.value("diverged") as Int)
        states[key] = try ExperimentState(
          planned: row.value("planned"), isTuned: row.value("isTuned"), completed: row.value("completed"),
          diverged: row.value("diverged"),
          failed: row.value("failed"), begun: extra.begun[key.id] ?? [], configurations: row.value("configurations"),
          firstAt: row.value("firstAt"), lastAt: row.value("lastAt"),
          fingerprint: Self.origin(row)
            + " \(row.value("planned") as Int) \(finished) \(row.value("newest") as Int) \(row.value("failed") as Int) "
            + "\(row.value("attempts") as Int) \(extra.records[key.id] ?? "")")
      }
      return (states, unnamed)
    }
  }

  /// Which recording it is: counts and numbers of rows begin again where an experiment or the archive was removed.
  private static func origin(_ row: Row) throws -> String {
    let (recordedAt, checksum) = try (row.value("recordedAt") as Double, row.value("checksum") as String?)
    return "\(String(recordedAt.bitPattern, radix: 16)) \(checksum?.prefix(16) ?? "-")"
  }

  private static let stateQuery = """
    WITH own AS (SELECT DISTINCT experiment, trial FROM member),
    trials AS (
      SELECT own.experiment AS experiment, COUNT(*) AS planned, SUM(t.status IS 'completed') AS completed,
        SUM(t.status IS 'diverged') AS diverged, COALESCE(MAX(t.id), 0) AS newest,
        SUM(t.id IS NULL AND EXISTS (SELECT 1 FROM attempt a WHERE a.trial = own.trial AND a.state <> 'interrupted'))
          AS failed,
        MIN(m.startedAt) AS firstAt, MAX(m.startedAt) AS lastAt
      FROM own LEFT JOIN trial t ON t.hex = own.trial
      LEFT JOIN measurement m ON m.id = (SELECT MIN(id) FROM measurement WHERE trial = t.id)
      GROUP BY own.experiment)
    SELECT e.id AS id, e.name AS name, e.digest AS digest, e.recordedAt AS recordedAt,
      (SELECT checksum FROM trial WHERE trial.id = trials.newest) AS checksum, COALESCE(planned, 0) AS planned, COALESCE(completed, 0) AS completed,
      COALESCE(diverged, 0) AS diverged, COALESCE(newest, 0) AS newest, COALESCE(failed, 0) AS failed,
      firstAt, lastAt, (SELECT COUNT(*) FROM configuration c WHERE c.experiment = e.id) AS configurations,
      (SELECT COUNT(*) FROM attempt a WHERE a.experiment = e.id) AS attempts,
      EXISTS (SELECT 1 FROM member m WHERE m.experiment = e.id AND m.purpose = 'measurement') AS isNamed,
      EXISTS (SELECT 1 FROM member m WHERE m.experiment = e.id AND m.purpose = 'tuning') AS isTuned
    FROM experiment e LEFT JOIN trials ON trials.experiment = e.id
    """

  /// What stands in tables that older archives lack: trials under way by experiment, and its newest records.
  private static func extras(
    _ database: Database
  ) throws -> (begun: [Int64: [RunningTrial]], records: [Int64: String]) {
    var begun: [Int64: [RunningTrial]] = [:]
    if try database.tableExists("running") {
      for row in try Row.fetchAll(database, sql: "SELECT * FROM running ORDER BY id") {
        try begun[row.value("experiment"), default: []].append(Self.running(row))
      }
    }
    var records: [Int64: String] = [:]
    for (table, newest) in newestRecords where try database.tableExists(table) {
      for row in try Row.fetchAll(database, sql: newest) {
        try records[row.value(0), default: ""] += "\(table) \(row.value(1) as Int64) "
      }
    }
    return (begun, records)
  }

  /// The last record of each experiment: what another has got is nothing to it. Tables without records cost nothing.
  private static let newestRecords =
    AnswerTable.allCases.map { table in
      (
        table.rawValue,
        """
        SELECT m.experiment, MAX(r.newest) FROM (SELECT trial, MAX(id) AS newest FROM \(table) GROUP BY trial) AS r
        CROSS JOIN trial AS t ON t.id = r.trial CROSS JOIN member AS m ON m.trial = t.hex GROUP BY m.experiment
        """
      )
    } + [
      ("freezing", "SELECT e.id, MAX(f.id) FROM experiment AS e JOIN freezing AS f ON f.name = e.name GROUP BY e.id")
    ]

  /// The places of a trial in experiments, in the order in which these were recorded.
  package func memberships(of trial: TrialID) throws(ArchiveError) -> [Membership] {
    try memberships(where: "m.trial = ?", [trial.hex])
  }

  /// The places of all trials of an experiment, in plan order.
  package func members(of key: ExperimentKey) throws(ArchiveError) -> [Membership] {
    try memberships(where: "m.experiment = ?", [key.id])
  }

  /// The labels of an experiment's configurations, in their order.
  package func configurationLabels(of key: ExperimentKey) throws(ArchiveError) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT label FROM configuration WHERE experiment = ? ORDER BY position", arguments: [key.id])
    }
  }

  /// The ids of all trials with an outcome, ascending.
  package func finishedTrials() throws(ArchiveError) -> [TrialID] {
    try read { database in
      try String.fetchAll(database, sql: "SELECT hex FROM trial ORDER BY hex").map { TrialID(hex: $0) }
    }
  }

  /// How many different trials of some experiments have an outcome.
  package func finishedCount(in keys: [ExperimentKey]) throws(ArchiveError) -> Int {
    try read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT COUNT(DISTINCT trial) FROM member
          WHERE experiment IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM trial WHERE hex = member.trial)
          """, arguments: [Database.list(keys.map(\.id))]) ?? 0
    }
  }

  /// The whole id of the finished trial whose id begins with a prefix; nil unless there is exactly one.
  package func finishedTrial(prefix: String) throws(ArchiveError) -> TrialID? {
    try read { database in
      let found = try String.fetchAll(
        database, sql: "SELECT hex FROM trial WHERE hex >= ? AND hex < ? ORDER BY hex LIMIT 2",
        // The letter after the last hexadecimal digit ends the range.
        arguments: [prefix.lowercased(), prefix.lowercased() + "g"])
      return found.count == 1 ? TrialID(hex: found[0]) : nil
    }
  }

  /// The places of all trials with an outcome in the newest version of each experiment, those of tuning among them.
  package func places() throws(ArchiveError) -> [Membership] {
    try memberships(
      where: """
        EXISTS (SELECT 1 FROM trial t WHERE t.hex = m.trial) AND m.experiment IN (SELECT value FROM json_each(?))
        """, [Database.list(newestExperiments().map(\.key.id))])
  }

  private func memberships(
    where condition: String, _ arguments: StatementArguments
  ) throws(ArchiveError) -> [Membership] {
    try read { database in
      try database.keptRows(
        """
        SELECT m.*, e.name AS name, e.digest AS digest, c.label AS label,
          (SELECT t.status FROM trial t WHERE t.hex = m.trial) AS status FROM member m
        JOIN experiment e ON e.id = m.experiment
        LEFT JOIN configuration c ON c.experiment = m.experiment AND c.position = m.configuration
        WHERE \(condition) ORDER BY m.id
        """, arguments
      ).map { row in
        try Membership(
          experiment: row.value("name"),
          key: ExperimentKey(id: row.value("experiment"), name: row.value("name"), digest: row.value("digest")),
          configuration: row.value("configuration"), label: row.value("label") ?? "", replicate: row.value("replicate"),
          isTuning: row.value("purpose") as String == "tuning", candidate: row.value("candidate"),
          trial: TrialID(hex: row.value("trial")), status: row.value("status"))
      }
    }
  }

  /// Bytes that the trials of an experiment take as they are stored; trials it shares with others count in full.
  package func storedBytes(of key: ExperimentKey) throws(ArchiveError) -> Int {
    try read { database in
      try Self.storedBytes(
        of: "SELECT id FROM trial WHERE hex IN (SELECT trial FROM member WHERE experiment = ?)", [key.id], database)
    }
  }

  /// The same of the trials whose numbers a query gives; counted by rows, since going through all pages takes seconds.
  static func storedBytes(of trials: String, _ arguments: StatementArguments, _ database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT COALESCE(SUM(LENGTH(t.spec) + LENGTH(t.initialWeights) + LENGTH(t.correctness) + 400
          + (SELECT COUNT(*) FROM epochMetric x WHERE x.trial = t.id) * \(Self.metricRow)
          + (SELECT COALESCE(SUM(LENGTH("values")), 0) FROM weight w WHERE w.trial = t.id)), 0)
        FROM trial t WHERE t.id IN (\(trials))
        """, arguments: arguments) ?? 0
  }

  /// Bytes of one metric with its index, as ten million of them took.
  private static let metricRow = 92
}
