import Testing

@testable import Server

struct GateTests {
  private let gate = Gate(host: "127.0.0.1", port: 7373)

  private func status(_ fields: [(String, String)], _ gate: Gate) -> Int {
    let request = WebRequest(.get, "/", fields: fields.map { WebRequest.Field($0.0, $0.1) })
    return gate.refusal(of: request)?.status ?? 200
  }

  @Test(arguments: [
    ("localhost:7373", 200), ("LOCALHOST:7373", 200), ("127.0.0.1:7373", 200), ("[::1]:7373", 200),
    ("localhost", 421), ("localhost:80", 421), ("127.0.0.1:73730", 421), ("evil.example:7373", 421),
    ("localhost.evil.example:7373", 421), ("evil.example", 421), ("", 421), (":7373", 421),
    ("user@localhost:7373", 421), ("10.0.0.1:7373", 421), ("localhost:7373 ", 421), ("[::2]:7373", 421),
  ])
  func `only names of this machine with the port are answered, so that no other site can take one`(
    host: String, expected: Int
  ) {
    #expect(status([("host", host)], gate) == expected)
  }

  @Test
  func `no name and two names are refused`() {
    #expect(status([], gate) == 421)
    #expect(status([("host", "localhost:7373"), ("host", "localhost:7373")], gate) == 421)
  }

  @Test(arguments: [
    ("http://localhost:7373", 200), ("http://127.0.0.1:7373", 200), ("https://localhost:7373", 403), ("null", 403),
    ("http://evil.example", 403), ("http://localhost:7374", 403), ("http://localhost:7373.evil.example", 403),
  ])
  func `pages of other sites are refused`(origin: String, expected: Int) {
    #expect(status([("host", "localhost:7373"), ("origin", origin)], gate) == expected)
  }

  @Test(arguments: [
    ("same-origin", "cors", 200), ("none", "navigate", 200), ("cross-site", "navigate", 200),
    ("cross-site", "no-cors", 403), ("same-site", "cors", 403),
  ])
  func `a link from elsewhere may lead here, nothing else may`(site: String, mode: String, expected: Int) {
    let fields = [("host", "localhost:7373"), ("sec-fetch-site", site), ("sec-fetch-mode", mode)]
    #expect(status(fields, gate) == expected)
  }

  @Test
  func `a server for other machines answers to addresses in numbers and to its own name`() {
    let open = Gate(host: "0.0.0.0", port: 80, machine: "lab.example")
    for host in ["10.1.2.3", "10.1.2.3:80", "lab.example", "[fe80::1]"] {
      #expect(status([("host", host)], open) == 200, "\(host)")
    }
    for host in ["evil.example", "10.1.2.3.evil.example", "10.1.2.3:81"] {
      #expect(status([("host", host)], open) == 421, "\(host)")
    }
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.8.8.8", true), ("localhost", true), ("::1", true), ("0.0.0.0", false),
    ("10.0.0.1", false), ("127.evil.example", false),
  ])
  func `loopback is what only this machine can reach`(host: String, expected: Bool) {
    #expect(Listener.isLoopback(host) == expected)
  }
}
