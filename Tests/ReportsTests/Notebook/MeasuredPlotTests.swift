import Analysis
import Experiments
import Reports
import Specifications
import Testing

/// Plot cells that draw what inference or a probe found of each trial.
struct MeasuredPlotTests {
  private func cell(_ measure: String, _ recipe: String = "metric-by-rate") -> String {
    "```{plot}\n#| experiment: rates\n#| recipe: \(recipe)\n#| measure: \(measure)\n```"
  }

  @Test(arguments: [
    ("{ inference: maskLeftOn, metric: nll }", "Test NLL by masks left on", "nll-by-rate.png"),
    (
      "{ inference: { monteCarlo: { samples: 100 } }, metric: error, samples: 5 }",
      "Test error by Monte Carlo, 100 masks after 5 ", "error-by-rate.png"
    ),
    (
      "{ probe: unitRemoval, statistic: accuracyDropMost, layer: hidden2 }", "Accuracy drop, largest in hidden2 (",
      "accuracyDropMost-by-rate.png"
    ),
  ])
  func `a plot draws a measure in the place of the metric`(measure: String, title: String, file: String) throws {
    let evaluated = try NotebookSample.evaluated(cell(measure))
    #expect(evaluated.failures.isEmpty, "\(evaluated.failures)")
    let markdown = NotebookMarkdown(evaluated).files
    #expect(markdown.contains { $0.path.hasSuffix(file) }, "\(markdown.map(\.path))")
    #expect(try NotebookSample.html(cell(measure)).contains(title))
  }

  @Test
  func `the numbers of the figure are those of the probe`() throws {
    let point = try #require(
      NotebookSample.summary.probes.lazy.filter { $0.configuration == 5 }
        .compactMap { $0.point(.accuracyDropMost, layer: "hidden2") }.first)
    let summary = NotebookSample.summary.measured(
      by: .probe(ProbeRequest(.unitRemoval), .accuracyDropMost, layer: "hidden2", at: nil), of: SampleReport.design,
      evidence: SampleReport.evidence)
    let shown = try #require(summary.configuration(5))
    #expect(shown.values == point.values && shown.mean == point.interval)
    #expect(summary.configuration(8)?.values.count == 8)
  }

  @Test(arguments: [
    (
      "{ inference: { monteCarlo: { samples: 7 } }, metric: error }", "has what is measured: inference is not asked for"
    ),
    ("{ inference: maskLeftOn, metric: eror }", "'eror'"),
    ("{ probe: redundancy, statistic: participation, layer: hidden1 }", "probes does not list redundancy; it lists"),
    ("{ probe: unitRemoval, statistic: accuracyDropMost }", "accuracyDropMost is found of every layer; name one"),
  ])
  func `a measure that the experiment does not have is refused with its place`(measure: String, message: String) {
    let error = #expect(throws: SpecError.self) { try NotebookSample.bound(cell(measure)) }
    let found = error.map { "\($0)" } ?? ""
    #expect(found.hasPrefix("sample.md:") && found.contains(message), "\(found)")
  }
}
