import Archive
import Browser
import Experiments
import Foundation
import Reports
import Synchronization
import Testing

@testable import Server

/// What the server keeps between requests.
struct KeepingTests {
  @Test
  func `what is asked for takes room like the answer`() async throws {
    let cache = PageCache(bytes: 100_000)
    let made = Mutex(0)
    for number in [Int](0..<200) + [0] {
      let key = String(repeating: "k", count: 2000) + "\(number)"
      _ = try await cache.documents(key, at: "now") {
        made.withLock { $0 += 1 }
        return ["": Document(.text, text: "[]")]
      }
    }
    #expect(made.withLock { $0 } == 201)
  }

  @Test
  func `a page of everything leaves no experiment out that could not be read meanwhile`() async throws {
    try await ServedArchive.with({ archive in
      // Without its configurations it cannot be read.
      _ = try archive.record(ServedArchive.plan(ServedArchive.yaml("second")), data: [])
    }) { served in
      let source = served.service.source
      let shelf = served.service.shelf
      let (stands, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      let busy = Task {
        try await source.load { _ in
          stands.signal()
          goOn.wait()
        }
      }
      await Task.detached { stands.wait() }.value
      _ = try await shelf.books(at: source.stamp())
      try ServedArchive.record(try Archive.open(at: served.url), yaml: ServedArchive.yaml("first"))
      let stamp = try await source.stamp()
      let all = Task { try await shelf.wholeBooks(at: stamp) }
      try await Task.sleep(for: .milliseconds(300))
      goOn.signal()
      try await busy.value
      await #expect(throws: ArchiveError.self) { try await all.value }
    }
  }
}
