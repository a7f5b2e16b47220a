import Foundation

/// A file that grows by appending and is published under its name when it is complete.
///
/// A class because the writer keeps its size while pieces arrive.
package final class PartialFile {
  package let url: URL
  /// Bytes written so far, those of an earlier process included.
  package private(set) var size: Int
  private let file: FileDescriptor

  /// Opens the file for appending, or makes it.
  package init(appendingTo url: URL) throws(FileError) {
    self.url = url
    file = try FileDescriptor(opening: url.path, O_WRONLY | O_CREAT | O_APPEND, operation: "write")
    size = FileContents.size(of: url)
  }

  /// Adds bytes at the end.
  package func append(_ bytes: some ContiguousBytes) throws(FileError) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileError) in
        try file.write(buffer)
        return buffer.count
      }
    }
    size += try result.get()
  }

  /// Throws away what was written.
  package func restart() throws(FileError) {
    try file.truncate()
    size = 0
  }
}
