import Foundation

/// An empty folder that is removed with everything in it when the test ends.
final class TemporaryFolder {
  let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func url(_ name: String) -> URL { root.appending(path: name) }
  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() } }
}
