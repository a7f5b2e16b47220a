import Testing

@testable import Browser

struct HTMLTests {
  @Test
  func `text between the parts of a literal cannot open a tag, close an attribute or name an entity`() {
    let name = "<script>\"&'</script>"
    let html: HTML = "<p title=\"\(name)\">\(name)</p>"
    let escaped = "&lt;script&gt;&quot;&amp;'&lt;/script&gt;"
    #expect(html.source == "<p title=\"\(escaped)\">\(escaped)</p>")
  }

  @Test
  func `no mark beside another hides it, and none turns the direction of a page`() {
    let html: HTML = "<p>\("\u{600}<b> \"\u{308} \u{202E}abc\u{2066} \u{200F}")</p>"
    #expect(html.source == "<p>\u{600}&lt;b&gt; &quot;\u{308} \\u{202e}abc\\u{2066} \u{200F}</p>")
    #expect(ScriptValue.text("\u{600}<\u{202E}").script(calling: "x").contains(#""\#u{600}\u003c\\u{202e}""#))
  }

  @Test
  func `markup within markup is not escaped again`() {
    let inner: HTML = "<b>\("a < b")</b>"
    let outer: HTML = "<p>\(inner)\([inner, inner])\(3)</p>"
    #expect(outer.source == "<p><b>a &lt; b</b><b>a &lt; b</b><b>a &lt; b</b>3</p>")
  }

  @Test
  func `data for scripts can end no script`() {
    let value = ScriptValue.object([("a", .text("</script>\u{2028}")), ("n", .number(.nan)), ("x", .number(0.25))])
    #expect(
      value.script(calling: "x")
        == #"(globalThis.dropoutLab ??= []).push(["x", {"a":"\u003c/script>\u2028","n":null,"x":0.25}]);"# + "\n")
  }

  @Test(arguments: [
    (0.0, "1970-01-01 00:00 UTC"), (951_782_399, "2000-02-28 23:59 UTC"), (951_782_400, "2000-02-29 00:00 UTC"),
    (1_772_323_200, "2026-03-01 00:00 UTC"), (-1, "1969-12-31 23:59 UTC"), (4_107_542_400, "2100-03-01 00:00 UTC"),
  ])
  func `moments are written in UTC`(seconds: Double, text: String) {
    #expect(DateText.minute(seconds) == text)
  }

  @Test(arguments: [("rates", "experiments/rates/index.html"), ("../../x", "experiments/______x/index.html")])
  func `no name leads out of the site`(name: String, path: String) {
    #expect(SiteAddress.experiment(name) == path)
  }
}
