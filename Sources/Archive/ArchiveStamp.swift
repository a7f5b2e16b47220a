import Files
import Foundation

/// The digest of a settled archive, in a file beside it that `sha256sum --check` reads too.
///
/// It is there while nobody writes: opening for writing takes it away, settling writes it.
package struct ArchiveStamp: Sendable {
  package let archive: URL
  package var url: URL { archive.appendingPathExtension("sha256") }

  package init(of archive: URL) { self.archive = archive }

  func write() throws {
    let digest = try SHA256.digest(ofFile: archive)
    try AtomicFile.write(text: "\(digest.hex)  \(archive.lastPathComponent)\n", to: url)
  }

  func remove() throws(FileError) {
    guard unlink(url.path) != 0, errno != ENOENT else { return }
    throw FileError(path: url.path, operation: "remove", code: errno)
  }

  /// The digest it names; nil where there is none.
  package func digest() throws(FileError) -> String? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return String(decoding: try FileContents.read(url), as: UTF8.self).split(separator: " ").first.map(String.init)
  }
}
