import Experiments
import GRDB

extension Archive {
  /// What a name stands for: the experiment of this name, or else the finished trial whose id begins with it.
  package func subject(named name: String) throws(ArchiveError) -> AnnotationSubject {
    do {
      return .experiment(name: try experiment(named: name).name)
    } catch ArchiveError.unknown(let unknown, let near) {
      guard let trial = try finishedID(prefix: name) else { throw .unknown(name: unknown, near: near) }
      return .trial(trial)
    }
  }

  /// The whole id of the one trial without an outcome that digits begin; nil where there is not exactly one.
  package func openTrial(prefix: String) throws(ArchiveError) -> TrialID? {
    guard !prefix.isEmpty, prefix.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    let found = try read { database in
      try String.fetchAll(
        database, sql: "SELECT DISTINCT trial FROM member WHERE trial >= ? AND trial < ? LIMIT 2",
        arguments: Self.range(of: prefix))
    }
    guard found.count == 1, try finishedTrial(prefix: found[0]) == nil else { return nil }
    return TrialID(hex: found[0])
  }

  /// The whole id of the trial that digits begin; nil for what begins none, and throws where it is not one finished.
  private func finishedID(prefix: String) throws(ArchiveError) -> TrialID? {
    guard !prefix.isEmpty, prefix.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    let range = Self.range(of: prefix)
    let found = try read { database in
      try String.fetchAll(database, sql: "SELECT hex FROM trial WHERE hex >= ? AND hex < ?", arguments: range)
    }
    guard found.count < 2 else { throw .ambiguous(prefix: prefix, count: found.count) }
    if let hex = found.first { return TrialID(hex: hex) }
    let planned: [(trial: String, name: String)] = try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT m.trial AS trial, e.name AS name FROM member m JOIN experiment e ON e.id = m.experiment
          WHERE m.trial >= ? AND m.trial < ? GROUP BY m.trial
          """, arguments: range
      ).map { row in try (row.value("trial"), row.value("name")) }
    }
    guard planned.count < 2 else { throw .ambiguous(prefix: prefix, count: planned.count) }
    if let first = planned.first { throw .unfinished(trial: TrialID(hex: first.trial).short, experiment: first.name) }
    return nil
  }

  /// The ids that begin with these digits, for `hex >= ? AND hex < ?`.
  static func range(of prefix: String) -> StatementArguments {
    // The letter after the last hexadecimal digit ends the range.
    [prefix.lowercased(), prefix.lowercased() + "g"]
  }
}
