import Archive
import Files
@preconcurrency import Foundation
import Specifications

/// Where data goes: stdout or a file, of which nothing may get lost in silence.
enum Output {
  /// Writes a whole file or stdout.
  static func write(_ bytes: [UInt8], to path: String?) throws {
    if let path, path != "-" {
      let url = try file(path)
      if NamedOutput.isSpecial(url) {
        try NamedOutput.pour(bytes, into: url)
      } else {
        try AtomicFile.write(bytes, to: url)
      }
    } else {
      let bytes = isatty(1) == 1 ? Array(String(decoding: bytes, as: UTF8.self).harmless.utf8) : bytes
      guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { throw error(errno) }
      try finish()
    }
  }

  /// The file that was named for an output; throws where that is an archive, for which nothing could stand in.
  static func file(_ path: String) throws(FileError) -> URL {
    let url = NamedOutput.followed(URL(filePath: path))
    if isArchive(url) { throw FileError(path: path, operation: "replace the archive", code: EEXIST) }
    return url
  }

  /// Whether there is a database with an archive's tables, of whatever version and condition; exports are none.
  private static func isArchive(_ url: URL) -> Bool {
    let head = Array("SQLite format 3\0".utf8)
    do {
      // A pipe has no size, and reading its head would wait for ever.
      guard FileContents.size(of: url) > 0, try FileContents.read(url, at: 0, count: head.count) == head else {
        return false
      }
      _ = try Archive.read(at: url)
      return true
    } catch ArchiveError.missing {
      return false
    } catch {
      return error is ArchiveError
    }
  }

  /// Prints text of which a terminal obeys nothing: names and notes may come from anybody.
  static func print(_ text: String, terminator: String = "\n") { Swift.print(text.harmless, terminator: terminator) }

  /// Prints a line that readers get at once; that it could not be written shows when the output is finished.
  static func emit(line: String) {
    print(line)
    fflush(stdout)
  }

  /// Clears the terminal that the output goes to, and begins at its top.
  static func clear() { Swift.print("\u{1B}[H\u{1B}[2J", terminator: "") }

  /// Writes what is still in the buffer; throws where any of the output could not be written, as on a full disk.
  static func finish() throws(FileError) {
    let isFlushed = fflush(stdout) == 0
    // Where an earlier write failed, its reason is gone and the disk has room by now.
    let code = isFlushed ? EIO : errno
    guard isFlushed, ferror(stdout) == 0 else { throw error(code) }
  }

  private static func error(_ code: Int32) -> FileError { FileError(path: "stdout", operation: "write", code: code) }
}
