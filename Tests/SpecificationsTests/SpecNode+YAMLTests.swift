import Specifications
import Testing

struct SpecNodeYAMLTests {
  @Test
  func `short values stand in one line, long ones in blocks`() {
    let long = SpecNode.list((1...40).map { .text("\($0)") })
    let tree = SpecNode.map([("a", .map([("b", .text("1"))])), ("c", .map([("d", long)])), ("e", .map([]))])
    let items = (1...40).map { "    - \($0)\n" }.joined()
    #expect(tree.yaml == "a: { b: 1 }\nc:\n  d:\n" + items + "e: {}\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a b", "a b"), ("0.5", "0.5"), ("-1", "-1"), ("a/b_c+d.e", "a/b_c+d.e"), ("p ≤ 1", "p ≤ 1"),
    ("", "null"), ("null", "\"null\""), ("NULL", "\"NULL\""), ("~", "\"~\""), ("-", "\"-\""), ("- a", "\"- a\""),
    ("a: b", "\"a: b\""), ("a #b", "\"a #b\""), (" a", "\" a\""), ("a ", "\"a \""), ("a,b", "\"a,b\""),
    ("[a", "\"[a\""), ("&a", "\"&a\""), ("*a", "\"*a\""), ("!a", "\"!a\""), ("%a", "\"%a\""), ("'a'", "\"'a'\""),
    ("a\nb", "\"a\\u000ab\""), ("\u{85}", "\"\\u0085\""), ("\u{FEFF}", "\"\\ufeff\""),
  ])
  func `a text is quoted where YAML would read it as something else`(text: String, written: String) {
    #expect(SpecNode.text(text).flow == written)
  }

  @Test
  func `quotes are kept`() { #expect(SpecNode(.scalar("5", quoted: true)).flow == "\"5\"") }
}
