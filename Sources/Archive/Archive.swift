import Files
import Foundation
import GRDB

/// The SQLite file that keeps every outcome for ever.
///
/// One process writes; others read through connections of their own. Nothing that is finished is changed or deleted.
package struct Archive: Sendable {
  package let path: String
  let database: any DatabaseReader
  private let writer: (any DatabaseWriter)?

  /// Opens the archive for writing and makes or migrates it; the folder is made when it is missing.
  package static func open(at url: URL) throws(ArchiveError) -> Archive {
    do {
      try AtomicFile.createFolder(url.deletingLastPathComponent())
      let pool = try DatabasePool(path: url.path, configuration: configuration())
      let archive = Archive(path: url.path, database: pool, writer: pool)
      try archive.refuseNewer()
      try Schema.migrator.migrate(pool)
      return archive
    } catch let error as FileError {
      throw .cannotCreate(path: url.path, reason: error.description)
    } catch {
      throw .wording(error, path: url.path)
    }
  }

  /// Opens the archive for reading only.
  package static func read(at url: URL) throws(ArchiveError) -> Archive {
    guard FileManager.default.fileExists(atPath: url.path) else { throw .missing(path: url.path) }
    do {
      var configuration = configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: url.path, configuration: configuration)
      let archive = Archive(path: url.path, database: queue, writer: nil)
      try archive.refuseNewer()
      // A process that is killed while it makes the archive leaves a file without tables.
      guard try queue.read({ try $0.tableExists("experiment") }) else { throw ArchiveError.missing(path: url.path) }
      guard try queue.read(Schema.migrator.completedMigrations).contains(Schema.neededToRead) else {
        throw ArchiveError.damaged(
          path: url.path, reason: "it lacks tables of this version; 'dropout-lab run' brings it up to date")
      }
      return archive
    } catch {
      throw .wording(error, path: url.path)
    }
  }

  /// Opens the archive for reading only, if there is one.
  package static func readIfThere(at url: URL) throws(ArchiveError) -> Archive? {
    do { return try read(at: url) } catch .missing { return nil }
  }

  /// Opens an empty archive in memory, for tests.
  package static func inMemory() throws(ArchiveError) -> Archive {
    do {
      let queue = try DatabaseQueue(configuration: configuration())
      try Schema.migrator.migrate(queue)
      return Archive(path: ":memory:", database: queue, writer: queue)
    } catch {
      throw .wording(error, path: ":memory:")
    }
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      if !database.configuration.readonly { try database.execute(sql: "PRAGMA synchronous = FULL") }
    }
    return configuration
  }

  private func refuseNewer() throws {
    let known = Set(Schema.migrator.migrations)
    let applied = try database.read { database in
      try database.tableExists("grdb_migrations")
        ? String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier") : []
    }
    let newer = applied.filter { !known.contains($0) }
    if !newer.isEmpty { throw ArchiveError.newerSchema(path: path, migrations: newer) }
  }

  // MARK: Access

  func read<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
    do { return try database.read(body) } catch { throw .wording(error, path: path) }
  }

  /// Runs one transaction; an error undoes all of it.
  func write<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
    guard let writer else { throw .cannotCreate(path: path, reason: "it was opened for reading only") }
    do { return try writer.write(body) } catch { throw .wording(error, path: path) }
  }

  /// Closes the archive as one plain file, which can be copied and read from anywhere; the last call on it.
  ///
  /// While another process has it open, the log stays beside it, and the next writer takes it in.
  package func settle() throws(ArchiveError) {
    guard let writer else { throw .cannotCreate(path: path, reason: "it was opened for reading only") }
    do {
      try writer.close()
      var configuration = Configuration()
      configuration.journalMode = .default
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA journal_mode = DELETE")
      }
      try queue.close()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      return
    } catch {
      throw .wording(error, path: path)
    }
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
