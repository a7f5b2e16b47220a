import Testing

@testable import Reports

struct CodeColouringTests {
  /// Spans as `kind:text`.
  private func parts(_ code: String, _ language: CodeColouring.Language) -> [String] {
    CodeColouring.html(code, language: language).split(separator: "<span class=\"").compactMap { (piece) -> String? in
      guard piece.contains("</span>") else { return nil }
      return String(piece.split(separator: "</span>")[0]).replacing("\">", with: ":")
    }
  }

  @Test
  func `YAML shows its keys, strings, numbers and comments`() {
    let code =
      "name: rates # all\ntrial.rate: [0.5, -1e3, 2x]\nquestion: \"a: \\\" b\"\n'k': true\nplain words: it's url:x\n"
    #expect(
      parts(code, .yaml) == [
        "k:name", "c:# all", "k:trial.rate", "n:0.5", "n:1e3", "k:question", "s:&quot;a: \\&quot; b&quot;", "k:'k'",
        "n:true", "k:words",
      ])
  }

  @Test
  func `SQL shows its keywords, strings, numbers and comments`() {
    #expect(
      parts("select a1, 'it''s' FROM t -- all\nWHERE x >= 0.5 /* no\n */ AND y", .sql) == [
        "k:select", "s:'it'", "s:'s'", "k:FROM", "c:-- all", "k:WHERE", "n:0.5", "c:/* no\n */", "k:AND",
      ])
  }

  @Test
  func `a shell's command shows its program, options, variables and strings`() {
    #expect(
      parts("$ A=1 dropout-lab run x.yaml --jobs 2 | head -n \"$N\" # all\ncd ${HOME}/a && make", .shell) == [
        "v:A=1", "p:dropout-lab", "o:--jobs", "p:head", "o:-n", "s:&quot;$N&quot;", "c:# all", "p:cd", "v:${HOME}",
        "p:make",
      ])
  }

  @Test
  func `without its tags the code is what it was, for any code`() {
    var random = RandomFormulas(seed: 3)
    let tokens = [
      "#", "'", "\"", "\\", "$", "${", "}", ":", " ", "\n", "a", "SELECT", "0.5", "--", "/*", "*/", "<b>", "&", "é",
      "|", "- ",
    ]
    for _ in 0..<2_000 {
      let code = (0..<random.next(below: 20)).map { _ in random.pick(tokens) }.joined()
      for language in CodeColouring.Language.allCases {
        let html = CodeColouring.html(code, language: language)
        let text = html.replacing(#/<span class="[a-z]">|</span>/#, with: "")
        #expect(text == Markup.escaped(code))
      }
    }
  }

  @Test
  func `unknown languages are shown plain`() {
    #expect(CodeColouring.Language(fence: "python") == nil)
    #expect(CodeColouring.Language(fence: "YAML") == .yaml)
    #expect(CodeColouring.html("a < b", language: nil) == "a &lt; b")
  }
}
