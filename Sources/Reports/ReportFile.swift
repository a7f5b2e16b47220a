import Files
import Foundation

/// One file of a report: where it goes within the results folder, and its bytes.
package struct ReportFile: Hashable, Sendable {
  /// Such as `rates/index.html`.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  /// Its path with the digest of its bytes.
  var recorded: PageRecord.Item { PageRecord.Item(path, SHA256.digest(of: bytes).hex) }

  /// Writes the file below a folder, making the folders on the way.
  package func write(below folder: URL) throws(FileError) {
    let url = folder.appending(path: path)
    try AtomicFile.createFolder(url.deletingLastPathComponent())
    try AtomicFile.write(bytes, to: url)
  }
}
