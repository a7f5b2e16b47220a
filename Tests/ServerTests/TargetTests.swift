import Testing

@testable import Server

struct TargetTests {
  @Test
  func `paths and queries are decoded once`() {
    let target = Target("/experiments/a%20b/index.html?where=a%3Db+c&side=x&side=%25&empty=&bare")
    #expect(target?.path == ["experiments", "a b", "index.html"])
    #expect(target?.query.map(\.name) == ["where", "side", "side", "empty", "bare"])
    #expect(target?.query.map(\.value) == ["a=b c", "x", "%", "", ""])
    #expect(Target("/")?.path == [""] && Target("/a/")?.path == ["a", ""])
  }

  @Test(arguments: [
    "", "index.html", "http://evil.example/", "//evil.example/", "/a//b", "/..", "/a/../b", "/./a",
    "/%2e%2e/etc/passwd",
    "/a/%2E%2e", "/..%2f..%2fetc%2fpasswd", "/%2fetc", "/a%5c..%5cb", "/a\\b", "/a%00", "/a%00.html", "/%", "/%4",
    "/%zz", "/%c0%ae%c0%ae/", "/%ff", "/a#b", "/a b", "/ä", "/a?x=%", "/a?x=%00", "/a?%ff=1", "/a%0d%0aset-cookie:x",
    "/a%7f", "/a%c2%85", "*",
  ])
  func `what no page links to is refused`(text: String) {
    #expect(Target(text) == nil)
  }

  @Test
  func `long addresses and queries of very many parts are refused`() {
    #expect(Target("/" + String(repeating: "a", count: Limits.target - 1)) != nil)
    #expect(Target("/" + String(repeating: "a", count: Limits.target)) == nil)
    #expect(Target("/?" + String(repeating: "a&", count: Limits.queryItems)) != nil)
    #expect(Target("/?" + String(repeating: "a&", count: Limits.queryItems + 1)) == nil)
  }

  @Test
  func `what is encoded is decoded to itself`() {
    let text = "a/b?c=d&e %+\u{E9}\u{1F600}~\""
    #expect(Target("/?x=" + Target.encoded(text))?.query.first?.value == text)
  }
}
