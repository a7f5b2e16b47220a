import Foundation

/// What went wrong with one file: which, while doing what, and the reason the system gave.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  package let path: String
  /// What was being done, as the end of "cannot …": "write", "read", "sync".
  package let operation: String
  /// The system's error number.
  package let code: Int32
  /// Why it is not read, where the system would.
  private let refusal: Refusal?

  private enum Refusal: Hashable {
    /// It has more than so many bytes.
    case tooLong(most: Int)
    /// A pipe or a device lies there.
    case stream
  }

  package init(path: String, operation: String, code: Int32) {
    self.path = path
    self.operation = operation
    self.code = code
    refusal = nil
  }

  /// A file that has more bytes than are read of its kind.
  package init(tooLong path: String, most: Int) {
    self.path = path
    operation = "read"
    code = EFBIG
    refusal = .tooLong(most: most)
  }

  /// A pipe, which might be waited for without end, or a device in place of a file.
  package init(stream path: String) {
    self.path = path
    operation = "read"
    code = ESPIPE
    refusal = .stream
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
  package var isTooLong: Bool { if case .tooLong = refusal { true } else { false } }

  /// What the system says of it, how long the file may be, or what lies there.
  package var reason: String {
    switch refusal {
    case .tooLong(let most): "it has more than \(most / 1_000_000) MB, the most that is read of such a file"
    case .stream: "a pipe or a device lies there"
    case nil: String(cString: strerror(code))
    }
  }

  package var description: String { "\(path): cannot \(operation): \(reason)" }
}
