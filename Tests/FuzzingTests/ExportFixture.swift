import Files
import Foundation
import GRDB
import Synchronization

@testable import Archive
@testable import Datasets

/// An export as one text: each entry begins with a line `=== name` and takes all until the next.
///
/// Sizes, digests and seal are made to fit, so that what was changed is read as someone would send it on purpose.
enum ExportFixture {
  static func take(_ bytes: [UInt8]) throws {
    let entries = Self.entries(bytes)
    guard let described = entries.first(where: { $0.name == SharedFile.manifest }),
      Set(entries.map(\.name)).count == entries.count
    else { return try InFile.write(bytes) { Sink.swallow(try importing($0)) } }
    let manifest = try JSONDecoder().decode(SharedManifest.self, from: Data(described.bytes))
    try InFile.write([]) { url in
      _ = try SharedFile.write(
        entries.filter { $0.name != SharedFile.manifest },
        manifest: { list in
          SharedManifest(
            format: manifest.format, program: manifest.program, experiments: manifest.experiments,
            provenances: manifest.provenances, entries: list)
        }, to: url)
      Sink.swallow(try importing(url))
    }
  }

  private static func importing(_ url: URL) throws -> Int {
    let added = try target.withLock { kept in
      let (archive, empty) = try kept ?? (Archive.inMemory(), Archive.inMemory())
      kept = (archive, empty)
      let added = try archive.importing(url)
      // Copying an empty one over what was added takes less than making one.
      kept = nil
      guard let writer = archive.writer else { return added }
      try empty.database.backup(to: writer)
      kept = (archive, empty)
      return added
    }
    return "\(added)".count
  }

  /// What is imported into, and an empty one beside it; a refused export has left nothing in it.
  private static let target = Mutex<(archive: Archive, empty: Archive)?>(nil)

  /// The entries in a text; names that no export can have are left out, since nobody can write them.
  private static func entries(_ bytes: [UInt8]) -> [SharedEntry] {
    let mark = Array("=== ".utf8)
    var entries: [SharedEntry] = []
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      guard line.starts(with: mark) else { continue }
      let body = lines.prefix { !$0.starts(with: mark) }
      lines = lines.dropFirst(body.count)
      let name = String(decoding: line.dropFirst(mark.count), as: UTF8.self)
      if SharedEntry.isSafe(name) {
        entries.append(SharedEntry(name: name, bytes: Array(body.joined(separator: [UInt8(ascii: "\n")]))))
      }
    }
    return entries
  }
}

/// Members of a zip archive, all of which are read.
enum ZipFixture {
  static func read(_ url: URL) throws {
    let archive = try ZipArchive(url)
    for name in ["a", "train-images-idx3-ubyte"] { Sink.swallow(try archive.read(name).count) }
  }
}
