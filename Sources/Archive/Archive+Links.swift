import Foundation

extension Archive {
  /// The file that a name leads to: SQLite keeps its log, and this program the digest, beside that one.
  ///
  /// It need not be there. Links of folders stay, since what lies beside the file is found through them as well.
  package static func behindLinks(_ name: URL) -> URL {
    var found = name
    // As many as Linux follows (path_resolution(7)).
    for _ in 0..<40 {
      let target: String
      do { target = try FileManager.default.destinationOfSymbolicLink(atPath: found.path) } catch { return found }
      found = target.hasPrefix("/") ? URL(filePath: target) : found.deletingLastPathComponent().appending(path: target)
    }
    return found
  }
}
