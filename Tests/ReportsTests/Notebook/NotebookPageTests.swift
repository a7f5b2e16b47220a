import Analysis
import Experiments
import Foundation
import Reports
import Specifications
import Statistics
import Testing

struct NotebookPageTests {
  @Test
  func `a value is the mean of its trials with as many places as its interval deserves`() throws {
    let configuration = try #require(NotebookSample.summary.configuration(5))
    let mean = try #require(configuration.mean)
    let numbers = MetricText(metric: .error, intervals: [mean])
    let page = try NotebookSample.html("It is {{ rates.half.test.error | percent }}.")
    #expect(page.contains(">\(numbers.value(mean.estimate))</a>."), "\(numbers.value(mean.estimate))")
    #expect(page.contains("href=\"#trials-rates\""))
    #expect(page.contains("95\u{A0}% interval \(numbers.bounds(mean))\u{A0}%"))
  }

  @Test
  func `a difference pairs the replicates of two configurations`() throws {
    let (half, plain) = (
      try #require(NotebookSample.summary.configuration(5)), try #require(NotebookSample.summary.configuration(0))
    )
    let pairs = half.values.compactMap { value in
      plain.values.first { $0.replicate == value.replicate }.map { (value.value, $0.value) }
    }
    let sample = try #require(PairedSample(pairs.map(\.0), minus: pairs.map(\.1)))
    let interval = try #require(Interval.pairedStudentT(sample))
    let text = MetricText(metric: .error, intervals: [interval])
    let page = try NotebookSample.html("By {{ rates.half-plain.test.error | points }}.")
    #expect(page.contains("\(text.difference(interval.estimate))\u{A0}points</a>"))
  }

  @Test
  func `a missing value is an error in its place and in the banner, never an empty string`() throws {
    let evaluated = try NotebookSample.evaluated(
      "It is {{ rates.half.test.sparsity.hidden1 }} and {{ rates.plain.test.error }}.")
    #expect(evaluated.failures.count == 1)
    let page = try NotebookSample.html("It is {{ rates.half.test.sparsity.hidden1 }}.")
    #expect(page.contains("id=\"failure-1\"") && page.contains("href=\"#failure-1\""))
    #expect(page.contains("has no test.sparsity"))
  }

  @Test
  func `what only follows from a failed experiment is counted and not listed`() throws {
    var answers = NotebookAnswers(version: "0.1.0")
    answers.experiments["rates"] = .failed(CellFailure(.init(file: "sample.md", line: 8, column: 1), "no data"))
    let bound = try NotebookSample.bound(
      "It is {{ rates.half.test.error }}.\n\n```{plot}\n#| experiment: rates\n#| recipe: metric-by-rate\n```")
    let evaluated = try EvaluatedNotebook(bound, answers: answers)
    #expect(evaluated.failures.map(\.message) == ["no data"])
    #expect(evaluated.failureSentence.hasPrefix("One part of this page could not be made, nor 2 that depend on it;"))
  }

  @Test
  func `what is commented out is not read, not run and not numbered, and lines stay lines`() throws {
    let body = "A <!-- {{ nothing.here }} $\\frc$\n\n```{plot}\n#| nonsense\n```\n\n-->B {{ parameter.student }}."
    let text = try NotebookSample.html(body)
    #expect(text.contains("<p>A</p>") && text.contains("<p>B 0.</p>") && !text.contains("nonsense"))
    let below = #expect(throws: SpecError.self) {
      try NotebookSample.bound(body + "\n\n{{ nothing.here }}", withExperiment: false)
    }
    #expect(below?.description.contains(":15:1: 'nothing.here' is no inline value") == true, "\(below as Any)")
    let open = #expect(throws: SpecError.self) { try NotebookSample.bound("<!-- open") }
    #expect(open?.description.contains("a comment is not closed; end it with -->") == true)
  }

  @Test
  func `figures, tables, equations and sections are numbered, and references lead both ways`() throws {
    let page = try NotebookSample.html(
      """
      ## One {#sec-one}

      See @fig-a, @tbl-b, @eq-c and @sec-one.

      $$ x = 1 $$ {#eq-c}

      ```{plot}
      #| experiment: rates
      #| recipe: metric-by-rate
      #| label: fig-a
      #| caption: "Look at $q$."
      ```

      ```{table}
      #| experiment: rates
      #| query: configurations
      #| label: tbl-b
      ```
      """)
    for (label, text) in [("fig-a", "Figure&nbsp;1"), ("tbl-b", "Table&nbsp;1"), ("eq-c", "Equation&nbsp;1")] {
      #expect(page.contains("href=\"#\(label)\">\(text)</a>"))
      #expect(page.contains("id=\"\(label)\""))
      #expect(page.contains("<a href=\"#at-\(label)-"))
    }
    #expect(page.contains("<h2 id=\"sec-one\"><span class=\"number\">1</span> One</h2>"))
    #expect(page.contains("href=\"#sec-one\">Section&nbsp;1</a>"))
  }

  @Test
  func `a mention within a cell belongs to the section of the cell`() throws {
    let page = try NotebookSample.html(
      """
      ## One

      $$ a = b $$ {#eq-a}

      ```{exercise}
      #| id: a
      #| answer: 1
      See @eq-a?
      ---
      Yes.
      ```

      ## Two
      """)
    #expect(page.contains(">Section&nbsp;1</a>.") && !page.contains(">Section&nbsp;2</a>."))
  }

  @Test
  func `every link within the page leads somewhere and no name is given twice`() throws {
    let page = try NotebookSample.html(Self.everything)
    let names = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
    #expect(Set(names).count == names.count, "\(names.filter { name in names.count { $0 == name } > 1 })")
    for link in page.matches(of: /href="#([^"]+)"/) {
      #expect(names.contains(String(link.1)), "#\(link.1)")
    }
    #expect(!page.contains("src=\"http") && !page.contains("<script") && !page.contains("\u{E000}"))
    #expect(page.contains("Sample &lt;page&gt;"))
  }

  @Test
  func `the same answers give the same bytes in every kind of document`() throws {
    func documents() throws -> [ReportFile] {
      let evaluated = try NotebookSample.evaluated(Self.everything, NotebookSample.made())
      let templates = try TemplateLibrary()
      return NotebookHTML(evaluated, templates: templates, isSingle: false).files
        + NotebookHTML(evaluated, templates: templates, isSingle: true).files + NotebookMarkdown(evaluated).files
        + NotebookJupyter(evaluated).files
    }
    #expect(try documents() == documents())
  }

  @Test
  func `Markdown and Jupyter hold the same values and captions as the page`() throws {
    let evaluated = try NotebookSample.evaluated(Self.everything)
    let markdown = String(decoding: NotebookMarkdown(evaluated).files[0].bytes, as: UTF8.self)
    let jupyter = String(decoding: NotebookJupyter(evaluated).files[0].bytes, as: UTF8.self)
    for text in ["Figure 1", "holds", "Srivastava et al. 2014"] {
      #expect(markdown.contains(text) && jupyter.contains(text), "\(text)")
    }
    #expect(markdown.contains("](figures-markdown/1-") && jupyter.contains("image/png"))
    #expect(jupyter.contains("**Figure 1.**") && !jupyter.contains("\"stream\""))
    #expect(!markdown.contains("\u{E000}") && !jupyter.contains("\u{E000}") && !markdown.contains("{{"))
  }

  @Test
  func `choices of an exercise have their formulas`() throws {
    let page = try NotebookSample.html(
      "```{exercise}\n#| id: c\n#| kind: choice\n#| choices: [\"by $p$\", nothing]\n#| answer: b\nT?\n---\nW.\n```")
    #expect(page.contains("<ol class=\"choices\"><li>by <math") && !page.contains("$p$"))
  }

  @Test
  func `identities show their largest error, not their standard scores`() throws {
    let page = try NotebookSample.html("T06 {{ identity.T06 }} to {{ identity.T06.max_error | number(3) }}.")
    #expect(page.contains(">holds</span> to ") && page.contains(">0.250</span>"))
  }

  static let everything = """
    ## All {#sec-all}

    It is {{ rates.half.test.error }} [@srivastava2014], says @fig-a.[^note] {{ identity.T06 }}. $a_b$ and $c*d*$.

    [^note]: Fine print with {{ rates.trials }} trials.

    | a | b |
    |---|---|
    | $|x|$ | {{ rates.plain.test.error }} |

    ```{plot}
    #| experiment: rates
    #| recipe: metric-by-rate
    #| label: fig-a
    #| caption: "Again @sec-all."
    ```

    ```{identity}
    #| id: T06
    ```

    ```{catalog}
    #| section: dropout
    #| name: gaussian
    ```

    ```{question}
    #| id: why
    Why?
    ---
    Because of {{ rates.plain.test.error }}.
    ```

    ```{exercise}
    #| id: sum
    #| label: exr-sum
    #| draw: { q: [0.2, 0.3] }
    #| answer: "{{ draw.q }} * 2"
    Twice {{ draw.q }}?
    ---
    {{ = draw.q * 2 }}, as in @exr-sum.
    ```

    ```{glossary}
    | Word | Meaning |
    |---|---|
    | rate | $q$ |
    ```
    """
}
