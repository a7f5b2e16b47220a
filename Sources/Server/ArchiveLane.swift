import Archive
import Dispatch
import Files
import Foundation
import Synchronization

/// One connection to the archive that reads on a thread of its own, so that no page waits for another's query to end.
///
/// A class because its connection outlives every reading. It opens the archive when it is needed and again when another
/// file stands in its place, and closes it after a moment without a reading: while anybody has it open, no run can leave
/// it as one plain file.
final class ArchiveLane: Sendable {
  private let url: URL
  private let queue: DispatchQueue
  private let state = Mutex(State())

  private struct Opened {
    let archive: Archive
    let file: FileIdentity
  }

  private struct State {
    var opened: Opened?
    /// How many readings there were.
    var uses = 0
    /// How often the archive was seen changed.
    var changes = 0
    /// The number by which the open connection tells changes.
    var counter = 0
    /// The file as the last connection left it, where a change since then would show.
    var left: ArchiveFileState?
  }

  /// Seconds without a reading after which the connection is closed, well within those that a run waits for it.
  private static let rest = 0.3

  init(_ url: URL, name: String) {
    self.url = url
    queue = DispatchQueue(label: "archive \(name)")
  }

  /// Reads from the file that is there now; throws `missing` where there is none.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Archive) throws -> Value) async throws -> Value {
    try await turn { try body(self.archive()) }
  }

  /// The identity of the file and how often it was seen changed; a file that lies as it was left is not opened for it.
  func stamp() async throws -> String {
    try await turn {
      if !self.isAsLeft { try self.look(try self.archive()) }
      return "\(FileIdentity(of: self.url)?.text ?? "") \(self.state.withLock { $0.changes })"
    }
  }

  private func turn<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async {
        let result = Result { try work() }
        self.closeLater()
        continuation.resume(with: result)
      }
    }
  }

  private var isAsLeft: Bool {
    let now = ArchiveFileState(of: url)
    return state.withLock { $0.opened == nil && $0.left != nil && $0.left == now }
  }

  /// Counts a change since the last look.
  private func look(_ archive: Archive) throws {
    let counter = try archive.changeCounter()
    state.withLock { state in
      if state.counter != counter { (state.counter, state.changes) = (counter, state.changes + 1) }
    }
  }

  // MARK: Opening and closing

  private func archive() throws -> Archive {
    guard let file = FileIdentity(of: url) else {
      forget()
      throw ArchiveError.missing(path: url.path)
    }
    if let known = state.withLock({ $0.opened }) {
      if known.file == file { return known.archive }
      forget()
    }
    let archive = try Archive.read(at: url)
    let counter = try archive.changeCounter()
    // Looked at after the counter: what changes in between shows in either.
    let now = ArchiveFileState(of: url)
    state.withLock { state in
      if state.left == nil || state.left != now { state.changes += 1 }
      (state.opened, state.counter, state.left) = (Opened(archive: archive, file: file), counter, nil)
    }
    return archive
  }

  private func forget() { state.withLock { ($0.opened, $0.left) = (nil, nil) } }

  private func closeLater() {
    let use = state.withLock { state in
      state.uses += 1
      return state.uses
    }
    queue.asyncAfter(deadline: .now() + Self.rest) { [weak self] in self?.close(after: use) }
  }

  /// Closes the connection unless it was used after a reading.
  private func close(after use: Int) {
    guard let known = state.withLock({ $0.uses == use ? $0.opened : nil }) else { return }
    // Looked at before the counter: what changes in between is counted, and once more when it is opened again.
    let now = ArchiveFileState(of: url)
    do { try look(known.archive) } catch { return forget() }
    let isSame = FileIdentity(of: url) == known.file && now?.isOld(at: Date().timeIntervalSince1970) == true
    state.withLock { ($0.opened, $0.left) = (nil, isSame ? now : nil) }
  }
}
