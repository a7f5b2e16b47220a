import Experiments
import GRDB
import Specifications

extension Merge {
  /// Refuses trials that stand in other places of the experiments than their own; their ids are right.
  func checkMembers() throws {
    for (shared, row) in experiments { try checkMembers(of: shared, row) }
  }

  private func checkMembers(of shared: SharedExperiment, _ id: Int64) throws {
    if let first = try Archive.misplaced(in: id, database).first {
      let trial = "trial \(first.trial.prefix(8).visible)"
      throw file.unsound(
        first.field == "replicate"
          ? "\(trial) is of replicate \(first.expected) and stands as replicate \(first.found) in '\(shared.name)'"
          : "\(trial) stands in configuration \(first.found) of '\(shared.name)', whose specification is another")
    }
    if !shared.choices.isEmpty || shared.members.contains(where: { $0.purpose == "tuning" }) {
      try checkTuned(of: shared, id)
    }
  }

  /// Refuses trials whose specification is none of those that tuning tries in their configuration.
  private func checkTuned(of shared: SharedExperiment, _ id: Int64) throws {
    guard let experiment = try experiment(shared, id), experiment.tuning != nil else { return }
    for row in try Row.fetchAll(
      database,
      sql: """
        SELECT configuration, candidate, hex, spec FROM member JOIN trial ON trial.hex = member.trial
        WHERE experiment = ? ORDER BY member.id
        """, arguments: [id])
    {
      let (place, candidate) = try (row.value("configuration") as Int, row.value("candidate") as Int)
      guard let spec = try TrialSpec(archived: row.value("spec") as String) else { continue }
      let candidates = experiment.configurations.first { $0.index == place }?.candidates ?? []
      let isTried = candidates.indices.contains(candidate) ? candidates[candidate] == spec : candidates.contains(spec)
      guard !isTried else { continue }
      throw file.unsound(
        "trial \((try row.value("hex") as String).prefix(8)) stands in configuration \(place) of '\(shared.name)', which tries other "
          + "values")
    }
  }

  /// The experiment as it was planned; nil where this version does not read its specification.
  private func experiment(_ shared: SharedExperiment, _ id: Int64) throws -> Experiment? {
    let texts = try Row.fetchOne(
      database, sql: "SELECT effective, source FROM experiment WHERE id = ?", arguments: [id])
    guard let texts else { return nil }
    do {
      return try Experiment(
        effective: texts["effective"], file: shared.name, source: texts["source"],
        configurations: shared.configurations.map(\.spec))
    } catch {
      return nil
    }
  }
}
