import Files
import Foundation
import GRDB

/// A copy of an archive that has a log beside it, since reading that one in place would write there.
struct ArchiveCopy {
  let url: URL
  private let folder: URL

  /// Copies the file and its log while nothing is written to them; nil where reading in place writes nothing.
  init?(ofUnsettled archive: URL) throws {
    let logs = ["-wal", "-journal"].filter { FileManager.default.fileExists(atPath: archive.path + $0) }
    // Bytes 18 and 19 are 2 while the file is in WAL mode.
    let head = try FileContents.read(archive, at: 18, count: 2)
    guard !logs.isEmpty || head == [2, 2] else { return nil }
    folder = FileManager.default.temporaryDirectory.appending(path: "dropout-lab-verify-\(UUID().uuidString)")
    url = folder.appending(path: "archive.sqlite")
    do {
      try AtomicFile.createFolder(folder)
      try copy(archive)
    } catch {
      remove()
      throw error
    }
  }

  private func copy(_ archive: URL) throws {
    for _ in 0..<Self.tries {
      let before = Self.state(of: archive)
      for log in ["-wal", "-journal", ""] {
        let target = URL(filePath: url.path + log)
        unlink(target.path)
        guard FileManager.default.fileExists(atPath: archive.path + log) else { continue }
        try FileContents.copy(URL(filePath: archive.path + log), to: target)
      }
      if Self.state(of: archive) == before { return }
    }
    throw ArchiveError.busy(path: archive.path)
  }

  private static let tries = 20

  /// Size and time of change of the file and its logs.
  private static func state(of archive: URL) -> [Int] {
    ["", "-wal", "-journal"].flatMap { log in
      var status = stat()
      guard stat(archive.path + log, &status) == 0 else { return [-1, 0, 0] }
      #if canImport(Darwin)
        let changed = status.st_mtimespec
      #else
        let changed = status.st_mtim
      #endif
      return [Int(status.st_size), Int(changed.tv_sec), Int(changed.tv_nsec)]
    }
  }

  /// A copy that stays behind in the temporary folder does no harm.
  func remove() {
    do { try FileManager.default.removeItem(at: folder) } catch { return }
  }
}

extension Archive {
  /// Reads an archive and leaves its folder exactly as it is.
  ///
  /// A settled file is read where it is; one that a run is at is copied to the temporary folder with its log, and the
  /// copy is read: even a reader would write beside it.
  package static func untouched<Value>(at url: URL, _ body: (Archive) throws -> Value) throws -> Value {
    let copy = try ArchiveCopy(ofUnsettled: url)
    defer { copy?.remove() }
    var configuration = configuration()
    // What a process that was killed had begun is undone in the copy.
    configuration.readonly = copy == nil
    do {
      let queue = try DatabaseQueue(path: copy?.url.path ?? url.path, configuration: configuration)
      let archive = Archive(path: url.path, database: queue, writer: nil)
      try archive.refuseNewer()
      let value = try body(archive)
      try queue.close()
      return value
    } catch let error as DatabaseError {
      throw ArchiveError.wording(error, path: url.path, isReading: true)
    }
  }
}
