import Foundation

/// What somebody named for an output may be a link, a device or a pipe, none of which a file takes the place of.
package enum NamedOutput {
  /// Writes into what has the name and is no file: a device or a pipe.
  package static func pour(_ bytes: [UInt8], into url: URL) throws(FileError) {
    let target = try FileDescriptor(opening: url.path, O_WRONLY, operation: "write")
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileError) in try target.write(buffer) }
    }
    try result.get()
  }

  /// Whether the name stands for a device, a pipe or a socket.
  package static func isSpecial(_ url: URL) -> Bool {
    var status = stat()
    guard stat(url.path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// Where a link of this name leads, so that what it names is written to and not the link replaced.
  package static func followed(_ url: URL) -> URL {
    var status = stat()
    guard lstat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let path = realpath(url.path, nil) else {
      return url
    }
    defer { free(path) }
    return URL(filePath: String(cString: path))
  }
}
