import Experiments
import Testing

@testable import Reports

struct NotebookReadingTests {
  /// What is wrong with a body that begins in line 7, below the front matter.
  private func problems(_ body: String) -> [String] {
    do {
      _ = try NotebookSample.bound(body, withExperiment: false)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  @Test(arguments: [
    ("A {{ nothing.here }} b", "sample.md:7:3: 'nothing.here' is no inline value"),
    ("A {{ parameter.studnt }}", "sample.md:7:3: unknown name 'parameter.studnt' in the parameters (did you mean"),
    (
      "Text\n\nA {{ parameter.student | percnt }}", "sample.md:9:3: unknown format 'percnt' in an inline value (did you"
    ),
    (
      "See @fig-x.\n\n```{steps}\n#| variant: bernoulli\n#| rate: 0.2\n#| label: fig-x\n```",
      "sample.md:12:11: a cell of kind 'steps' has no number that a reference could name"
    ),
    (
      "```{identity}\n#| id: T06\n#| label: fig-x\n```",
      "sample.md:9:11: a cell of kind 'identity' has no number that a reference could name"
    ),
    (
      "```{table}\n#| label: fig-x\nSELECT 1\n```",
      "sample.md:8:11: the label 'fig-x' names no part of a cell of kind 'table', whose labels begin with tbl-"
    ),
    (
      "```{exercise}\n#| id: a\n#| answer: 1\nx\n---\ny\n```\n\n```{exercise}\n#| id: a\n#| answer: 1\nx\n---\ny\n```",
      "sample.md:15:1: two exercises have the id 'a'; the first stands in line 7"
    ),
    (
      "```{question}\n#| id: a\n![a](x.png)\n---\ny\n```", "there is no file 'x.png' beside the notebook"
    ),
    ("See @fig-x.", "sample.md:7:5: nothing has the label 'fig-x'"),
    ("# Title", "sample.md:7:1: the title of the page stands in the front matter"),
    ("## A\n\n#### B", "sample.md:9:1: a heading of level 4 under one of level 2 skips a level; write ###"),
    ("## A {#sec-a}\n\n## B {#sec-a}", "sample.md:9:1: the label 'sec-a' is given twice; first in line 7"),
    ("Title\n-----", "sample.md:7:1: write headings with #"),
    ("```{plt}\n```", "sample.md:7:1: unknown kind of cell 'plt' in the notebook (did you mean 'plot'?)"),
    (
      "```{plot}\n#| experiment: rates\n#| recipe: metric-by-rat\n```", "sample.md:9:12: unknown recipe 'metric-by-rat'"
    ),
    ("```{plot}\n#| experiment: r\n#| recipe: metric-by-rate\n```", "sample.md:8:16: unknown experiment 'r'"),
    (
      "```{plot}\n#| experiment: r\n#| recipe: learning-curves\n#| measure: { probe: activations }\n```",
      "sample.md:10:13: the plot 'learning-curves' has numbers of its own; a measure goes with metric-by-rate, metric-by"
    ),
    (
      "```{plot}\n#| experiment: r\n#| recipe: filter-sheet\n#| metric: { name: nll }\n```",
      "sample.md:10:12: the plot 'filter-sheet' has numbers of its own; a metric goes with metric-by-rate, metric-by"
    ),
    (
      "```{plot}\n#| experiment: r\n#| recipe: distribution\n#| metric: { name: nll }\n#| measure: { probe: activations }\n```",
      "sample.md:11:13: a plot cell has either a metric or a measure, not both"
    ),
    ("```{identity}\n#| id: T99\n```", "sample.md:8:8: there is no identity 'T99'; there are T01 to T06"),
    (
      "```{identity}\n#| id: T06\n#| shw: line\n```",
      "sample.md:9:4: unknown key 'shw' in the identity cell (did you mean"
    ),
    ("```{experiment}\n```", "sample.md:7:1: an experiment cell needs 'file: NAME.yaml', YAML in its body"),
    (
      "```{experiment}\n#| archive: x\n```",
      "sample.md:8:13: an archive has many experiments; name one with 'experiment"
    ),
    (
      "```{experiment}\n#| experiment: x\n```", "sample.md:8:16: an experiment is named within an archive; give it with"
    ),
    (
      "```{experiment}\n#| archive: x\n#| experiment: y\n#| tier: look\n```",
      "sample.md:7:1: trials of an archive are as they are; tier, scale and set belong to what is run"
    ),
    (
      "```{experiment}\n#| archive: x\n#| experiment: y\n#| file: z.yaml\n```",
      "sample.md:7:1: an experiment cell has an archive, a file or YAML of its own, only one of them"
    ),
    (
      "A {{ t.half.test.error.intervall }}",
      "sample.md:7:3: unknown part 'intervall' in 't.half.test.error.intervall' (did"
    ),
    (
      "```{plot}\n#| experiment: r\n#| recipe: distribution\n#| metric: nll\n```",
      "sample.md:10:12: metric is 'nll', allowed is SPLIT.METRIC, such as test.nll, or { name: nll"
    ),
    (
      "```{plot}\n#| experiment: r\n#| recipe: distribution\n#| metric: tst.nll\n```",
      "sample.md:10:12: unknown name 'tst' in split (did you mean 'test'?)"
    ),
    (
      "```{steps}\n#| variant: { gaussian: { rate: 0.5, clip: zero } }\n#| rate: 0.2\n```",
      "sample.md:9:10: the rate stands within the variant"
    ),
    ("```{question}\n#| id: a\nWhy?\n```", "sample.md:7:1: the question cell lacks a line ---"),
    (
      "```{exercise}\n#| id: a\n#| answer: 1 / (2\nx\n---\ny\n```", "sample.md:9:12: the answer '1 / (2' cannot be comp"
    ),
    ("- a\n\n  ```{plot}\n  ```", "sample.md:9:1: a cell stands at the left margin"),
    ("Said [@srivastva2014].", "sample.md:7:6: the bibliography has no 'srivastva2014' (did you mean"),
    ("Of $\\frc{1}{2}$ and", "sample.md:7:5: in the formula: unknown command '\\frc'"),
    ("$$\nx + \\alpa\n$$", "sample.md:8:5: in the formula: unknown command '\\alpa'"),
    ("A <b>word</b>", "sample.md:7:3: HTML is not allowed in a notebook"),
    ("![a](https://example.org/x.png)", "sample.md:7:1: a picture lies beside the notebook"),
    ("![a](x.png)", "sample.md:7:1: there is no file 'x.png' beside the notebook"),
    ("See[^a].", "this footnote is not defined"),
    ("A {{ = 1 / }} b", "sample.md:7:3: '1 /' cannot be computed: a number is missing at its end"),
  ])
  func `a mistake is named with its place and what is allowed`(body: String, message: String) {
    let found = problems(body)
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(arguments: [
    ("#| experiment: smoke\n#| query: testz", "sample.md:9:11: unknown word 'testz' in query (did you mean 'tests'?)"),
    ("#| query: tests\n#| experiment: smoke\nSELECT 1", "sample.md:8:11: a table cell has either a query's name or"),
    (
      "#| experiment: smoke\nSELECT 1",
      "sample.md:8:16: SQL reads all experiments of the notebook, and its cell takes no 'experiment': write WHERE"
    ),
    ("#| experiment: smoke", "sample.md:7:1: a table cell needs SQL in its body, or a 'query'"),
    ("#| query: tests", "sample.md:7:1: the table cell lacks the key 'experiment'"),
  ])
  func `one mistake of a table cell is one message`(options: String, message: String) {
    let found = problems("```{table}\n\(options)\n```")
    #expect(found.count == 1 && found[0].hasPrefix(message), "\(found)")
  }

  @Test
  func `steps take a whole variant`() throws {
    let cell = "```{steps}\n#| variant: { gaussian: { rate: 0.5, clip: zero } }\n```"
    #expect(try NotebookSample.bound(cell, withExperiment: false).requests.steps.count == 1)
  }

  @Test
  func `every mistake of a text is reported at once, in the order of the lines`() {
    let found = problems("A {{ x }}\n\nB @fig-a\n\n# C")
    #expect(found.count == 3)
    #expect(zip(found, ["7:3", "9:3", "11:1"]).allSatisfy { $0.contains(":\($1):") }, "\(found)")
  }

  @Test
  func `a cell that cannot be read does not make its label a second mistake`() {
    let found = problems("@fig-a\n\n```{plot}\n#| experiment: rates\n#| recipe: nope\n#| label: fig-a\n```")
    #expect(found.count == 1, "\(found)")
  }

  @Test(arguments: [
    "`{{ x }}`", "```\n{{ x }} @fig-a $\\frc$\n```", "\\{{ x", "a@fig-a.org", "costs $5 and 3$ more",
    "pages $p$ and $q$一半。",
  ])
  func `code, escapes, addresses and prices are left alone`(body: String) {
    #expect(problems(body).isEmpty, "\(problems(body))")
  }

  @Test
  func `a formula and a reference stand behind and ahead of letters that are no signs of prices and addresses`() throws
  {
    let formula = try NotebookSample.bound("取$\\frac{1}{2}$一半。", withExperiment: false)
    #expect(formula.notebook.marks.map(\.mark) == [.math("\\frac{1}{2}", display: false, label: nil)])
    #expect(problems("参见@fig-nothing。") == ["sample.md:7:3: nothing has the label 'fig-nothing'"])
  }

  @Test
  func `columns are counted in letters`() {
    #expect(problems("日本語日本語 <b>x")[0].hasPrefix("sample.md:7:8: HTML is not allowed"))
  }

  @Test
  func `the command of a notebook is one that the shell takes`() throws {
    let text = NotebookSample.head.replacing("tier: look", with: "who: 'x $HOME'")
    let notebook = try Notebook.read(text: text + "\n\nText\n", file: "my notes.md")
    let bound = try BoundNotebook(
      notebook, files: ["sample.bib": Array(NotebookSample.bibliography.utf8)], identities: [])
    #expect(bound.command == "dropout-lab run 'my notes.md' student=0 'who=x $HOME'")
  }

  @Test
  func `parameters are changed by name only`() throws {
    let text = NotebookSample.head + "\n\nText {{ parameter.tier }}"
    let changed = try Notebook.read(text: text, file: "a.md", parameters: ["student=7"])
    #expect(changed.names.parameters.map(\.value) == ["7", "look"])
    #expect(throws: SpecError.self) { try Notebook.read(text: text, file: "a.md", parameters: ["studnt=7"]) }
  }

  @Test
  func `an experiment that is wrong stays a matter of its cell, with the line of the notebook`() throws {
    let body = "```{experiment}\n#| name: broken\nname: broken\nquestion: Why?\nseed: x\n```"
    let bound = try NotebookSample.bound(body, withExperiment: false)
    guard case .failure(let error) = bound.experiments[0].reading else {
      Issue.record("the experiment was read")
      return
    }
    #expect(error.description.contains("sample.md:11:7: expected a whole number, found 'x'"), "\(error)")
  }
}
