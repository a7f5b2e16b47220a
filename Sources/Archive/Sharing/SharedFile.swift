import Datasets
import Files
import Foundation
import GRDB
import Specifications

/// An export: one SQLite file with an `sqlar` table, sealed by its own SHA-256.
///
/// The table is SQLite's archive format (sqlite.org/sqlar.html), so that `sqlite3 FILE -A -x` unpacks it. Times are 0,
/// so that the same contents give the same bytes.
enum SharedFile {
  static let manifest = "manifest.json"
  /// `DLAB`, which `file` and SQLite show as the application id.
  static let application = 0x444C_4142
  /// The most that a single entry and all of them may unpack to.
  static let mostPerEntry = 1 << 30
  static let mostPerText = 1 << 28
  static let mostInAll = 1 << 36

  static let table = "CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)"

  /// Writes the entries and a manifest under the name in one step and returns the manifest's digest.
  static func write(
    _ entries: [SharedEntry], manifest: ([SharedManifest.Entry]) -> SharedManifest, to url: URL
  ) throws -> String {
    // Names come from the archive, which may come from anybody.
    if let wrong = entries.map(\.name).first(where: { !SharedEntry.isSafe($0) }) {
      throw ArchiveError.unsuitable(
        "'\(wrong.prefix(200).visible)' cannot be exported: names there are of letters, digits, '.', '_', '-' and '/'")
    }
    let sorted = entries.sorted { $0.name < $1.name }
    let list = sorted.map {
      SharedManifest.Entry(name: $0.name, size: $0.bytes.count, sha256: SHA256.digest(of: $0.bytes).hex)
    }
    let described = try SharedEntry(name: Self.manifest, manifest(list))
    let digest = SHA256.digest(of: described.bytes).hex
    let folder = url.deletingLastPathComponent()
    // SQLite would only say that it cannot open a file.
    guard access(folder.path, W_OK) == 0 else { throw FileError.last("write", folder.path) }
    let temporary = AtomicFile.temporary(for: url)
    do {
      try fill(temporary, sorted + [described], seal: Seal(manifest: digest))
      try Seal(manifest: digest).press(into: temporary)
      try AtomicFile.publish(temporary, as: url)
    } catch {
      unlink(temporary.path)
      throw error
    }
    return digest
  }

  private static func fill(_ url: URL, _ entries: [SharedEntry], seal: Seal) throws {
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON")
    }
    let queue = try DatabaseQueue(path: url.path, configuration: configuration)
    try queue.write { database in
      try database.execute(
        sql: "PRAGMA application_id = \(application); PRAGMA user_version = \(SharedManifest.currentFormat); \(table)")
      let statement = try database.makeStatement(sql: "INSERT INTO sqlar VALUES (?, ?, 0, ?, ?)")
      for entry in entries {
        precondition(SharedEntry.isSafe(entry.name), "'\(entry.name)' is no name of an entry")
        let packed = Zlib.packed(entry.bytes)
        let data = Data(packed.count < entry.bytes.count ? packed : entry.bytes)
        try statement.execute(arguments: [entry.name, 0o100644, entry.bytes.count, data])
      }
      // The seal comes last: nothing that is written later can leave a second copy of it.
      let blank = Data(seal.text(digest: Seal.blank).utf8)
      try statement.execute(arguments: [Seal.name, 0o100644, blank.count, blank])
    }
    try queue.close()
  }
}

/// The entry that holds the SHA-256 of the whole file, taken with zeros in its own place.
struct Seal {
  static let name = "seal.txt"
  static let blank = String(repeating: "0", count: 64)
  private static let head = "dropout-lab seal\nmanifest "
  private static let middle = "\nfile "

  /// SHA-256 of the manifest, which is why no entry can contain this seal.
  let manifest: String

  func text(digest: String) -> String { Self.head + manifest + Self.middle + digest + "\n" }

  /// Puts the digest of the file into the place that was kept for it.
  func press(into url: URL) throws {
    let blank = Array(text(digest: Self.blank).utf8)
    var places: [Int] = []
    try FileContents.forEachPlace(of: blank, in: url) { place in
      places.append(place)
      return places.count < 2
    }
    guard places.count == 1 else {
      throw ArchiveError.unsoundExport(path: url.path, reason: "the place of its seal is not there once")
    }
    let pressed = text(digest: try SHA256.digest(ofFile: url).hex)
    let handle = try FileHandle(forWritingTo: url)
    try handle.seek(toOffset: UInt64(places[0]))
    try handle.write(contentsOf: Data(pressed.utf8))
    try handle.close()
  }

  /// The digest of the manifest when some seal in the file fits the whole file; nil when a byte of it was changed.
  static func manifest(sealedIn url: URL) throws(FileError) -> String? {
    let length = Seal(manifest: blank).text(digest: blank).utf8.count
    var tries = 0
    var sealed: String?
    try FileContents.forEachPlace(of: Array(head.utf8), in: url) { (place) throws(FileError) in
      guard let (manifest, digest) = read(try FileContents.read(url, at: place, count: length)) else { return true }
      tries += 1
      let unpressed = Array(Seal(manifest: manifest).text(digest: blank).utf8)
      if try SHA256.digest(ofFile: url, with: unpressed, at: place).hex == digest { sealed = manifest }
      return sealed == nil && tries < 8
    }
    return sealed
  }

  private static func read(_ bytes: [UInt8]) -> (manifest: String, digest: String)? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let match = text.wholeMatch(of: /dropout-lab seal\nmanifest ([0-9a-f]{64})\nfile ([0-9a-f]{64})\n/) else {
      return nil
    }
    return (String(match.1), String(match.2))
  }
}
