import Datasets
import Experiments
import Files
import Foundation
import GRDB
import Specifications

/// The row of one version of an experiment, and what must stand in it: SQLite gives the number of a deleted row again.
package struct ExperimentKey: Hashable, Sendable {
  let id: Int64
  let name: String
  /// SHA-256 of the effective specification.
  let digest: String
}

/// One archived version of an experiment.
package struct ArchivedExperiment: Hashable, Sendable {
  package let key: ExperimentKey
  package let name: String
  package let question: String
  /// SHA-256 of the effective specification.
  package let digest: String
  package let effective: String
  /// Seconds since 1970.
  package let recordedAt: Double
}

// MARK: - Writing

extension Archive {
  /// Records an experiment with its plan, once per effective specification, and returns its key.
  ///
  /// Throws `otherTrials` where the specification is archived with tuning trials that this plan does not have.
  package func record(_ plan: Plan, data: [String]) throws(ArchiveError) -> ExperimentKey {
    let experiment = plan.experiment
    let effective = experiment.effective.yaml
    let digest = SHA256.digest(of: effective).hex
    return try write { database in
      if let id = try Int64.fetchOne(
        database, sql: "SELECT id FROM experiment WHERE name = ? AND digest = ?", arguments: [experiment.name, digest])
      {
        let key = ExperimentKey(id: id, name: experiment.name, digest: digest)
        for tuned in plan.tuning { try checkMember(tuned.trial, tuned.candidate, of: key, database) }
        try insertInvocation(of: key, database)
        return key
      }
      let key = ExperimentKey(
        id: try SealedTable.experiment.insert(
          [experiment.name, digest, experiment.question, effective, experiment.source, Date().timeIntervalSince1970],
          database), name: experiment.name, digest: digest)
      for (configuration, data) in zip(plan.configurations, data) {
        try insert(configuration, data: data, of: key, database)
      }
      try insertMembers(plan.tuning.map { ($0.trial, $0.candidate) }, of: key, database)
      try insertInvocation(of: key, database)
      return key
    }
  }

  /// Records a plan whose trials are those of an archived version, such as one that other claims judge.
  package func record(_ plan: Plan, trialsOf other: ExperimentKey) throws(ArchiveError) {
    let key = try record(plan, data: dataDigests(of: other))
    try write { database in
      for key in [key, other] { try Self.refuseForgotten(key, database) }
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO member (experiment, purpose, configuration, candidate, replicate, trial)
          SELECT ?, purpose, configuration, candidate, replicate, trial FROM member WHERE experiment = ? ORDER BY id
          """, arguments: [key.id, other.id])
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO tuningChoice (experiment, configuration, chosen, scores)
          SELECT ?, configuration, chosen, scores FROM tuningChoice WHERE experiment = ? ORDER BY configuration
          """, arguments: [key.id, other.id])
    }
  }

  private func insertInvocation(of key: ExperimentKey, _ database: Database) throws {
    try SealedTable.invocation.insert([key.id, Date().timeIntervalSince1970], database)
  }

  private func insert(
    _ configuration: Experiments.Configuration, data: String, of key: ExperimentKey, _ database: Database
  ) throws {
    try SealedTable.configuration.insert(
      [
        key.id, configuration.index, configuration.label, configuration.spec.node.flow,
        configuration.spec.imported == nil ? configuration.spec.dataset.source.title : "imported", data,
      ], database)
  }

  private func insertMembers(
    _ members: [(trial: PlannedTrial, candidate: Int)], of key: ExperimentKey, _ database: Database
  ) throws {
    for (trial, candidate) in members {
      try SealedTable.member.insert(
        [
          key.id, trial.purposeName, trial.configuration, candidate, trial.replicate, trial.id.hex,
        ], ifNew: true, database)
      try checkMember(trial, candidate, of: key, database)
    }
  }

  /// Refuses a plan whose trials are others than those that are archived for the same specification.
  private func checkMember(
    _ trial: PlannedTrial, _ candidate: Int, of key: ExperimentKey, _ database: Database
  ) throws {
    let archived = try String.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT trial FROM member
          WHERE experiment = ? AND purpose = ? AND configuration = ? AND candidate = ? AND replicate = ?
          """),
      arguments: [key.id, trial.purposeName, trial.configuration, candidate, trial.replicate])
    guard let archived, archived != trial.id.hex else { return }
    let name = try String.fetchOne(database, sql: "SELECT name FROM experiment WHERE id = ?", arguments: [key.id]) ?? ""
    throw ArchiveError.otherTrials(
      experiment: name, place: "configuration \(trial.configuration), replicate \(trial.replicate)",
      archived: String(archived.prefix(8)), planned: trial.id.short)
  }

  /// Freezes the tuned choices of an experiment and records its measurement trials.
  ///
  /// Throws `otherTrials` where others are archived in their places, and `forgotten` where the experiment is gone.
  package func freeze(
    _ choices: [TuningChoice], trials: [PlannedTrial], of key: ExperimentKey
  ) throws(ArchiveError) {
    try write { database in
      try Self.refuseForgotten(key, database)
      for choice in choices {
        try SealedTable.tuningChoice.insert(
          [
            key.id, choice.configuration, choice.chosen,
            choice.scores.map { $0.map { "\($0)" } ?? "diverged" }.joined(separator: " "),
          ], ifNew: true, database)
      }
      try insertMembers(trials.map { ($0, -1) }, of: key, database)
    }
  }
}

// MARK: - Reading

extension Archive {
  /// Every archived version of every experiment, the one run last first.
  package func experiments() throws(ArchiveError) -> [ArchivedExperiment] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM experiment
          ORDER BY (SELECT MAX(id) FROM invocation WHERE experiment = experiment.id) DESC, id DESC
          """
      ).map(Self.experiment)
    }
  }

  /// Every archived version of the experiment of this name, the newest first, as `NAME~n` counts them.
  package func versions(of name: String) throws(ArchiveError) -> [ArchivedExperiment] {
    try experiments().filter { $0.name == name }
  }

  /// How many versions of each experiment there are.
  package func versionCounts() throws(ArchiveError) -> [String: Int] {
    try experiments().reduce(into: [:]) { counts, archived in counts[archived.name, default: 0] += 1 }
  }

  /// The newest version of each experiment, in the order of their names.
  package func newestExperiments() throws(ArchiveError) -> [ArchivedExperiment] {
    var newest: [String: ArchivedExperiment] = [:]
    for archived in try experiments() where newest[archived.name] == nil { newest[archived.name] = archived }
    return newest.values.sorted { $0.name < $1.name }
  }

  /// The newest version of the experiment of this name, the experiment that was run last for `latest`, and with `~n` behind
  /// either the n-th before it.
  package func experiment(named name: String) throws(ArchiveError) -> ArchivedExperiment {
    let all = try experiments()
    let (base, steps) = Self.steps(back: name)
    let found = base == "latest" ? all : all.filter { $0.name == base }
    if found.indices.contains(steps) { return found[steps] }
    throw .unknown(name: name, near: found.isEmpty ? Spelling.nearest(to: name, among: all.map(\.name)) : nil)
  }

  /// `rates~2` is two versions before the newest one of `rates`.
  private static func steps(back name: String) -> (base: Substring, steps: Int) {
    guard let mark = name.lastIndex(of: "~"), let steps = Int(name[name.index(after: mark)...]) else {
      return (name[...], 0)
    }
    return (name[..<mark], steps)
  }

  static func experiment(_ row: Row) throws -> ArchivedExperiment {
    try ArchivedExperiment(
      key: ExperimentKey(id: row.value("id"), name: row.value("name"), digest: row.value("digest")),
      name: row.value("name"),
      question: row.value("question"), digest: row.value("digest"), effective: row.value("effective"),
      recordedAt: row.value("recordedAt"))
  }

  /// Rebuilds the plan of an archived experiment without its data; its trials are called as they are archived.
  package func plan(of archived: ArchivedExperiment) throws(ArchiveError) -> Plan {
    let digests = try dataDigests(of: archived.key)
    let identities = try identities(of: archived.key)
    let source = try read { database in
      try String.fetchOne(database, sql: "SELECT source FROM experiment WHERE id = ?", arguments: [archived.key.id])
    }
    let specs = try configurationSpecs(of: archived.key)
    let plan: Plan?
    do {
      let experiment = try Experiment(
        effective: archived.effective, file: "\(path) (\(archived.name))", source: source, configurations: specs)
      plan = Plan(experiment, digests: digests, archived: identities)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
    guard let plan else {
      throw .damaged(path: path, reason: "'\(archived.name)' has \(digests.count) configurations and plans others")
    }
    return plan
  }

  /// Digest of each configuration's data set, in configuration order.
  ///
  /// Titles would not do: data sets of one recipe with other parameters have the same.
  package func dataDigests(of key: ExperimentKey) throws(ArchiveError) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT dataDigest FROM configuration WHERE experiment = ? ORDER BY position",
        arguments: [key.id])
    }
  }

  /// The spec of each configuration in a line of YAML, in configuration order.
  private func configurationSpecs(of key: ExperimentKey) throws(ArchiveError) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT spec FROM configuration WHERE experiment = ? ORDER BY position", arguments: [key.id])
    }
  }

  /// The frozen choices of an experiment, in configuration order.
  package func choices(of key: ExperimentKey) throws(ArchiveError) -> [TuningChoice] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM tuningChoice WHERE experiment = ? ORDER BY configuration", arguments: [key.id]
      ).map { row in
        let scores = try (row.value("scores") as String).split(separator: " ").map { Double($0) }
        return try TuningChoice(configuration: row.value("configuration"), chosen: row.value("chosen"), scores: scores)
      }
    }
  }
}

extension Experiment {
  /// Reads an archived specification whose configurations are known by their specs.
  init(effective: String, file: String, source: String?, configurations: [String]) throws(SpecError) {
    let experiment = try Experiment.read(yaml: effective, file: file, source: source)
    if let older = experiment.scaledAsBefore, older.configurations.map(\.spec.node.flow) == configurations {
      self = older
    } else {
      self = experiment
    }
  }
}

extension PlannedTrial {
  /// Its purpose as the archive writes it.
  fileprivate var purposeName: String { purpose == .tuning ? "tuning" : "measurement" }
}
