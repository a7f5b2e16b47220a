import Foundation

/// Writes files so that a reader, or a crash at any moment, meets the old file or the new one and nothing between.
///
/// The bytes go to a temporary name in the same folder, are synced, and take the name in one step; then the folder is
/// synced. A failed write leaves nothing behind.
package enum AtomicFile {
  /// What happens to a file that has the name already.
  package enum Existing: Hashable, Sendable {
    case replace
    /// It stays, and the write fails with an error whose `isExisting` is true.
    case keep
  }

  /// Writes the bytes under the name; without `isSynced` a crash of the machine may lose them, though never a part.
  package static func write(
    _ bytes: some ContiguousBytes, to url: URL, existing: Existing = .replace, isSynced: Bool = true
  ) throws(FileError) {
    let temporary = self.temporary(for: url).path
    do {
      try create(temporary, bytes, isSynced: isSynced)
      try give(temporary, the: url, existing, isSynced: isSynced)
    } catch {
      unlink(temporary)
      // People know the file by the name that it was to get.
      throw error.path == temporary ? FileError(path: url.path, operation: error.operation, code: error.code) : error
    }
  }

  /// Writes the text in UTF-8 under the name.
  package static func write(text: String, to url: URL, existing: Existing = .replace) throws(FileError) {
    try write(Array(text.utf8), to: url, existing: existing)
  }

  /// Syncs a finished file and gives it its name; both must be on one file system.
  package static func publish(_ finished: URL, as url: URL, existing: Existing = .replace) throws(FileError) {
    let path = finished.path
    try FileDescriptor(opening: path, O_RDONLY, operation: "open").synchronize()
    try give(path, the: url, existing, isSynced: true)
  }

  /// Makes the folder and those above it, unless they exist.
  package static func createFolder(_ url: URL) throws(FileError) {
    let path = url.path
    if mkdir(path, 0o777) == 0 { return }
    if errno == ENOENT, path != "/", !path.isEmpty {
      try createFolder(url.deletingLastPathComponent())
      if mkdir(path, 0o777) == 0 { return }
    }
    guard errno == EEXIST else { throw FileError.last("make the folder", path) }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw FileError(path: path, operation: "make the folder", code: ENOTDIR)
    }
  }
}

// MARK: - The steps

extension AtomicFile {
  /// A hidden name in the same folder that no other process or thread uses, and that tells who tidies up that it is
  /// temporary; of long names it has the beginning, since 255 bytes are the most.
  package static func temporary(for url: URL) -> URL {
    let beginning = String(url.lastPathComponent.unicodeScalars.prefix(50))
    return url.deletingLastPathComponent().appending(
      path: ".\(beginning).\(UUID().uuidString).tmp", directoryHint: .notDirectory)
  }

  /// Whether it is a hidden name of that kind, or that of the journal of a database that has one.
  package static func isTemporary(_ name: Substring) -> Bool {
    name.wholeMatch(of: /\..+\.[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\.tmp(-journal)?/) != nil
  }

  private static func create(
    _ path: String, _ bytes: some ContiguousBytes, isSynced: Bool
  ) throws(FileError) {
    let file = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, operation: "write")
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileError) in try file.write(buffer) }
    }
    try result.get()
    if isSynced { try file.synchronize() }
  }

  /// Renames, or links when an existing file must stay: `link` fails where `rename` would replace.
  private static func give(
    _ temporary: String, the url: URL, _ existing: Existing, isSynced: Bool
  ) throws(FileError) {
    switch existing {
    case .replace:
      guard rename(temporary, url.path) == 0 else { throw FileError.last("write", url.path) }
    case .keep:
      guard link(temporary, url.path) == 0 else { throw FileError.last("write", url.path) }
      unlink(temporary)
    }
    guard isSynced else { return }
    let folder = url.deletingLastPathComponent().path
    try FileDescriptor(opening: folder, O_RDONLY | O_DIRECTORY, operation: "open the folder").synchronize()
  }
}
