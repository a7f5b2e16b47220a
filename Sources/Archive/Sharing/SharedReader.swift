import Datasets
import Files
import Foundation
import GRDB
import Specifications

/// Reads an export that may come from anywhere: what it says of itself is checked before anything is believed.
struct SharedReader {
  let path: String
  let manifest: SharedManifest
  /// SHA-256 of the manifest.
  let digest: String
  private let queue: DatabaseQueue
  private let known: [String: SharedManifest.Entry]

  /// Opens a file and holds every entry against the manifest.
  ///
  /// Throws `unsoundExport` or `newerExport`, and what SQLite and the system say where the file cannot be read.
  init(_ url: URL) throws {
    path = url.path
    guard FileManager.default.fileExists(atPath: url.path) else { throw ArchiveError.missingExport(path: url.path) }
    // Looked at before it is read: a pipe would not end.
    guard FileContents.isRegular(url) else {
      throw ArchiveError.unsoundExport(
        path: url.path, reason: "it is no file of bytes, but a folder, a pipe or a device")
    }
    let head = Array("SQLite format 3\0".utf8)
    guard try FileContents.read(url, at: 0, count: head.count) == head else {
      throw ArchiveError.unsoundExport(path: url.path, reason: "it is no SQLite file")
    }
    guard let sealed = try Seal.manifest(sealedIn: url) else {
      throw ArchiveError.unsoundExport(
        path: url.path, reason: "its seal does not fit: it was cut off or changed after it was exported")
    }
    digest = sealed
    queue = try Self.open(url)
    try queue.read { try Self.checkSchema($0, path: url.path) }
    manifest = try queue.read { try Self.manifest($0, digest: sealed, path: url.path) }
    known = Dictionary(manifest.entries.map { ($0.name, $0) }) { first, _ in first }
    try checkEntries()
  }

  private static func open(_ url: URL) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    }
    return try DatabaseQueue(path: url.path, configuration: configuration)
  }

  /// Only the one table may stand in the file: no view and no trigger runs while it is read.
  private static func checkSchema(_ database: Database, path: String) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= SharedManifest.currentFormat else {
      throw ArchiveError.newerExport(path: path, format: version, known: SharedManifest.currentFormat)
    }
    let found = try String.fetchAll(database, sql: "SELECT COALESCE(sql, name) FROM sqlite_schema ORDER BY 1")
    guard found == [SharedFile.table, "sqlite_autoindex_sqlar_1"] else {
      throw ArchiveError.unsoundExport(path: path, reason: "it holds other tables than 'sqlar'")
    }
  }

  private static func manifest(_ database: Database, digest: String, path: String) throws -> SharedManifest {
    let bytes = try unpacked(SharedFile.manifest, database, path: path)
    guard SHA256.digest(of: bytes).hex == digest else {
      throw ArchiveError.unsoundExport(path: path, reason: "its manifest is not the one that was sealed")
    }
    do {
      let format = try JSONDecoder().decode(SharedManifest.Format.self, from: Data(bytes)).format
      guard format <= SharedManifest.currentFormat else {
        throw ArchiveError.newerExport(path: path, format: format, known: SharedManifest.currentFormat)
      }
      return try JSONDecoder().decode(SharedManifest.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw ArchiveError.unsoundExport(path: path, reason: "its manifest cannot be read: \(error.words)")
    }
  }

  private func checkEntries() throws {
    let names = manifest.entries.map(\.name)
    if let wrong = (names + manifest.experiments.map(\.name)).first(where: { !SharedEntry.isSafe($0) }) {
      throw unsound("the name '\(wrong.prefix(80).visible)' leads elsewhere")
    }
    let there = try read { try String.fetchAll($0, sql: "SELECT name FROM sqlar ORDER BY name") }
    guard there.sorted() == (names + [SharedFile.manifest, Seal.name]).sorted(), Set(names).count == names.count else {
      throw unsound("its entries are not those of its manifest")
    }
    var total = 0
    for entry in manifest.entries {
      total += min(max(0, entry.size), SharedFile.mostInAll)
      guard total <= SharedFile.mostInAll else { throw unsound("it would unpack to more than 64 GiB") }
    }
    for entry in manifest.entries { _ = try bytes(of: entry.name) }
  }

  // MARK: Entries

  var names: [String] { manifest.entries.map(\.name) }

  func contains(_ name: String) -> Bool { known[name] != nil }

  /// The bytes of an entry, which are those of the manifest.
  func bytes(of name: String) throws -> [UInt8] {
    guard let entry = known[name] else { throw unsound("'\(name)' is missing") }
    let bytes = try read { try Self.unpacked(name, $0, path: path) }
    guard bytes.count == entry.size, SHA256.digest(of: bytes).hex == entry.sha256 else {
      throw unsound("'\(name)' is not what its manifest says")
    }
    return bytes
  }

  func text(of name: String) throws -> String {
    guard let text = String(validating: try bytes(of: name), as: UTF8.self) else {
      throw unsound("'\(name)' is no text in UTF-8")
    }
    return text
  }

  func value<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(try bytes(of: name)))
    } catch let error as DecodingError {
      throw unsound("'\(name)' cannot be read: \(error.words)")
    }
  }

  private static func unpacked(_ name: String, _ database: Database, path: String) throws -> [UInt8] {
    func unsound(_ reason: String) -> ArchiveError { .unsoundExport(path: path, reason: reason) }
    guard
      let size = try Int.fetchOne(
        database, sql: "SELECT sz FROM sqlar WHERE name = ? AND typeof(sz) = 'integer' AND typeof(data) = 'blob'",
        arguments: [name])
    else { throw unsound("'\(name)' is missing or no file") }
    let most = name.hasSuffix(".json") ? SharedFile.mostPerText : SharedFile.mostPerEntry
    guard (0...most).contains(size) else { throw unsound("'\(name)' would unpack to \(size) bytes") }
    let data = try Data.fetchOne(database, sql: "SELECT data FROM sqlar WHERE name = ?", arguments: [name]) ?? Data()
    if data.count == size { return Array(data) }
    guard let bytes = Zlib.unpacked(Array(data), size: size) else {
      throw unsound("'\(name)' does not unpack to the \(size) bytes it says")
    }
    return bytes
  }

  /// Whatever goes wrong here is the export's, also while an archive is written.
  private func read<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
    do { return try queue.read(body) } catch { throw .wording(error, ofExport: path) }
  }

  func unsound(_ reason: String) -> ArchiveError { .unsoundExport(path: path, reason: reason) }
}

extension DecodingError {
  /// Where and what, in one line.
  fileprivate var words: String {
    let context =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(self)")
      }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return (path.isEmpty ? "" : "\(path): ") + context.debugDescription
  }
}
