import Analysis
import Specifications

@testable import Reports

/// A notebook about the experiment of `SampleReport`, answered by hand.
enum NotebookSample {
  static let head = """
    ---
    title: Sample <page>
    parameters: { student: 0, tier: look }
    bibliography: sample.bib
    ---
    """

  /// The grid of `SampleReport` as a cell; its first line is line 10 of the notebook.
  static let experiment = """
    ```{experiment}
    #| name: rates
    #| configurations: { plain: none, half: bernoulli 0.5, most: bernoulli 0.8 }
    #| show: nothing
    name: rates
    question: Which rate?
    seed: 2014
    replicates: 9
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 2000, validation: 1000, test: 10000 }
      network: { mlp: { hidden: [256, 256] } }
      dropout: { hidden: none }
      optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
      training: { batchSize: 100, epochs: 20, evaluate: { every: 5, training: 1000 } }
    vary:
      trial.dropout.hidden:
        - none
        - { bernoulli: { rate: 0.1 } }
        - { bernoulli: { rate: 0.2 } }
        - { bernoulli: { rate: 0.3 } }
        - { bernoulli: { rate: 0.4 } }
        - { bernoulli: { rate: 0.5 } }
        - { bernoulli: { rate: 0.6 } }
        - { bernoulli: { rate: 0.7 } }
        - { bernoulli: { rate: 0.8 } }
        - { bernoulli: { rate: 0.95 } }
    inference: [{ monteCarlo: { samples: 100 } }, { monteCarlo: { samples: 100, mean: geometric } }, maskLeftOn]
    probes: [unitRemoval, pairInteraction, removalCurve]
    claims:
      - id: C1
        statement: Half is better than nothing.
        contrast: { better: { trial.dropout.hidden: { bernoulli: { rate: 0.5 } } }, than: { trial.dropout.hidden: none } }
        delta: 0.001
    ```
    """

  static let bibliography = """
    @article{srivastava2014, author = {Srivastava, Nitish and Hinton, Geoffrey and Krizhevsky, Alex}, title = {Dropout},
      journal = {JMLR}, year = {2014}}
    """

  /// Reads a body below head and experiment.
  static func bound(
    _ body: String, head: String = head, withExperiment: Bool = true, file: String = "sample.md"
  ) throws -> BoundNotebook {
    let text = head + "\n\n" + (withExperiment ? experiment + "\n\n" : "") + body + "\n"
    let notebook = try Notebook.read(text: text, file: file)
    return try BoundNotebook(
      notebook, files: ["sample.bib": Array(bibliography.utf8)], identities: ["T01", "T06"])
  }

  static func evaluated(_ body: String, _ answer: ExperimentAnswer = answer) throws -> EvaluatedNotebook {
    let bound = try bound(body)
    var answers = NotebookAnswers(version: "0.1.0")
    answers.experiments["rates"] = .given(answer)
    answers.identities["T06"] = .given(identity)
    return try EvaluatedNotebook(bound, answers: answers)
  }

  static let answer = made()

  /// The answer of evidence gathered anew.
  static func made() -> ExperimentAnswer { answer(SampleReport.design, SampleReport.gathered()) }

  static func answer(
    _ design: ExperimentDesign, _ evidence: Evidence, _ protocolFinding: ProtocolFinding? = nil
  ) -> ExperimentAnswer {
    ExperimentAnswer(
      design: design, evidence: evidence, summary: ExperimentSummary(of: design, evidence: evidence),
      provenance: SampleReport.provenance, sheet: nil, filters: [],
      data: [ReportFact("data synthetic-digits", String(repeating: "ab", count: 32), isCode: true)],
      commits: ["c0ffee"], protocolFinding: protocolFinding)
  }

  static var summary: ExperimentSummary { answer.summary }

  static let identity = IdentityAnswer(
    id: "T06", statement: "Softmax ensembles are exact.", source: "derived",
    findings: [
      IdentityFinding(what: "a", found: 0.5, relation: "=", expected: 0.25, tolerance: 1, holds: true),
      IdentityFinding(what: "largest distance", found: 0.125, relation: "≤", expected: 0, tolerance: 1, holds: true),
      IdentityFinding(what: "z: mean", found: 3, relation: "=", expected: 0, tolerance: 4.5, holds: true),
    ])

  /// The models of a page on which everything occurs, with the names of their templates.
  static func models() throws -> [(String, Any)] {
    let body = """
      See @fig-a. {{ rates.half.test.sparsity.hidden1 }}

      ### Inner

      [@srivastava2014]

      ```{plot}
      #| experiment: rates
      #| recipe: metric-by-rate
      #| label: fig-a
      #| caption: Own words.
      ```

      ```{table}
      #| experiment: rates
      #| query: tests
      ```
      """
    let head = head.replacing("title:", with: "subtitle: Below\nauthors: [A, B]\ntitle:")
    var answers = NotebookAnswers(version: "0.1.0")
    answers.experiments["rates"] = .given(answer)
    let evaluated = try EvaluatedNotebook(try bound("## One\n\n" + body, head: head), answers: answers)
    let html = NotebookHTML(evaluated, templates: try TemplateLibrary(), isSingle: true)
    let claim = try ClaimOutput.all(
      [], of: Named(name: "rates", place: .nowhere), in: ClaimSample.report.summary)[0]
    return [("notebook", html.model as Any), ("claim", html.claimModel(claim) as Any)]
      + evaluated.exhibits.map { ("exhibit", html.exhibitModel($0, of: evaluated.notebook.cells[$0.cell]) as Any) }
      + evaluated.outputs.compactMap(\.origin).map { ("origin", html.originModel($0, of: "it") as Any) }
  }

  /// The HTML of a body, as one page.
  static func html(_ body: String, _ answer: ExperimentAnswer = answer) throws -> String {
    let files = NotebookHTML(try evaluated(body, answer), templates: try TemplateLibrary(), isSingle: true).files
    return String(decoding: files[0].bytes, as: UTF8.self)
  }
}
