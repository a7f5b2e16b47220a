import Analysis
import Experiments
import Reports
import Testing

/// A number that is changed behind the program's back changes what the page says.
///
/// The archive finds such a change by its checksums; this is what a reader would see if it did not.
struct TamperedNumberTests {
  /// The sample with the test error of every trial of one configuration multiplied.
  private func page(_ configuration: Int, times factor: Double) throws -> String {
    let evidence = SampleReport.evidence
    var outcomes = evidence.outcomes
    for replicate in 0..<SampleReport.replicates {
      let id = SampleReport.trial(configuration, replicate).id
      outcomes[id] = outcomes[id].map { outcome in
        TrialOutcome(
          status: outcome.status,
          metrics: outcome.metrics.map { metric in
            guard metric.split == .test, metric.metric == .error else { return metric }
            return EpochMetric(
              epoch: metric.epoch, split: metric.split, metric: metric.metric, value: metric.value * factor)
          }, digests: outcome.digests, correctness: outcome.correctness, weights: nil)
      }
    }
    let body = """
      Half makes {{ rates.half.test.error | percent }}, and the claim is {{ claim.rates.C1.verdict }}.

      ```{claim}
      #| experiment: rates
      #| id: C1
      ```
      """
    let changed = Evidence(outcomes: outcomes, failures: evidence.failures)
    return try NotebookSample.html(body, NotebookSample.answer(ClaimSample.design, changed))
  }

  /// The number of the sentence.
  private func number(in page: String) throws -> Double {
    let match = try #require(page.firstMatch(of: /Half makes <a[^>]*>([0-9.]+)\u{A0}%<\/a>/))
    return try #require(Double(match.1))
  }

  @Test
  func `a tampered number turns its verdict and its prose`() throws {
    let honest = try page(5, times: 1)
    #expect(honest.contains(">reproduced</a>.") && honest.contains("reproduced</span>"))
    let tampered = try page(5, times: 1.5)
    #expect(abs(try number(in: tampered) / number(in: honest) - 1.5) < 0.02)
    #expect(tampered.contains(">reversed</a>.") && !tampered.contains(">reproduced"))
  }
}
