import Files
import Foundation
import GRDB

/// The SQLite file that keeps every outcome for ever.
///
/// One process writes; others read through connections of their own. Nothing that is finished is changed or deleted.
package struct Archive: Sendable {
  package let path: String
  let database: any DatabaseReader
  let writer: (any DatabaseWriter)?
  /// The file that was opened for writing, and the name that leads others to it; nil where no file is written.
  private(set) var file: (name: URL, identity: FileIdentity?)?

  /// Opens the archive for writing and makes or migrates it; the folder is made when it is missing.
  ///
  /// Throws where other machines may write to the file as well.
  package static func open(at name: URL) throws(ArchiveError) -> Archive {
    let url = behindLinks(name)
    try makeFolder(of: url)
    do {
      try FileContents.refuseStream(at: url)
      try refuseNewer(at: url)
      let stamp = ArchiveStamp(of: url)
      try stamp.remove()
      let pool = try DatabasePool(path: url.path, configuration: configuration())
      var archive = Archive(path: url.path, database: pool, writer: pool)
      archive.file = (name, FileIdentity(of: name))
      // The pool has chosen NORMAL behind the configuration's back, which loses transactions when the power goes.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try archive.refuseNewer()
      // Another process may have settled the file meanwhile; from here on none does.
      try stamp.remove()
      try migrate(pool)
      try archive.begin()
      return archive
    } catch let error as FileError {
      throw .opening(url.path, error.reason(beside: url.path))
    } catch {
      throw .wording(error, path: url.path)
    }
  }

  /// Opens the archive for one piece of work that writes, and closes it as one plain file, whether the work fails or not.
  package static func changing<Value>(_ url: URL, _ work: (Archive) throws -> Value) throws -> Value {
    let archive = try open(at: url)
    let value: Value
    do {
      value = try work(archive)
    } catch {
      let failure = error
      // Of the two errors the first is the one to tell.
      do { try archive.settle() } catch { throw failure }
      throw failure
    }
    try archive.settle()
    return value
  }

  /// Brings the tables up to date, also where another process does the same at this moment.
  private static func migrate(_ pool: DatabasePool) throws {
    var done = try pool.read(Schema.migrator.appliedIdentifiers)
    while true {
      do {
        return try Schema.migrator.migrate(pool)
      } catch let error as DatabaseError where [.SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(error.resultCode) {
        // What the other process has made meanwhile is in the way; what is left is done again from there.
        let now = try pool.read(Schema.migrator.appliedIdentifiers)
        guard now != done else { throw error }
        done = now
      }
    }
  }

  /// Opens the archive for reading only.
  package static func read(at name: URL) throws(ArchiveError) -> Archive {
    let url = behindLinks(name)
    guard FileManager.default.fileExists(atPath: url.path) else { throw .missing(path: url.path) }
    do {
      try FileContents.refuseStream(at: url)
      do {
        return try readInPlace(url)
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
        try undoHalfChange(at: url)
        return try readInPlace(url)
      }
    } catch {
      throw .wording(error, path: url.path, isReading: true)
    }
  }

  private static func readInPlace(_ url: URL) throws -> Archive {
    var configuration = configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: url.path, configuration: configuration)
    let archive = Archive(path: url.path, database: queue, writer: nil)
    try archive.refuseNewer()
    // A process that is killed while it makes the archive leaves a file without tables.
    guard try queue.read({ try $0.tableExists("experiment") }) else { throw ArchiveError.missing(path: url.path) }
    guard try queue.read(Schema.migrator.completedMigrations).contains(Schema.neededToRead) else {
      return try archive.copyUpToDate()
    }
    return archive
  }

  /// Whether no table of an archive was made yet.
  static func isEmpty(_ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name <> 'grdb_migrations')")
      ?? true
  }

  /// The same with the tables and views of this version, in a file without a name; the archive itself is left as it is.
  func copyUpToDate() throws -> Archive {
    let queue = try DatabaseQueue(path: "", configuration: Self.configuration())
    try database.backup(to: queue)
    try Schema.migrator.migrate(queue)
    return Archive(path: path, database: queue, writer: nil)
  }

  /// Lets SQLite undo the change of a process that was killed in it, which no reader may do; nothing finished is in it.
  ///
  /// Such a journal is left where a process is killed while it goes over to a log or back to one plain file.
  private static func undoHalfChange(at url: URL) throws {
    do {
      let queue = try DatabaseQueue(path: url.path, configuration: configuration())
      _ = try queue.read { try $0.tableExists("experiment") }
      try queue.close()
    } catch let error as DatabaseError where [.SQLITE_READONLY, .SQLITE_CANTOPEN].contains(error.resultCode) {
      throw ArchiveError.readFailed(
        path: url.path,
        reason: "a process that was killed left a change half done, which is undone where the folder can be written")
    }
  }

  /// Opens the archive for reading only, if there is one.
  package static func readIfThere(at url: URL) throws(ArchiveError) -> Archive? {
    do { return try read(at: url) } catch .missing { return nil }
  }

  /// Opens an empty archive in memory.
  package static func inMemory() throws(ArchiveError) -> Archive { try empty(":memory:", called: ":memory:") }

  /// Opens an empty archive in a file without a name, which goes when it is closed; errors call it as they are told.
  static func withoutName(called path: String) throws(ArchiveError) -> Archive { try empty("", called: path) }

  private static func empty(_ place: String, called path: String) throws(ArchiveError) -> Archive {
    do {
      let queue = try DatabaseQueue(path: place, configuration: configuration())
      try Schema.migrator.migrate(queue)
      let archive = Archive(path: path, database: queue, writer: queue)
      try archive.begin()
      return archive
    } catch {
      throw .wording(error, path: path)
    }
  }

  /// Copies an archive into memory, brought up to date there; an empty one where there is none.
  static func copyInMemory(of url: URL) throws(ArchiveError) -> Archive {
    guard let origin = try readIfThere(at: url) else { return try inMemory() }
    do {
      let queue = try DatabaseQueue(configuration: configuration())
      try origin.database.backup(to: queue)
      try Schema.migrator.migrate(queue)
      try queue.write(Seals.watchDeletions)
      return Archive(path: url.path, database: queue, writer: queue)
    } catch {
      // Nothing but memory is written to.
      throw .wording(error, path: url.path, isReading: true)
    }
  }

  static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      if !database.configuration.readonly { try database.execute(sql: "PRAGMA synchronous = FULL") }
    }
    return configuration
  }

  /// Makes the folder of an archive when it is missing.
  ///
  /// Throws where other machines may write to the file as well, and where this process may not.
  static func makeFolder(of url: URL) throws(ArchiveError) {
    do {
      try refuseNetwork(try FileSystemKind.of(url), at: url)
      try AtomicFile.createFolder(url.deletingLastPathComponent())
      try refuseReadOnly(url)
    } catch let error as FileError {
      throw .opening(url.path, error.reason(beside: url.path))
    } catch {
      throw .wording(error, path: url.path)
    }
  }

  /// Refuses a file or folder that does not let itself be written before anything beside it is touched.
  private static func refuseReadOnly(_ url: URL) throws(ArchiveError) {
    let isThere = FileManager.default.fileExists(atPath: url.path)
    let places = [url.deletingLastPathComponent()] + (isThere ? [url] : [])
    guard let error = places.lazy.compactMap({ FileError.againstWriting(to: $0) }).first else { return }
    throw .opening(url.path, error.reason(beside: url.path))
  }

  /// Refuses file systems of several machines, where SQLite loses data (sqlite.org/wal.html, section 3).
  static func refuseNetwork(_ kind: FileSystemKind, at url: URL) throws(ArchiveError) {
    guard case .network(let name) = kind else { return }
    throw .opening(
      url.path,
      "the folder is on \(name), where SQLite databases are damaged; name a folder on a local disk of this "
        + "machine with --results DIR, or go to a machine that has one")
  }

  /// Refuses a newer file before opening it for writing touches it; other troubles show when it is opened.
  private static func refuseNewer(at url: URL) throws {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    do {
      var configuration = configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: url.path, configuration: configuration)
      try Archive(path: url.path, database: queue, writer: nil).refuseNewer()
    } catch let error as ArchiveError {
      throw error
    } catch {
      return
    }
  }

  func refuseNewer() throws {
    let known = Set(Schema.migrator.migrations)
    let applied = try database.read { database in
      try database.tableExists("grdb_migrations")
        ? String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier") : []
    }
    let newer = applied.filter { !known.contains($0) }
    guard !newer.isEmpty else { return }
    let tables = try database.read(Self.newestTables)
    if let tables, known.contains(tables) {
      throw ArchiveError.damaged(
        path: path, reason: "it names tables that its own writer did not know (\(newer.joined(separator: ", ")))")
    }
    throw ArchiveError.newerSchema(path: path, migrations: newer, writer: try database.read(Self.writer))
  }

  /// The newest migration that the last writer knew; nil in archives of versions that did not say.
  private static func newestTables(_ database: Database) throws -> String? {
    guard try database.tableExists("program") else { return nil }
    return try String.fetchOne(database, sql: "SELECT tables FROM program ORDER BY id DESC LIMIT 1")
  }

  /// The version of the program that wrote last; nil in archives of versions that did not say.
  static func writer(_ database: Database) throws -> String? {
    guard try database.tableExists("program") else { return nil }
    return try String.fetchOne(database, sql: "SELECT version FROM program ORDER BY id DESC LIMIT 1")
  }

  /// Says who writes from here on, where that changed.
  private func begin() throws {
    try write { database in
      try Seals.watchDeletions(database)
      let tables = Schema.migrator.migrations.last ?? ""
      let known = try Row.fetchOne(database, sql: "SELECT version, tables FROM program ORDER BY id DESC LIMIT 1")
      if let known, try known.value("version") == ProgramVersion.current, try known.value("tables") == tables { return }
      try database.execute(
        sql: "INSERT INTO program (version, tables, since) VALUES (?, ?, ?)",
        arguments: [ProgramVersion.current, tables, Date().timeIntervalSince1970])
    }
  }

  // MARK: Access

  func read<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
    do { return try database.read(body) } catch { throw .wording(error, path: path, isReading: true) }
  }

  /// Runs one transaction and seals what it has added; an error undoes all of it.
  func write<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
    guard let writer else { throw .cannotWrite(path: path, reason: "it was opened for reading only") }
    do {
      return try writer.write { database in
        let value = try body(database)
        try Seals.sealNew(.recording, database)
        return value
      }
    } catch {
      throw .wording(error, path: path)
    }
  }

  /// Refuses to go on where the file at the path is not the one that is being written: nobody would find it again.
  func refuseRemoved() throws(ArchiveError) {
    guard let file, FileIdentity(of: file.name) != file.identity else { return }
    throw .removed(path: path)
  }

  /// Closes the archive as one plain file, which can be copied and read from anywhere; the last call on it.
  ///
  /// The digest of the whole file is written beside it, which also covers the bytes of it that hold no facts.
  /// While another process keeps it open for longer than a moment, the log stays beside it, and the next writer takes it in.
  package func settle() throws(ArchiveError) {
    guard let writer else { throw .cannotWrite(path: path, reason: "it was opened for reading only") }
    // SQLite would make an empty file in its place.
    try refuseRemoved()
    do {
      try writer.close()
      try becomePlain(by: .now + Self.pause)
      try refuseRemoved()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      return
    } catch {
      throw .wording(error, path: path)
    }
  }

  /// How long settling waits for those who have the file open for a moment, such as a server that shows a page.
  private static let pause = Duration.seconds(2)

  private func becomePlain(by deadline: ContinuousClock.Instant) throws {
    while true {
      do {
        return try becomePlain()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && .now < deadline {
        Thread.sleep(forTimeInterval: 0.05)
        try refuseRemoved()
      }
    }
  }

  /// Takes the log in and writes the digest; on a connection of its own, since two that wait must not wait for each other.
  private func becomePlain() throws {
    var configuration = Configuration()
    configuration.journalMode = .default
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = DELETE")
      // Nobody may write between the digest and its file.
      try database.inTransaction(.exclusive) {
        // A log that could not be removed would be taken in again when the file is closed, behind the digest.
        let isWhole = !FileManager.default.fileExists(atPath: path + "-wal")
        if isWhole { try ArchiveStamp(of: URL(filePath: path)).write() }
        return .commit
      }
    }
    try queue.close()
  }
}

extension Archive {
  /// How the file keeps unfinished transactions: `wal`, or `delete` for a published archive.
  package func journalMode() throws(ArchiveError) -> String {
    try read { database in try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "unknown" }
  }

  /// The version of the SQLite library in use.
  package static var libraryVersion: String {
    do {
      return try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") ?? "unknown" }
    } catch {
      return "unknown: \(error)"
    }
  }
}
