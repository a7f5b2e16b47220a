import Experiments
import Files
import Foundation
import GRDB
import Specifications

extension Archive {
  /// Takes in an export: adds what is missing, overwrites nothing, in one transaction.
  ///
  /// What the archive and the file both know must say the same, else `disagreement` is thrown and nothing is added.
  /// `expected` is the digest that the export printed, where it is known from elsewhere.
  package func importing(_ url: URL, expected: String? = nil) throws(ArchiveError) -> ImportResult {
    try importing(Self.sound(url, expected: expected))
  }

  /// Takes in an export and closes the archive; a file that is refused leaves no archive where there was none.
  package static func importing(_ url: URL, into name: URL, expected: String? = nil) throws -> ImportResult {
    let archive = behindLinks(name)
    let file = try sound(url, expected: expected)
    if !FileManager.default.fileExists(atPath: archive.path), let result = try makeArchive(at: archive, of: file) {
      return try changing(archive) { _ in result }
    }
    return try changing(archive) { try $0.importing(file) }
  }

  /// Makes an archive of an export that has passed every check; nil where it could not be given the name.
  private static func makeArchive(at url: URL, of file: SharedReader) throws(ArchiveError) -> ImportResult? {
    let archive = try withoutName(called: url.path)
    let result = try archive.importing(file)
    try makeFolder(of: url)
    guard !hasRemains(at: url) else { return nil }
    do {
      try archive.copy(to: url, existing: .keep)
      return result
    } catch is FileError {
      // Another process has made one meanwhile, or the file system knows no links.
      return nil
    } catch {
      throw .wording(error, path: url.path)
    }
  }

  /// Whether something of an archive lies there that is gone itself: SQLite would take its log for that of a whole new file,
  /// while it puts away what lies beside one that it begins.
  private static func hasRemains(at url: URL) -> Bool {
    let stamp = ArchiveStamp(of: url).url.path
    let logs = ["-wal", "-journal"].map { url.path + $0 }
    return (logs + [stamp]).contains { FileManager.default.fileExists(atPath: $0) }
  }

  private static func sound(_ url: URL, expected: String?) throws(ArchiveError) -> SharedReader {
    let file: SharedReader
    do { file = try SharedReader(url) } catch { throw .wording(error, ofExport: url.path) }
    if let expected, expected != file.digest {
      throw .unsoundExport(path: url.path, reason: "its digest is \(file.digest), not \(expected)")
    }
    return file
  }

  private func importing(_ file: SharedReader) throws(ArchiveError) -> ImportResult {
    try write { database in
      var merge = Merge(file: file, database: database)
      do {
        try merge.all()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw file.unsound("what it holds is not allowed in an archive: \(error.message ?? "\(error.resultCode)")")
      }
      try check(merge.trials, file, database)
      try merge.checkMembers()
      return merge.result
    }
  }

  /// Says what an import would add, without touching the archive: on a copy in memory.
  package static func rehearse(
    _ url: URL, into archive: URL, expected: String? = nil
  ) throws(ArchiveError) -> ImportResult {
    try checkFolder(of: archive)
    let copy = try copyInMemory(of: archive)
    return try copy.importing(url, expected: expected)
  }

  /// Refuses an archive whose folder could not be made, as one below a file.
  private static func checkFolder(of url: URL) throws(ArchiveError) {
    var folder = url.deletingLastPathComponent()
    while access(folder.path, F_OK) != 0, errno == ENOENT, folder.path != "/" { folder.deleteLastPathComponent() }
    guard access(folder.path + "/.", W_OK) == 0 else {
      throw .opening(url.path, FileError.last("write", folder.path).description)
    }
  }

  /// Refuses a trial whose id or kept weights are not those of what it says of itself.
  private func checkIdentity(of hex: String, _ file: SharedReader, _ database: Database) throws {
    let short = hex.prefix(8)
    guard try Self.misnamed(of: hex, database).isEmpty else {
      throw file.unsound("the id of trial \(short) is not that of its specification, seed, replicate and data")
    }
    guard let foreign = try Self.foreignWeights(of: hex, database).first else { return }
    throw file.unsound(
      foreign.field == "name"
        ? "a tensor of trial \(short) has the name '\(foreign.found.prefix(100).visible)', which is none of a layer"
        : "the weights of trial \(short) are not those that its digest names")
  }

  /// Reads back what was added and holds it against the checksums that came with it.
  private func check(_ trials: [String], _ file: SharedReader, _ database: Database) throws {
    do {
      for hex in trials {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM trial WHERE hex = ?", arguments: [hex]) else {
          throw file.unsound("trial \(hex.prefix(8)) is missing")
        }
        _ = try outcome(row, database)
        try checkIdentity(of: hex, file, database)
      }
      let ids = trials.map { TrialID(hex: $0) }
      _ = try answers(in: .inference, of: ids, Self.inferenceRecord, database)
      _ = try answers(in: .probe, of: ids, Self.probeRecord, database)
    } catch ArchiveError.damaged(_, let reason) {
      throw file.unsound(reason)
    }
  }
}
