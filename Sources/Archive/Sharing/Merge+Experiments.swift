import Files
import GRDB
import Specifications

extension Merge {
  /// Adds an experiment, or what this archive lacks of it.
  mutating func add(_ shared: SharedExperiment) throws {
    let known = try Int64.fetchOne(
      database, sql: "SELECT id FROM experiment WHERE name = ? AND digest = ?",
      arguments: [shared.name, shared.digest])
    result.experiments.add(known == nil)
    let id: Int64
    if let known {
      try compare(shared, with: known)
      let source = try String.fetchOne(database, sql: "SELECT source FROM experiment WHERE id = ?", arguments: [known])
      if try file.text(of: "\(shared.folder)/source.yaml") != source { result.otherWords.append(shared.name) }
      id = known
    } else {
      let isNamed = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM experiment WHERE name = ?)", arguments: [shared.name])
      if isNamed == true { result.otherVersions.append(shared.name) }
      id = try insert(shared)
    }
    try addMembers(of: shared, to: id)
    try addChoices(of: shared, to: id)
    try addHistory(of: shared, to: id)
    experiments.append((shared, id))
  }

  private func insert(_ shared: SharedExperiment) throws -> Int64 {
    let effective = try file.text(of: "\(shared.folder)/effective.yaml")
    guard SHA256.digest(of: effective).hex == shared.digest else {
      throw file.unsound("the specification of '\(shared.name)' is not what its digest says")
    }
    let id = try SealedTable.experiment.insert(
      [
        shared.name, shared.digest, shared.question, effective, try file.text(of: "\(shared.folder)/source.yaml"),
        shared.recordedAt,
      ], database)
    for configuration in shared.configurations {
      try SealedTable.configuration.insert(
        [
          id, configuration.position, configuration.label, configuration.spec, configuration.dataset,
          configuration.dataDigest,
        ], database)
    }
    return id
  }

  /// The specification is the same by its digest; what was resolved from it must be, too.
  private func compare(_ shared: SharedExperiment, with id: Int64) throws {
    let known = try SharedExperiment.Configuration.fetchAll(
      database, sql: "SELECT * FROM configuration WHERE experiment = ? ORDER BY position", arguments: [id])
    for (theirs, ours) in zip(shared.configurations, known) where theirs != ours {
      let what = "configuration \(ours.position) of '\(shared.name)'"
      if theirs.dataDigest != ours.dataDigest {
        throw disagreement("the data \(ours.dataset) of " + what, theirs.dataDigest, ours.dataDigest)
      }
      throw disagreement(what, "'\(theirs.label.visible)'", "'\(ours.label)', with another specification")
    }
    guard shared.configurations.count == known.count else {
      throw disagreement(
        "the number of configurations of '\(shared.name)'", shared.configurations.count, known.count)
    }
  }

  private mutating func addMembers(of shared: SharedExperiment, to id: Int64) throws {
    for member in shared.members {
      let place: FactValues = [id, member.purpose, member.configuration, member.candidate, member.replicate]
      let known = try String.fetchOne(
        database,
        sql: """
          SELECT trial FROM member
          WHERE experiment = ? AND purpose = ? AND configuration = ? AND candidate = ? AND replicate = ?
          """, arguments: StatementArguments(place))
      result.members.add(known == nil)
      if let known {
        guard known != member.trial else { continue }
        throw disagreement(
          "the trial of '\(shared.name)', configuration \(member.configuration), replicate \(member.replicate),",
          member.trial.prefix(8).visible, known.prefix(8))
      }
      try SealedTable.member.insert(place + [member.trial], database)
    }
  }

  private func addChoices(of shared: SharedExperiment, to id: Int64) throws {
    let chosen = shared.choices.map(\.configuration).sorted()
    guard chosen.isEmpty || chosen == shared.configurations.map(\.position).sorted() else {
      throw file.unsound("the tuned choices of '\(shared.name)' are not one for each configuration")
    }
    for choice in shared.choices {
      let known = try SharedExperiment.Choice.fetchOne(
        database, sql: "SELECT * FROM tuningChoice WHERE experiment = ? AND configuration = ?",
        arguments: [id, choice.configuration])
      if let known {
        guard !known.agrees(with: choice) else { continue }
        throw disagreement(
          "the tuned choice of '\(shared.name)', configuration \(choice.configuration),",
          "\(choice.chosen) by \(choice.scores.visible)", "\(known.chosen) by \(known.scores)")
      }
      try SealedTable.tuningChoice.insert([id, choice.configuration, choice.chosen, choice.scores], database)
    }
  }

  /// Of the log of an attempt; the program keeps a tenth of them.
  private static let mostLines = 1_000

  private mutating func addHistory(of shared: SharedExperiment, to id: Int64) throws {
    let known = Set(
      try SharedExperiment.Attempt.fetchAll(
        database, sql: "SELECT * FROM attempt WHERE experiment = ?", arguments: [id]))
    for attempt in shared.attempts {
      result.attempts.add(!known.contains(attempt))
      if known.contains(attempt) { continue }
      let lines = attempt.log.utf8.count { $0 == UInt8(ascii: "\n") } + 1
      guard lines <= Self.mostLines else {
        throw file.unsound(
          "the log of an attempt at trial \(attempt.trial.prefix(8)) has \(lines) lines, allowed are \(Self.mostLines)")
      }
      try SealedTable.attempt.insert(
        [
          id, attempt.trial, attempt.startedAt, attempt.endedAt, attempt.state, attempt.host, attempt.message,
          attempt.log,
        ], database)
    }
    let run = Set(
      try Double.fetchAll(database, sql: "SELECT startedAt FROM invocation WHERE experiment = ?", arguments: [id]))
    for startedAt in shared.invocations where !run.contains(startedAt) {
      try SealedTable.invocation.insert([id, startedAt], database)
    }
    let checked = Set(try Archive.reproductions(of: id, database))
    for reproduction in shared.reproductions.map(\.reproduction) {
      result.reproductions.add(!checked.contains(reproduction))
      if !checked.contains(reproduction) { try Archive.insert(reproduction, of: id, database) }
    }
  }
}
