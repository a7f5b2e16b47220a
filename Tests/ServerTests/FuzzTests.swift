import Foundation
import Testing

@testable import Server

/// Throws made-up addresses, queries and fields at the service: it must answer each with a status that makes sense.
struct FuzzTests {
  /// More with `DROPOUT_LAB_FUZZ=N`.
  private static let rounds = ProcessInfo.processInfo.environment["DROPOUT_LAB_FUZZ"].flatMap { Int($0) } ?? 3000

  private static let parts = [
    "", "index.html", "experiments", "small", "trial", "data", "search.js", "assets", "site.css", "api", "trials",
    "compare", "comparison", "claims", "status", "openapi.json", "metrics.csv", "specification.yaml", "events.", "..",
    ".",
    "%2e%2e", "%2f", "%5c", "%00", "%", "%zz", "\\", "etc", "passwd", "0", "a1b2", "%F0%9F%98%80", "%E2%80%AE", "a;b",
    "~",
    "%3Cscript%3E", "'", "\"", "*", ":", "@", "%0d%0a",
  ]
  private static let names = [
    "where", "sort", "columns", "limit", "offset", "experiment", "side", "metric", "wher", "", "x", "%00", "a[]",
  ]
  private static let values = [
    "", "0", "1", "-1", "999999999999999999999", "1e9", "status%3Dcompleted", "status%3D", "not+not+status%3Dopen",
    "((((((", "test.error%3C5%25", "small", "small:0", "small:-1", "small:99999999999999999999", "latest", "latest~9",
    "latest~999999999999999999999", ",", "id,label", "-test.error", "-", "trial.a.b", "%27%3B+DROP+TABLE+trial",
    "%22", "a%22b", "%F0%9F%98%80", "test.error", "training.", "nan", "curve", "id", "%3Cscript%3E",
  ]
  private static let fields = [
    (
      "range",
      ["bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=", "bytes=-", "x", "bytes=0-99999999999999999999", "bytes=--1"]
    ),
    ("if-none-match", ["*", "\"", "W/", ",,,,", "\"a\",\"b\"", ""]),
    ("if-range", ["\"a\"", ""]), ("origin", ["http://localhost:7373", "null", "http://evil", ""]),
    ("accept", ["*/*", ""]), ("sec-fetch-site", ["cross-site", "none", ""]), ("sec-fetch-mode", ["navigate", "", "x"]),
    ("host", ["localhost:7373", "evil"]), ("content-length", ["0", "-1", "99999999999999"]),
  ]

  /// A generator that gives the same numbers for a seed everywhere (SplitMix64).
  private struct Dice {
    var state: UInt64

    mutating func number(below bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((bits ^ (bits >> 31)) % UInt64(bound))
    }

    mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }
  }

  private static func request(_ dice: inout Dice) -> WebRequest {
    var target = dice.number(below: 40) == 0 ? "" : "/"
    target += (0...dice.number(below: 5)).map { _ in dice.one(of: parts) }.joined(separator: "/")
    if dice.number(below: 2) == 0 {
      let pairs = (0...dice.number(below: 4)).map { _ in "\(dice.one(of: names))=\(dice.one(of: values))" }
      target += "?" + pairs.joined(separator: "&")
    }
    // Now and then some bytes become others.
    if dice.number(below: 6) == 0 {
      var bytes = Array(target.utf8)
      for _ in 0...dice.number(below: 3) where !bytes.isEmpty {
        bytes[dice.number(below: bytes.count)] = UInt8(dice.number(below: 256))
      }
      target = String(decoding: bytes, as: UTF8.self)
    }
    let more = (0..<dice.number(below: 3)).map { _ in
      let (name, values) = dice.one(of: fields)
      return WebRequest.Field(name, dice.one(of: values))
    }
    let method: WebRequest.Method = dice.one(of: [.get, .get, .get, .head, .other("POST"), .other("")])
    return WebRequest(method, target, fields: [.init("host", "localhost:7373")] + more)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `no request brings the service down or gets what it should not`(seed: UInt64) async throws {
    try await ServedArchive.with { served in
      var dice = Dice(state: seed)
      for round in 0..<(Self.rounds / 3) {
        let request = Self.request(&dice)
        let response = await served.service.respond(to: request, through: served.gate)
        let known = [200, 206, 304, 308, 400, 403, 404, 405, 414, 416, 421]
        #expect(known.contains(response.status), "seed \(seed), round \(round): \(response.status) for \(request)")
        let text = String(decoding: response.bytes, as: UTF8.self)
        let isPage = response.value("content-type")?.hasPrefix("text/html") == true
        let isSafe = !text.contains("root:x:") && !(isPage && text.contains("<script>"))
        #expect(isSafe, "seed \(seed), round \(round): \(request)")
        for field in response.fields {
          #expect(field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(field) for \(request)")
        }
        if request.method == .head { #expect(response.bytes.isEmpty) }
      }
    }
  }
}
