import Archive
import Dispatch
import Files
import Foundation
import Synchronization

/// One connection to the archive that reads on a thread of its own, so that no page waits for another's query to end.
///
/// A class because its connection outlives every reading. It opens the archive when it is needed and again when another
/// file stands in its place.
final class ArchiveLane: Sendable {
  private let url: URL
  private let queue: DispatchQueue
  private let opened = Mutex<Opened?>(nil)

  private struct Opened {
    let archive: Archive
    let file: FileIdentity
  }

  init(_ url: URL, name: String) {
    self.url = url
    queue = DispatchQueue(label: "archive \(name)")
  }

  /// Reads from the file that is there now; throws `missing` where there is none.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Archive) throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try body(self.archive()) }) }
    }
  }

  /// The identity of the file and the number of changes that this connection has seen.
  func stamp() async throws -> String {
    try await read { archive in "\(FileIdentity(of: self.url)?.text ?? "") \(try archive.changeCounter())" }
  }

  private func archive() throws -> Archive {
    guard let file = FileIdentity(of: url) else {
      opened.withLock { $0 = nil }
      throw ArchiveError.missing(path: url.path)
    }
    if let known = opened.withLock({ $0 }), known.file == file { return known.archive }
    opened.withLock { $0 = nil }
    let archive = try Archive.read(at: url)
    opened.withLock { $0 = Opened(archive: archive, file: file) }
    return archive
  }
}
