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
  func `a run that is killed is not called running, though the archive stays as it is`() async throws {
    // It ends with its input, so that it lives as long as the test, however long that waits for its turn.
    let (process, input) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/bin/cat")
    process.standardInput = input
    try process.run()
    defer { input.fileHandleForWriting.closeFile() }
    let worker = Worker(host: Worker.current.host, process: Int(process.processIdentifier))
    try await ServedArchive.with({ archive in
      let (key, open) = try ServedArchive.record(archive, finished: 3)
      // Ahead, so that a slow test is not taken for a dead run.
      try archive.begin(open[0].id, of: key, by: worker, at: Date().timeIntervalSince1970 + 3_600)
      try archive.settle()
    }) { served in
      // A file that was changed a moment ago could change again without another time.
      try await Task.sleep(for: .seconds(2.1))
      func status() async throws -> [Any]? {
        (try await served.json("/api/experiments?columns=status")["experiments"] as? [[String: Any]])?.compactMap {
          $0["status"]
        }
      }
      let stamp = try await served.service.source.stamp()
      #expect(try await status() as? [String] == ["running"])
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try await status() as? [String] == ["unfinished"])
      #expect(try await served.service.source.stamp() == stamp)
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
  func `what is said of everything follows what has been read since the archive changed`() async throws {
    let yaml = ServedArchive.claiming()
    try await ServedArchive.with({ try ServedArchive.record($0, yaml: yaml, finished: 3) }) { served in
      let targets = ["/api/claims", "/claims.html"]
      var before: [String: String] = [:]
      for target in targets { before[target] = await served.text(target) }
      try ServedArchive.record(try Archive.open(at: served.url), yaml: yaml)
      // Who asks at once is told what was read before.
      #expect(await served.text(targets[0]) == before[targets[0]])
      for target in targets {
        let deadline = ContinuousClock.now + .seconds(600)
        while await served.text(target) == before[target], ContinuousClock.now < deadline {
          try await Task.sleep(for: .milliseconds(100))
        }
        #expect(await served.text(target) != before[target], "\(target)")
      }
    }
  }

  @Test
  func `what has not been read is null, not zero`() async throws {
    try await ServedArchive.with({ try ServedArchive.record($0, yaml: ServedArchive.claiming()) }) { served in
      let (stands, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      let source = served.service.source
      let busy = Task {
        try await source.load { _ in
          stands.signal()
          goOn.wait()
        }
      }
      await Task.detached { stands.wait() }.value
      let unread = try #require(try await served.json("/api/experiments")["experiments"] as? [[String: Any]])[0]
      for name in ["trials", "planned", "claims", "reproduced", "verdict", "size", "cpu", "best", "curve"] {
        #expect(unread[name] is NSNull, "\(name) is \(unread[name] ?? "missing")")
      }
      #expect(unread["configurations"] as? Int == 2)
      let index = await served.text("/")
      #expect(!index.contains("0 B"))
      #expect(index.contains("data-role=\"trials\">4/4<"))
      goOn.signal()
      try await busy.value
      await served.service.warm(for: .seconds(3_600))
      let read = try #require(try await served.json("/api/experiments")["experiments"] as? [[String: Any]])[0]
      #expect(read["claims"] as? Int == 1 && read["planned"] as? Int == 4 && read["cpu"] as? Double == 9)
    }
  }

  @Test
  func `a page says of which results it is, as events do`() async throws {
    try await ServedArchive.with({ try ServedArchive.record($0, finished: 3) }) { served in
      await served.service.warm(for: .seconds(3_600))
      func shown(_ target: String) async throws -> String {
        try String(#require(await served.text(target).firstMatch(of: /data-version="([^"]+)"/)).1)
      }
      func told() async throws -> String {
        var events = try #require(await served.service.live.listen()).makeAsyncIterator()
        await served.service.live.look(isDue: true)
        while let event = await events.next() {
          if let found = event.firstMatch(of: /"version":"([^"]+)"/) { return String(found.1) }
        }
        return ""
      }
      let (before, first) = (try await told(), try await shown("/"))
      #expect(before == first)
      let pages = ["index.html", "compare.html", "trials.html"].map { "/experiments/small/" + $0 }
      for page in pages { #expect(try await shown(page) == before) }
      try ServedArchive.record(try Archive.open(at: served.url))
      let after = try await told()
      #expect(after != before)
      for page in pages { #expect(try await shown(page) == after) }
      await served.service.end()
    }
  }

  @Test
  func `what people write about an experiment is found at once`() async throws {
    try await ServedArchive.with { served in
      await served.service.warm(for: .seconds(3_600))
      #expect(!(await served.text("/data/search.js")).contains("tried"))
      try Archive.changing(served.url) {
        _ = try $0.annotate(.experiment(name: "small"), [.tag("tried")])
      }
      #expect(await served.text("/data/search.js").contains("tried"))
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
