import Files
import Foundation

extension Archive {
  /// What an export holds, once it has passed everything that an import asks of it.
  ///
  /// Throws `unsoundExport` for one that was cut off or changed, and `disagreement` for one that says two things of one trial.
  package static func verify(export url: URL) throws(ArchiveError) -> ImportResult {
    try inMemory().importing(url)
  }

  /// Whether a file is an export, or is called one: a flipped byte in its head is to be found.
  package static func isExport(_ url: URL) throws(FileError) -> Bool {
    if url.pathExtension == "sqlar" { return true }
    guard FileContents.isRegular(url) else { return false }
    let head = try FileContents.read(url, at: 0, count: 72)
    // sqlite.org/fileformat2.html: "Application ID" is big-endian at offset 68.
    let application = withUnsafeBytes(of: UInt32(SharedFile.application).bigEndian, Array.init)
    return head.starts(with: Array("SQLite format 3\0".utf8)) && head.suffix(4) == application[...] && head.count == 72
  }
}
