import Foundation

/// What went wrong with one file: which, while doing what, and the reason the system gave.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  /// What was being done, as the end of "cannot …": "write", "read", "sync".
  package let operation: String
  /// The system's error number.
  package let code: Int32
  /// The most bytes that are read of such a file, where that is the reason.
  private let most: Int?

  package init(path: String, operation: String, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
    most = nil
  }

  /// A file that has more bytes than are read of its kind.
  package init(tooLong path: String, most: Int) {
    self.path = path
    operation = "read"
    code = EFBIG
    self.most = most
  }

  /// Makes the error of the call that has just failed.
  package static func last(_ operation: String, _ path: String) -> FileError {
    FileError(path: path, operation: operation, code: errno)
  }

  /// Whether it happened while reading; otherwise while making or writing something.
  package var isReading: Bool { operation == "read" }
  /// Whether no room was left on the disk, or within the quota.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
  /// Whether there is no such file or folder.
  package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  /// Whether the file was there already and was to be left alone.
  package var isExisting: Bool { code == EEXIST }

  /// Whether a file has more bytes than are read of its kind.
  package var isTooLong: Bool { most != nil }

  /// What the system says of it, or how long the file may be.
  package var reason: String {
    if let most { return "it has more than \(most / 1_000_000) MB, the most that is read of such a file" }
    return String(cString: strerror(code))
  }

  package var description: String { "\(path): cannot \(operation): \(reason)" }
}
