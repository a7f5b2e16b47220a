import Files
import Foundation
import GRDB

extension Archive {
  /// Holds everything in an archive against the digests that were recorded with it, and writes nothing at all.
  ///
  /// What is wrong with the file is an answer; only a file that is missing, newer or cannot be read throws.
  package static func verify(at name: URL) throws(ArchiveError) -> ArchiveVerification {
    let url = behindLinks(name)
    guard FileManager.default.fileExists(atPath: url.path) else { throw .missing(path: url.path) }
    var verification = ArchiveVerification()
    do {
      try FileContents.refuseStream(at: url)
      try verification.checkStamp(of: url)
      try untouched(at: url) { archive in
        try archive.database.read { database in try verification.check(archive, database) }
      }
    } catch let error as FileError {
      throw .readFailed(path: url.path, reason: error.reason(beside: url.path))
    } catch {
      let worded = ArchiveError.wording(error, path: url.path, isReading: true)
      guard case .damaged(_, let reason) = worded else { throw worded }
      verification.mismatches.append(
        ArchiveMismatch("file", field: "structure", expected: "an archive", found: reason))
    }
    return verification
  }
}

// MARK: - The checks

extension ArchiveVerification {
  /// Compares the whole file with the digest that settling wrote beside it.
  fileprivate mutating func checkStamp(of url: URL) throws {
    guard let expected = try ArchiveStamp(of: url).digest() else { return }
    isStamped = true
    let found = try SHA256.digest(ofFile: url).hex
    guard found != expected else { return }
    mismatches.append(ArchiveMismatch("file", field: "SHA-256", expected: expected, found: found))
  }

  fileprivate mutating func check(_ archive: Archive, _ database: Database) throws {
    guard try database.tableExists("experiment") else {
      // A process that is killed while it makes the archive leaves a file without anything, and no digest of it.
      try checkSize(of: archive, database)
      if !isStamped, mismatches.isEmpty, try Archive.isEmpty(database) {
        throw ArchiveError.missing(path: archive.path)
      }
      throw ArchiveError.damaged(path: archive.path, reason: "there are no tables")
    }
    try checkSize(of: archive, database)
    try checkStructure(of: archive, database)
    try checkMigrations(database)
    try checkSchema(database)
    try checkUnsealed(database)
    isSealed = try database.tableExists("seal")
    writer = try Archive.writer(database)
    if isSealed {
      try checkChain(database)
      for table in SealedTable.allCases where try database.tableExists(table.rawValue) {
        try checkSeals(of: table, database)
      }
    }
    try checkRecords(archive, database)
    trials = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM trial") ?? 0
    isWhole = true
  }

  /// SQLite reads a page that was cut off as if zeros followed, so that the end of an empty one would not be missed.
  private mutating func checkSize(of archive: Archive, _ database: Database) throws {
    let page = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 1
    let size = FileContents.size(of: URL(filePath: archive.path))
    guard size % page != 0 else { return }
    mismatches.append(
      ArchiveMismatch("file", field: "structure", expected: "whole pages of \(page) bytes", found: "\(size) bytes"))
  }

  private mutating func checkStructure(of archive: Archive, _ database: Database) throws {
    let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
    if let unread = found.first(where: Self.tellsOfUnreadPage) {
      throw ArchiveError.readFailed(path: archive.path, reason: unread)
    }
    mismatches += found.map { ArchiveMismatch("file", field: "structure", expected: "ok", found: $0) }
    for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
      mismatches.append(
        try ArchiveMismatch(
          row.value("table"), row: row.value("rowid"), field: "reference",
          expected: "a row of \(row.value("parent") as String)",
          found: "none"))
    }
  }

  /// Whether SQLite could not read a page: that tells of the disk, not of what was recorded.
  static func tellsOfUnreadPage(_ line: String) -> Bool {
    guard let code = line.firstMatch(of: /unable to get the page\. error code=(\d+)/).flatMap({ Int32($0.1) }) else {
      return false
    }
    // The lowest byte of an extended code is the plain one.
    return code & 0xff == ResultCode.SQLITE_IOERR.rawValue
  }

  /// Holds the names of the migrations that were applied against the list: each goes on from what the one before it left.
  private mutating func checkMigrations(_ database: Database) throws {
    let applied = try String.fetchSet(database, sql: "SELECT identifier FROM grdb_migrations")
    let known = Schema.migrator.migrations
    let last = known.lastIndex(where: applied.contains) ?? 0
    for missing in known[...last] where !applied.contains(missing) {
      mismatches.append(
        ArchiveMismatch("grdb_migrations", field: "rows", expected: missing, found: "no such row"))
    }
  }

  /// Looks through the tables without seals for rows that this program never leaves there.
  private mutating func checkUnsealed(_ database: Database) throws {
    if try database.tableExists("permit") {
      for row in try Int64.fetchAll(database, sql: "SELECT id FROM permit ORDER BY id") {
        mismatches.append(
          ArchiveMismatch(
            "permit", row: row, field: "row", expected: "no such row", found: "a permit to delete what is final"))
      }
    }
    guard try database.tableExists("annotation") else { return }
    for row in try Row.fetchAll(database, sql: "SELECT id, subject, name, kind FROM annotation ORDER BY id") {
      let (subject, kind) = try (row.value("subject") as String, row.value("kind") as String)
      guard
        try AnnotationSubject(kind: subject, name: row.value("name")) == nil
          || AnnotationMark.Kind(rawValue: kind) == nil
      else { continue }
      mismatches.append(
        try ArchiveMismatch(
          "annotation", row: row.value("id"), field: "kind", expected: "a tag, note or star of an experiment or trial",
          found: "\(kind) of \(subject)"))
    }
  }

  /// Compares every table, index and trigger with what the migrations that were applied make.
  private mutating func checkSchema(_ database: Database) throws {
    let applied = try Set(String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations"))
    guard let last = Schema.migrator.migrations.last(where: applied.contains) else { return }
    let fresh = try DatabaseQueue()
    try Schema.migrator.migrate(fresh, upTo: last)
    let expected = try fresh.read(Self.schema)
    let found = try Self.schema(database)
    for name in Set(expected.keys).union(found.keys).sorted() where expected[name] != found[name] {
      mismatches.append(
        ArchiveMismatch(
          name, field: "schema", expected: expected[name] ?? "none", found: found[name] ?? "none"))
    }
  }

  private static func schema(_ database: Database) throws -> [String: String] {
    // Quoted, so that text and bytes differ; SQLite's own statistics may be there or not.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT name, type, quote(name) || ' on ' || quote(tbl_name) || ': ' || quote(sql) AS text FROM sqlite_master
        WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name
        """)
    return Dictionary(
      try rows.map { row in
        let (name, type, text) = try (
          row.value("name") as String, row.value("type") as String, row.value("text") as String
        )
        return (name, "\(type) \(text)")
      }
    ) {
      $0 + "; " + $1
    }
  }

  /// Follows the chain from seal to seal; one that was taken out or changed breaks it.
  private mutating func checkChain(_ database: Database) throws {
    var previous = ""
    var next: Int64 = 1
    var gaps = try Self.gaps(database)
    let rows = try Row.fetchCursor(database, sql: "SELECT id, place, row, digest, chain, made FROM seal ORDER BY id")
    while let seal = try rows.next() {
      let (id, stored) = try (seal.value("id") as Int64, seal.value("chain") as String)
      while id > next, let gap = gaps.removeValue(forKey: next) { (next, previous) = (gap.last + 1, gap.chain) }
      if id != next {
        mismatches.append(
          ArchiveMismatch("seal", row: next, field: "rows", expected: "a row for every id", found: "none before \(id)"))
      }
      let chain = try Seals.link(
        after: previous, seal.value("place"), seal.value("row"), seal.value("digest"), seal.value("made"))
      if chain != stored {
        mismatches.append(ArchiveMismatch("seal", row: id, field: "chain", expected: stored, found: chain))
      }
      if try seal.value("made") == Seals.Made.migration.rawValue { sealedLater += 1 }
      previous = stored
      next = id + 1
    }
    chain = previous.isEmpty ? nil : previous
    for (first, gap) in gaps.sorted(by: { $0.key < $1.key }) {
      mismatches.append(
        ArchiveMismatch(
          "gap", row: gap.id, field: "seals", expected: "none from \(first) to \(gap.last)", found: "no such gap"))
    }
  }

  /// Where seals were taken out on request, by the first of them.
  private static func gaps(_ database: Database) throws -> [Int64: (id: Int64, last: Int64, chain: String)] {
    guard try database.tableExists("gap") else { return [:] }
    let rows = try Row.fetchAll(database, sql: "SELECT id, first, last, chain FROM gap")
    return Dictionary(
      try rows.map { row in try (row.value("first"), (row.value("id"), row.value("last"), row.value("chain"))) }
    ) { first, _ in first }
  }

  private mutating func checkSeals(of table: SealedTable, _ database: Database) throws {
    var expected = try Self.liveSeals(of: table, database)
    var unlike: [(row: Int64, expected: String?, found: String)] = []
    try Seals.forEachRow(of: table, database) { row, digest in
      rows += 1
      let recorded = expected.removeValue(forKey: row)
      if recorded != digest { unlike.append((row, recorded, digest)) }
    }
    for (row, recorded, digest) in unlike {
      mismatches.append(
        ArchiveMismatch(
          table.rawValue, row: row, trial: try Self.trial(of: row, in: table, database), field: "row",
          expected: recorded ?? "no such row", found: digest))
    }
    for (row, digest) in expected.sorted(by: { $0.key < $1.key }) {
      mismatches.append(ArchiveMismatch(table.rawValue, row: row, field: "row", expected: digest, found: "no such row"))
    }
  }

  private static func liveSeals(of table: SealedTable, _ database: Database) throws -> [Int64: String] {
    // Versions before the gaps kept the seals of what they had deleted.
    let live = try database.tableExists("release") ? "AND id NOT IN (SELECT seal FROM release)" : ""
    let rows = try Row.fetchCursor(
      database, sql: "SELECT row, digest FROM seal WHERE place = ? \(live)", arguments: [table.rawValue])
    var digests: [Int64: String] = [:]
    while let row = try rows.next() { try digests[row.value(0)] = row.value(1) as String }
    return digests
  }

  private static func trial(of row: Int64, in table: SealedTable, _ database: Database) throws -> String? {
    guard let trial = table.trial else { return nil }
    return try String.fetchOne(
      database, sql: "SELECT \(trial) FROM \(table.rawValue) WHERE id = ?", arguments: [row])
  }

  // MARK: Digests that every version recorded

  private mutating func checkRecords(_ archive: Archive, _ database: Database) throws {
    mismatches += try archive.differingOutcomes(database)
    for table in AnswerTable.allCases { mismatches += try archive.differingAnswers(in: table, database) }
    try checkIdentities(database)
    mismatches += try Self.differingTexts("provenance", "text", database)
    mismatches += try Self.differingTexts("experiment", "effective", database)
  }

  /// Holds trials against their ids and places, and kept weights against the digests of their trials.
  private mutating func checkIdentities(_ database: Database) throws {
    mismatches += try Archive.misnamed(database).map {
      ArchiveMismatch(
        "trial", row: $0.row, trial: $0.trial, field: "id",
        expected: "the digest of its specification, seed, replicate and data", found: $0.trial)
    }
    mismatches += try Archive.misplaced(database).map {
      ArchiveMismatch(
        "member", row: $0.row, trial: $0.trial, field: $0.field, expected: $0.expected, found: $0.found)
    }
    mismatches += try Archive.foreignWeights(database).map {
      ArchiveMismatch(
        "weight", trial: $0.trial, field: $0.field, expected: $0.expected, found: $0.found)
    }
  }

  /// Rows whose column `digest` is not that of a text of theirs.
  private static func differingTexts(
    _ table: String, _ column: String, _ database: Database
  ) throws -> [ArchiveMismatch] {
    let rows = try Row.fetchAll(database, sql: "SELECT id, digest, \(column) AS text FROM \(table) ORDER BY id")
    return try rows.compactMap { row in
      let (expected, found) = try (row.value("digest") as String, SHA256.digest(of: row.value("text") as String).hex)
      guard expected != found else { return nil }
      return try ArchiveMismatch(table, row: row.value("id"), field: column, expected: expected, found: found)
    }
  }
}
