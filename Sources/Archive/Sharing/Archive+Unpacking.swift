import Files
import Foundation
import GRDB

extension Archive {
  /// Opens for reading what `archive export` wrote, or the archive of a folder of results.
  ///
  /// An exported file is unpacked once, into a hidden folder beside it, under the digest of its bytes; an unpacked archive
  /// that is not what was unpacked is made anew.
  package static func read(published url: URL) throws(ArchiveError) -> Archive {
    guard url.pathExtension == "sqlar" else { return try read(at: url.appending(path: "archive.sqlite")) }
    do {
      guard FileManager.default.fileExists(atPath: url.path) else { throw ArchiveError.missingExport(path: url.path) }
      let digest = try SHA256.digest(ofFile: url).hex
      let unpacked = url.deletingLastPathComponent().appending(path: "\(unpackedFolder)/\(digest.prefix(32)).sqlite")
      if !isWhole(unpacked) { try unpack(url, to: unpacked) }
      return try read(at: unpacked)
    } catch {
      throw .wording(error, path: url.path, isReading: true)
    }
  }

  private static let unpackedFolder = ".unpacked"

  private static func isWhole(_ unpacked: URL) -> Bool {
    do {
      guard let digest = try ArchiveStamp(of: unpacked).digest() else { return false }
      return try SHA256.digest(ofFile: unpacked).hex == digest
    } catch {
      // Missing or unreadable: it is unpacked.
      return false
    }
  }

  /// Checks the export and writes what is in it.
  private static func unpack(_ export: URL, to unpacked: URL) throws {
    try AtomicFile.createFolder(unpacked.deletingLastPathComponent())
    let archive = try inMemory()
    _ = try archive.importing(export)
    try archive.copy(to: unpacked, existing: .replace)
    try ArchiveStamp(of: unpacked).write()
  }

  /// Writes all that it holds under a temporary name first, so that another reader meets all or nothing.
  func copy(to url: URL, existing: AtomicFile.Existing) throws {
    let temporary = AtomicFile.temporary(for: url)
    defer { unlink(temporary.path) }
    try writer?.vacuum(into: temporary.path)
    try AtomicFile.publish(temporary, as: url, existing: existing)
  }
}
