import Archive
import Foundation

/// Lends connections that read the archive, a few at a time; who comes later waits for its turn.
package actor ArchiveSource {
  package nonisolated let url: URL
  /// For pages that read little.
  private var idle: [ArchiveLane]
  private var waiting: [CheckedContinuation<ArchiveLane, Never>] = []
  /// For work on whole experiments, one after the other, so that two never lie in memory at once.
  private nonisolated let heavy: ArchiveLane
  private nonisolated let watcher: ArchiveLane
  /// Called when what whole experiments took is free again.
  private nonisolated let whenFree: @Sendable () -> Void

  package init(_ url: URL, readers: Int = 3, whenFree: @escaping @Sendable () -> Void = {}) {
    self.url = url
    self.whenFree = whenFree
    idle = (0..<readers).map { ArchiveLane(url, name: "reader \($0)") }
    heavy = ArchiveLane(url, name: "loader")
    watcher = ArchiveLane(url, name: "watcher")
  }

  func read<Value: Sendable>(_ body: @escaping @Sendable (Archive) throws -> Value) async throws -> Value {
    let lane = await take()
    do {
      let value = try await lane.read(body)
      give(lane)
      return value
    } catch {
      give(lane)
      throw error
    }
  }

  /// Reads whole experiments.
  nonisolated func load<Value: Sendable>(
    _ body: @escaping @Sendable (Archive) throws -> Value
  ) async throws -> Value {
    defer { whenFree() }
    return try await heavy.read(body)
  }

  /// A text that changes whenever something is recorded or another file takes the place of the archive.
  nonisolated func stamp() async throws -> String { try await watcher.stamp() }

  private func take() async -> ArchiveLane {
    if let lane = idle.popLast() { return lane }
    return await withCheckedContinuation { waiting.append($0) }
  }

  private func give(_ lane: ArchiveLane) {
    if waiting.isEmpty { idle.append(lane) } else { waiting.removeFirst().resume(returning: lane) }
  }
}
