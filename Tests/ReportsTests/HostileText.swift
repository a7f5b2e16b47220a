/// A text that means harm to a page, and what a template shows of it.
struct HostileText: Sendable, CustomStringConvertible {
  let text: String
  let shown: String

  var description: String { shown }

  static let all = [
    HostileText(text: "<b>\"'&", shown: "&lt;b&gt;&quot;&#39;&amp;"),
    // To Swift each of these marks is a part of a longer character.
    HostileText(text: "\u{600}<script>", shown: "\\u{600}&lt;script&gt;"),
    HostileText(text: "\"\u{308} onclick=x", shown: "&quot;\\u{308} onclick=x"),
    HostileText(text: "&\u{200D}lt;", shown: "&amp;\\u{200d}lt;"),
    HostileText(text: "\u{202E}abc\u{2066}", shown: "\\u{202e}abc\\u{2066}"),
    HostileText(text: "e\u{301}\u{200F}", shown: "e\u{301}\u{200F}"),
  ]
}
