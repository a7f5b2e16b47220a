import Archive
import Experiments
import Foundation
import Testing

@testable import Server

struct LiveEventsTests {
  private let worker = Worker(host: "here", process: 7)

  /// The experiments of an event of this name; nil for any other.
  private func experiments(_ event: String?) throws -> [[String: Any]]? {
    guard let event, event.hasPrefix("event: experiments\ndata: "), event.hasSuffix("\n\n") else { return nil }
    let data = event.dropFirst("event: experiments\ndata: ".count)
    return try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [[String: Any]]
  }

  @Test
  func `who listens hears of trials that begin, of their epochs and of their end`() async throws {
    try await ServedArchive.with({ try ServedArchive.record($0, finished: 3) }) { served in
      let writer = try Archive.open(at: served.url)
      let (key, open) = try ServedArchive.record(writer, finished: 3)
      let live = served.service.live
      var events = try #require(await live.listen()).makeAsyncIterator()
      #expect(await events.next() == "retry: 3000\n\n")
      await live.look(isDue: false)
      let first = try #require(try experiments(await events.next())?.first)
      #expect(first["completed"] as? Int == 3 && first["planned"] as? Int == 4)
      #expect((first["running"] as? [Any])?.isEmpty == true)

      // Ahead, so that a slow test is not taken for a dead run.
      let now = Date().timeIntervalSince1970 + 3600
      try writer.begin(open[0].id, of: key, by: worker, at: now)
      let lines = (1...2).map { "epoch \($0) of 9: training loss 0.\(9 - $0), validation error rate 0.\(5 - $0)" }
      try writer.beat(worker, at: now, logs: [open[0].id: lines])
      await live.look(isDue: false)
      try writer.beat(worker, at: now, logs: [open[0].id: ["epoch 3 of 9: training loss 0.25"]])
      await live.look(isDue: false)
      _ = await events.next()
      let third = try #require(try experiments(await events.next())?.first)
      let running = try #require((third["running"] as? [[String: Any]])?.first)
      #expect(running["trial"] as? String == open[0].id.hex && running["alive"] as? Bool == true)
      #expect(running["epoch"] as? Int == 3 && running["epochs"] as? Int == 9)
      #expect(running["loss"] as? [[Double]] == [[1, 0.8], [2, 0.7], [3, 0.25]])

      try writer.record(
        ServedArchive.finished(open[0]), provenance: ServedArchive.provenance, by: worker)
      await live.look(isDue: false)
      let last = try #require(try experiments(await events.next())?.first)
      #expect(last["completed"] as? Int == 4 && (last["running"] as? [Any])?.isEmpty == true)
      #expect(last["version"] as? String != first["version"] as? String)
      await live.end()
      #expect(await events.next() == nil)
    }
  }

  @Test
  func `who comes after others have gone hears how things stand now`() async throws {
    try await ServedArchive.with({ try ServedArchive.record($0, finished: 3) }) { served in
      let writer = try Archive.open(at: served.url)
      let (key, open) = try ServedArchive.record(writer, finished: 3)
      let live = served.service.live
      do {
        var events = try #require(await live.listen()).makeAsyncIterator()
        await live.look(isDue: false)
        _ = await events.next()
        #expect(try experiments(await events.next())?.first?["completed"] as? Int == 3)
      }
      while await !live.listeners.isEmpty { await Task.yield() }
      try writer.begin(open[0].id, of: key, by: worker, at: Date().timeIntervalSince1970)
      try writer.record(ServedArchive.finished(open[0]), provenance: ServedArchive.provenance, by: worker)
      var events = try #require(await live.listen()).makeAsyncIterator()
      await live.look(isDue: false)
      _ = await events.next()
      #expect(try experiments(await events.next())?.first?["completed"] as? Int == 4)
      await live.end()
    }
  }

  @Test
  func `who listens hears that the archive is gone and that it is there again`() async throws {
    try await ServedArchive.with(nil) { served in
      let live = served.service.live
      var events = try #require(await live.listen()).makeAsyncIterator()
      _ = await events.next()
      await live.look(isDue: false)
      #expect(await events.next()?.hasPrefix("event: absent\n") == true)
      try ServedArchive.record(try Archive.open(at: served.url))
      await live.look(isDue: false)
      #expect(try experiments(await events.next())?.count == 1)
      await live.end()
    }
  }

  @Test
  func `no more than so many listen, and one that goes makes room`() async throws {
    try await ServedArchive.with { served in
      let live = served.service.live
      var streams: [AsyncStream<String>] = []
      for _ in 0..<Limits.listeners { streams.append(try #require(await live.listen())) }
      #expect(await served.get("/events").status == 503)
      await live.end()
      #expect(await live.listen() == nil)
    }
  }
}
