import Experiments
import Foundation
import GRDB

extension Archive {
  /// Everything that was written about experiments and trials; nothing in archives of earlier versions.
  package func annotations() throws(ArchiveError) -> [AnnotationSubject: Annotations] {
    try read { database in
      guard try database.tableExists("annotation") else { return [:] }
      var found: [AnnotationSubject: Annotations] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT * FROM annotation ORDER BY id") {
        guard let subject = try AnnotationSubject(kind: row.value("subject"), name: row.value("name")),
          let kind = try AnnotationMark.Kind(rawValue: row.value("kind"))
        else {
          throw ArchiveError.damaged(
            path: path, reason: "annotation \(try row.value("id") as Int64) is of no known kind")
        }
        try found[subject, default: Annotations()].add(AnnotationMark(kind: kind, text: row.value("text")))
      }
      return found
    }
  }

  /// What was written about one experiment or trial.
  package func annotations(of subject: AnnotationSubject) throws(ArchiveError) -> Annotations {
    try annotations()[subject] ?? Annotations()
  }

  /// Changes what is written about a subject, all changes or none, and returns what stands then.
  ///
  /// Setting what is set and taking away what is not there change nothing; a note that is not there is `unsuitable`.
  @discardableResult
  package func annotate(
    _ subject: AnnotationSubject, _ changes: [AnnotationChange]
  ) throws(ArchiveError) -> Annotations {
    try write { database in
      for change in changes { try apply(change, to: subject, database) }
    }
    return try annotations(of: subject)
  }

  private func apply(_ change: AnnotationChange, to subject: AnnotationSubject, _ database: Database) throws {
    let now = Date().timeIntervalSince1970
    switch change {
    case .tag(let text): try Self.add(AnnotationMark(kind: .tag, text: text), to: subject, at: now, database)
    case .note(let text): try Self.add(AnnotationMark(kind: .note, text: text), to: subject, at: now, database)
    case .star: try Self.add(AnnotationMark(kind: .star, text: ""), to: subject, at: now, database)
    case .untag(let text): try remove(AnnotationMark(kind: .tag, text: text), from: subject, database)
    case .unstar: try remove(AnnotationMark(kind: .star, text: ""), from: subject, database)
    case .unnote(let number):
      let notes = try notes(of: subject, database)
      guard notes.indices.contains(number - 1) else {
        throw ArchiveError.unsuitable(
          "there is no note \(number) to take away; "
            + (notes.isEmpty ? "nothing is noted" : "the notes are numbered 1 to \(notes.count)"))
      }
      try remove(AnnotationMark(kind: .note, text: notes[number - 1]), from: subject, database)
    }
  }

  private func notes(of subject: AnnotationSubject, _ database: Database) throws -> [String] {
    let (kind, name) = subject.columns
    return try String.fetchAll(
      database, sql: "SELECT text FROM annotation WHERE subject = ? AND name = ? AND kind = 'note' ORDER BY id",
      arguments: [kind, name])
  }

  /// Adds a mark unless it is there; returns whether it was added.
  @discardableResult
  static func add(
    _ mark: AnnotationMark, to subject: AnnotationSubject, at time: Double, _ database: Database
  ) throws -> Bool {
    if let problem = mark.problem { throw ArchiveError.unsuitable(problem) }
    let (kind, name) = subject.columns
    try database.execute(
      sql: "INSERT OR IGNORE INTO annotation (subject, name, kind, text, writtenAt) VALUES (?, ?, ?, ?, ?)",
      arguments: [kind, name, mark.kind.rawValue, mark.text, time])
    return database.changesCount > 0
  }

  private func remove(_ mark: AnnotationMark, from subject: AnnotationSubject, _ database: Database) throws {
    let (kind, name) = subject.columns
    try database.execute(
      sql: "DELETE FROM annotation WHERE subject = ? AND name = ? AND kind = ? AND text = ?",
      arguments: [kind, name, mark.kind.rawValue, mark.text])
  }
}

extension Annotations {
  mutating func add(_ mark: AnnotationMark) {
    switch mark.kind {
    case .tag: tags = (tags + [mark.text]).sorted()
    case .note: notes.append(mark.text)
    case .star: isStarred = true
    }
  }
}
