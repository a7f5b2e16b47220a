import Foundation

extension FileError {
  /// What the system has against this process writing to the file, or into the folder, as they are; nil for nothing.
  package static func againstWriting(to url: URL) -> FileError? {
    faccessat(AT_FDCWD, url.path, W_OK, AT_EACCESS) == 0 ? nil : last("write", url.path)
  }
}
