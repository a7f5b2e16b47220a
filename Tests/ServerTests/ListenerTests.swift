import Archive
import Foundation
import Synchronization
import Testing

@testable import Server

/// A few requests over real sockets: what the library in between does with them.
@Suite(.serialized)
struct ListenerTests {
  private func serving(_ body: @escaping @Sendable (ServedArchive, Int) async throws -> Void) async throws {
    try await ServedArchive.with { served in
      let (ports, port) = AsyncStream.makeStream(of: Int.self)
      let listener = Listener(served.service, host: "127.0.0.1", port: 0)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await listener.run { port.yield($0) } }
        group.addTask {
          var iterator = ports.makeAsyncIterator()
          try await body(served, try #require(await iterator.next()))
        }
        try await group.next()
        group.cancelAll()
        try await group.waitForAll()
      }
    }
  }

  @Test
  func `a page comes over a socket with its length, and HEAD without the page`() async throws {
    try await serving { served, port in
      let page = await RawClient.ask(port, "GET / HTTP/1.1")
      #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n") && page.hasSuffix("</html>\n"), "\(page.prefix(600))")
      // A file of the program, since the page fills while the archive is read.
      let script = await RawClient.ask(port, "GET /assets/site.js HTTP/1.1")
      let length = script.components(separatedBy: "\r\n\r\n").last?.utf8.count ?? 0
      let head = await RawClient.ask(port, "HEAD /assets/site.js HTTP/1.1")
      #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
      #expect(head.lowercased().contains("content-length: \(length)\r\n"), "\(head)")
      let part = await RawClient.ask(port, "GET /assets/site.js HTTP/1.1", "Range: bytes=0-11")
      #expect(part.hasPrefix("HTTP/1.1 206 ") && part.hasSuffix("\r\n\r\n\"use strict\""))
    }
  }

  @Test
  func `requests that are no HTTP, too long or sent to another name are refused`() async throws {
    try await serving { served, port in
      let long = String(repeating: "a", count: 100_000)
      let requests: [(String, String)] = [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421"),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "4"), ("\u{0}\u{1}\u{2}\r\n\r\n", "4"),
        ("GET / HTTP/1.1\r\nHost: localhost:\(port)\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n", "4"),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n", "421"),
        ("GET http://localhost:\(port)/ HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n", "200"),
        ("GET http://localhost:\(port)/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421"),
        ("GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: localhost:\(port)\r\nX: \(long)\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: localhost:\(port)\r\nContent-Length: 5\r\n\r\nhello", "405"),
      ]
      for (request, status) in requests {
        let answer = await RawClient.exchange(port, request)
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(request.prefix(80)): \(answer.prefix(80))")
        #expect(!answer.contains("root:"))
      }
      #expect(await RawClient.ask(port, "GET / HTTP/1.1").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test
  func `a method that no one knows is answered like one that is not allowed`() async throws {
    try await serving { served, port in
      let answer = await RawClient.exchange(port, "FOO / HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 405") && answer.lowercased().contains("allow: get, head\r\n"), "\(answer)")
      #expect(answer.contains("\"error\":\"this method is not allowed: everything here is only read\""), "\(answer)")
    }
  }

  @Test
  func `a name that stands for no address is none of this machine`() async throws {
    try await ServedArchive.with { served in
      await #expect(throws: ListenError(host: "not-a-host.invalid", port: 0, code: EADDRNOTAVAIL)) {
        try await Listener(served.service, host: "not-a-host.invalid", port: 0).run { _ in }
      }
    }
  }

  @Test
  func `a body that nobody asked for ends the connection and not the server`() async throws {
    try await serving { served, port in
      let client = try #require(RawClient(port: port))
      client.send("GET / HTTP/1.1\r\nHost: localhost:\(port)\r\nContent-Length: 1000000000\r\n\r\n")
      for _ in 0..<20 { client.send(String(repeating: "x", count: 8192)) }
      _ = await client.read()
      #expect(await RawClient.ask(port, "GET / HTTP/1.1").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test
  func `events come over a socket while another process writes, and end with the server`() async throws {
    let heard = Mutex("")
    try await serving { served, port in
      let client = try #require(RawClient(port: port))
      client.send("GET /events HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
      let first = await client.read(until: "event: experiments")
      #expect(first.lowercased().contains("content-type: text/event-stream") && first.contains("\"completed\":4"))
      try ServedArchive.record(try Archive.open(at: served.url), yaml: ServedArchive.yaml("second"))
      let second = await client.read(until: "\"name\":\"second\"")
      #expect(second.contains("\"name\":\"second\""), "\(second)")
      heard.withLock { $0 = second }
    }
    #expect(!heard.withLock { $0 }.isEmpty)
  }

  @Test
  func `a port that is taken is said so in a sentence`() async throws {
    try await serving { served, port in
      let second = Listener(served.service, host: "127.0.0.1", port: port)
      let error = await #expect(throws: ListenError.self) { try await second.run { _ in } }
      #expect(error?.isInUse == true && error?.description.contains("127.0.0.1:\(port) is in use") == true)
    }
  }
}
