import Files
import Foundation
import Synchronization

/// The files of a site with their digests, as the file that marks the folder lists them: sixteen digits of a SHA-256 and a path
/// per line.
package struct SiteManifest: Sendable {
  private(set) var digests: [String: String] = [:]

  init() {}

  /// Reads what marks a folder; nil where it lists nothing, as those of earlier versions, or is no list.
  package init?(_ bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].count == Self.digits, Self.isInside(parts[1]) else { return nil }
      digests[String(parts[1])] = String(parts[0])
    }
    if digests.isEmpty { return nil }
  }

  var bytes: [UInt8] {
    Array(digests.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }.joined().utf8)
  }

  mutating func add(_ bytes: [UInt8], at path: String) { digests[path] = Self.short(SHA256.digest(of: bytes)) }

  private static let digits = 16

  private static func short(_ digest: SHA256Digest) -> String { String(digest.hex.prefix(digits)) }

  private static func isInside(_ path: Substring) -> Bool {
    !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
  }

  /// What became of a file since.
  package struct Change: Hashable, Sendable {
    package let path: String
    package let expected: String
    /// Nil where there is no such file.
    package let found: String?
  }

  package var count: Int { digests.count }

  /// The files that are others now or gone, in the order of their paths.
  package func changes(in folder: URL) throws(FileError) -> [Change] {
    var changes: [Change] = []
    for path in digests.keys.sorted() { changes += try self.changes(in: folder, of: path) ?? [] }
    return changes
  }

  /// The same of one file, none or one; nil where the list does not have it.
  package func changes(in folder: URL, of path: String) throws(FileError) -> [Change]? {
    guard let expected = digests[path] else { return nil }
    let url = folder.appending(path: path)
    guard FileManager.default.fileExists(atPath: url.path) else {
      return [Change(path: path, expected: expected, found: nil)]
    }
    let found = Self.short(try SHA256.digest(ofFile: url))
    return found == expected ? [] : [Change(path: path, expected: expected, found: found)]
  }

  /// Paths that the list does not have.
  package func strangers(among paths: [String]) -> [String] { paths.filter { digests[$0] == nil } }
}

/// A site that is being written by several readers, and its list.
final class SiteFolder: Sendable {
  private let folder: WholeFolder
  private let manifest = Mutex(SiteManifest())

  init(replacing url: URL) throws(FileError) { folder = try WholeFolder(replacing: url, mark: Site.mark) }

  func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try folder.write(bytes, to: path)
    manifest.withLock { $0.add(bytes, at: path) }
  }

  /// Writes the list and gives the folder its name.
  func finish() throws(FileError) {
    try folder.write(manifest.withLock(\.bytes), to: Site.mark)
    try folder.finish()
  }

  func abandon() { folder.abandon() }
}
