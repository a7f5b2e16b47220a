import Foundation

/// A folder of many files that takes its name as a whole: readers meet the old one or the new one, and between the two
/// renames of a folder that is replaced neither, never parts of one.
///
/// Its files are written beside it, unsynced; what can be made again need not survive a power cut. A mark in the folder
/// says that it may be replaced; a folder without it, which holds things of others, is left alone.
package struct WholeFolder: Sendable {
  private let final: URL
  private let partial: URL
  private let mark: String

  /// Begins a folder; refuses a name that stands for something without the mark.
  package init(replacing url: URL, mark: String) throws(FileError) {
    final = URL(filePath: url.standardizedFileURL.path(percentEncoded: false), directoryHint: .notDirectory)
    self.mark = mark
    partial = AtomicFile.temporary(for: final)
    guard Self.mayBeReplaced(final, mark) else {
      let operation = "replace the folder, which holds other files (name a new or an empty one)"
      throw FileError(path: final.path, operation: operation, code: EEXIST)
    }
    do {
      try AtomicFile.createFolder(partial)
      try write([], to: mark)
    } catch let error where error.path.hasPrefix(partial.path) {
      // Nobody has asked for the name that it has meanwhile.
      throw FileError(path: final.path, operation: "make the folder", code: error.code)
    }
  }

  private static func mayBeReplaced(_ url: URL, _ mark: String) -> Bool {
    let manager = FileManager.default
    guard manager.fileExists(atPath: url.path) else { return true }
    if manager.fileExists(atPath: url.appending(path: mark).path) { return true }
    do { return try manager.contentsOfDirectory(atPath: url.path).isEmpty } catch { return false }
  }

  /// Writes one file, making the folders on the way.
  package func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let url = partial.appending(path: path)
    try AtomicFile.createFolder(url.deletingLastPathComponent())
    let file = try FileDescriptor(opening: url.path, O_WRONLY | O_CREAT | O_TRUNC, operation: "write")
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileError) in try file.write(buffer) }
    }
    try result.get()
  }

  /// Gives the folder its name in place of the old one.
  package func finish() throws(FileError) {
    let old = AtomicFile.temporary(for: final).path
    let isThere = FileManager.default.fileExists(atPath: final.path)
    guard !isThere || rename(final.path, old) == 0 else { throw FileError.last("replace the folder", final.path) }
    guard rename(partial.path, final.path) == 0 else {
      let error = FileError.last("make the folder", final.path)
      if isThere { rename(old, final.path) }
      throw error
    }
    if isThere { Self.remove(old) }
  }

  /// Takes back what was begun.
  package func abandon() { Self.remove(partial.path) }

  private static func remove(_ path: String) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      // A hidden folder stays behind; nobody reads it.
    }
  }
}
