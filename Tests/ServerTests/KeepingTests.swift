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
  func `no run is kept from leaving one plain file by those who watch it`() async throws {
    try await ServedArchive.with { served in
      let watching = Task { await served.service.watch() }
      defer { watching.cancel() }
      let events = try #require(await served.service.live.listen())
      _ = await served.get("/claims.html")
      let stamp = served.url.appendingPathExtension("sha256").path
      // Others that test at the same time may take all processors for the moment that a run waits.
      for name in ["second", "third", "fourth", "fifth"] where !FileManager.default.fileExists(atPath: stamp) {
        let archive = try Archive.open(at: served.url)
        try ServedArchive.record(archive, yaml: ServedArchive.yaml(name))
        _ = await served.get("/claims.html")
        try archive.settle()
      }
      #expect(FileManager.default.fileExists(atPath: stamp))
      #expect(!FileManager.default.fileExists(atPath: served.url.path + "-wal"))
      await served.service.end()
      for await _ in events {}
    }
  }

  @Test
  func `a stamp outlives its connection, and misses nothing that is written meanwhile`() async throws {
    try await ServedArchive.with({
      try ServedArchive.record($0); try $0.settle()
    }) { served in
      let source = served.service.source
      // A file that was changed a moment ago could change again without another time.
      try await Task.sleep(for: .seconds(2.1))
      let first = try await source.stamp()
      try await Task.sleep(for: .seconds(1))
      #expect(try await source.stamp() == first)
      let subject = AnnotationSubject.experiment(name: "small")
      try Archive.changing(served.url) { _ = try $0.annotate(subject, [.star]) }
      let second = try await source.stamp()
      #expect(second != first)
      try Archive.changing(served.url) { _ = try $0.annotate(subject, [.unstar]) }
      #expect(try await source.stamp() != second)
    }
  }

  @Test
  func `nothing is shown of an archive that another one has replaced`() async throws {
    try await ServedArchive.with { served in
      let target = "/api/experiments?columns=best"
      await served.service.warm(for: .seconds(3_600))
      let before = await served.text(target)
      let other = served.folder.appending(path: "other.sqlite")
      let archive = try Archive.open(at: other)
      try ServedArchive.record(archive, epochs: 8)
      try archive.settle()
      for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: served.url.path + ending) }
      #expect(rename(other.path, served.url.path) == 0)
      #expect(await served.text(target) != before)
      await served.service.warm(for: .seconds(3_600))
      let after = await served.text(target)
      #expect(after != before && after.contains("0.0"), "\(after)")
    }
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
