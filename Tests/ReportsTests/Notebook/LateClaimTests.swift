import Analysis
import Experiments
import Reports
import Testing

/// What stands in a notebook where claims came after their trials.
struct LateClaimTests {
  private func files(frozenAfter read: Int) throws -> (html: String, markdown: String) {
    let freezing = Freezing(
      name: "rates", tier: nil, digest: "", effective: ClaimSample.experiment, commit: "", frozenAt: 0, trialsRead: read
    )
    let finding = ProtocolFinding(
      of: try Experiment.read(yaml: ClaimSample.experiment, file: "sample.yaml"), freezings: [freezing])
    let answer = NotebookSample.answer(ClaimSample.design, SampleReport.evidence, finding)
    let evaluated = try NotebookSample.evaluated("```{claim}\n#| experiment: rates\n#| id: C1\n```", answer)
    let html = NotebookHTML(evaluated, templates: try TemplateLibrary(), isSingle: true).files[0].bytes
    let markdown = NotebookMarkdown(evaluated).files[0].bytes
    return (String(decoding: html, as: UTF8.self), String(decoding: markdown, as: UTF8.self))
  }

  @Test
  func `a plan that was frozen after looking warns above its verdicts`() throws {
    let (html, markdown) = try files(frozenAfter: 7)
    let warning = "after 7 trials had been read: this freeze proves nothing."
    let shown = try #require(html.firstRange(of: "<p class=\"warning\">Frozen on 1970-01-01T00:00:00Z"))
    #expect(html.contains("\(warning)</p>"))
    let verdict = try #require(html.firstRange(of: "class=\"card claim\""))
    #expect(shown.lowerBound < verdict.lowerBound)
    #expect(markdown.contains("\(warning)**"))
  }

  @Test
  func `a plan that was frozen before stands without a warning`() throws {
    let (html, markdown) = try files(frozenAfter: 0)
    #expect(!html.contains("class=\"warning\"") && !markdown.contains("Frozen"))
  }
}
