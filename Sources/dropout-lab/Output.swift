import Files
@preconcurrency import Foundation

/// Where data goes: stdout or a file, of which nothing may get lost in silence.
enum Output {
  /// Writes a whole file or stdout.
  static func write(_ bytes: [UInt8], to path: String?) throws {
    if let path, path != "-" {
      try AtomicFile.write(bytes, to: URL(filePath: path))
    } else {
      guard fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { throw error(errno) }
      try finish()
    }
  }

  /// Prints a line that readers get at once; that it could not be written shows when the output is finished.
  static func emit(line: String) {
    print(line)
    fflush(stdout)
  }

  /// Writes what is still in the buffer; throws where any of the output could not be written, as on a full disk.
  static func finish() throws(FileError) {
    let isFlushed = fflush(stdout) == 0
    // Where an earlier write failed, its reason is gone and the disk has room by now.
    let code = isFlushed ? EIO : errno
    guard isFlushed, ferror(stdout) == 0 else { throw error(code) }
  }

  private static func error(_ code: Int32) -> FileError { FileError(path: "stdout", operation: "write", code: code) }
}
