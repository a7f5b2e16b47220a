import Analysis
import Experiments
import Reports
import Statistics
import Testing

/// Inline values of inference modes and probes.
struct AskedValueTests {
  /// The values of a mode at retention .5, made by hand in `InferenceSample`.
  private func values(_ mode: InferenceMode, after samples: Int, _ metric: InferenceMetric = .error) throws -> [Double]
  {
    let summary = try #require(
      NotebookSample.summary.inference.first { $0.configuration == 5 && $0.request.mode == mode })
    return try #require(summary.points(metric).first { $0.samples == samples }).values.map(\.value)
  }

  @Test(arguments: [("monteCarlo@5.error", 5), ("monteCarlo.error", 100)])
  func `a mode of inference gives the mean over replicates after so many samples`(path: String, samples: Int) throws {
    let sample = try #require(Sample(try values(.monteCarlo(samples: 100, mean: .arithmetic), after: samples)))
    let interval = try #require(Interval.studentT(sample))
    let text = MetricText(metric: .error, intervals: [interval])
    let page = try NotebookSample.html("By {{ inference.rates.half.test.\(path) | percent }}.")
    #expect(page.contains(">\(text.value(interval.estimate))</a>."), "\(text.value(interval.estimate))")
    #expect(page.contains("mean of 9 trials, 95\u{A0}% interval \(text.bounds(interval))"))
    #expect(page.contains("href=\"#trials-rates\""))
  }

  @Test
  func `two modes are compared on the same networks`() throws {
    let modes = [InferenceMode.monteCarlo(samples: 100, mean: .arithmetic), .weightScaling]
    let pairs = try #require(
      PairedSample(try values(modes[0], after: 5), minus: try values(modes[1], after: 1)))
    let interval = try #require(Interval.pairedStudentT(pairs))
    let text = MetricText(metric: .error, intervals: [interval])
    let page = try NotebookSample.html("By {{ inference.rates.half.test.monteCarlo@5-weightScaling.error }}.")
    #expect(page.contains(">\(text.difference(interval.estimate))\u{A0}points</a>."))
    #expect(page.contains("mean of 9 paired differences"))
  }

  @Test
  func `two configurations are compared under one mode`() throws {
    let evaluated = try NotebookSample.evaluated(
      "A {{ inference.rates.half-most.test.weightScaling.error.n }}, {{ inference.rates.half.test.maskLeftOn.nll.sd }}."
    )
    #expect(evaluated.failures.isEmpty)
    // Of nine replicates one diverged at rate .8, so one pair is missing.
    #expect(
      try NotebookSample.html("A {{ inference.rates.half-most.test.weightScaling.error.n }}.").contains(">8</a>."))
  }

  @Test
  func `a count takes the form of counts, and a spread has no sign`() throws {
    let page = try NotebookSample.html(
      """
      A {{ rates.plain.test.error.n | count }}, B {{ rates.plain.test.error.sd }},
      C {{ rates.plain.test.error.sd | points }}.
      """)
    #expect(page.contains(">9</a>, B <a"))
    #expect(!page.contains(">+"))
  }

  @Test
  func `a probe gives a number of a layer, of the network and of a curve`() throws {
    let probes = NotebookSample.summary.probes.filter { $0.configuration == 5 }
    func mean(_ statistic: ProbeStatistic, _ layer: String, at place: Double? = nil) throws -> Double {
      try #require(probes.lazy.compactMap { $0.point(statistic, layer: layer, at: place) }.first).mean
    }
    let page = try NotebookSample.html(
      """
      A {{ probe.rates.half.unitRemoval.accuracyDropMost.hidden2 | text }},
      B {{ probe.rates.half.removalCurve.removedArea | text }},
      C {{ probe.rates.half.removalCurve.removedAccuracy@0.25 | text }}.
      """)
    for value in [
      try mean(.accuracyDropMost, "hidden2"), try mean(.removedArea, ""), try mean(.removedAccuracy, "", at: 0.25),
    ] {
      #expect(page.contains(">\(value)</a>"), "\(value)")
    }
  }

  @Test(arguments: [
    ("inference.rates.half.test.monteCarlo", "an inference mode's value is inference.experiment.configuration.split"),
    ("inference.rates.half.tset.monteCarlo.error", "unknown split 'tset' in 'inference.rates.half.tset.monteCarlo"),
    (
      "inference.rates.half.test.monteCarlo.eror",
      "unknown metric 'eror' in 'inference.rates.half.test.monteCarlo.eror'"
    ),
    (
      "inference.rates.half.test.monteCarl.error",
      "unknown mode 'monteCarl' in 'rates' for 'half' (did you mean 'monteC"
    ),
    ("inference.rates.half.test.monteCarlo@7.error", "@7 is not written down; @ may be 1, 2, 5, 10, 20, 50, 100"),
    ("inference.rates.half.test.weightScaling@5.error", "only Monte Carlo has a number of samples to choose with @"),
    ("inference.rates.half.validation.monteCarlo.error", "'rates' asks 'half' by no mode of inference on validation"),
    ("inference.rates.plain.test.monteCarlo.error", "unknown mode 'monteCarlo' in 'rates' for 'plain'"),
    ("inference.rates.half.test.weightScaling.epistemicSD", "inference does not measure epistemicSD of"),
    ("inference.rates.hlf.test.monteCarlo.error", "unknown configuration 'hlf' in 'rates' (did you mean 'half'?)"),
    ("inference.rats.half.test.monteCarlo.error", "unknown experiment 'rats' in the notebook (did you mean 'rates'?)"),
    ("inference.rates.half.test.monteCarlo.error.x", "'x' stands behind the metric"),
    ("inference.rates.half.test.monteCarlo@a.error", "may have one @ with a number behind it"),
    ("probe.rates.half.unitRemoval", "a probe's value is probe.experiment.configuration.probe.statistic"),
    (
      "probe.rates.half.unitRemval.temperature", "unknown probe 'unitRemval' in 'rates' for 'half' (did you mean 'unitR"
    ),
    ("probe.rates.half.unitRemoval.hoyer", "unknown statistic 'hoyer' in unitRemoval; allowed: temperature"),
    ("probe.rates.half.unitRemoval.accuracyDropMean", "accuracyDropMean is found of every layer; write its name"),
    ("probe.rates.half.removalCurve.removedAccuracy", "removedAccuracy is a curve; choose a place with @: 0.0"),
    ("probe.rates.half.removalCurve.removedAccuracy@0.01", "@0.01, but the curve has 0.0"),
    ("probe.rates.half.removalCurve.removedArea@0.5", "removedArea is one number and has no @"),
  ])
  func `what was not asked is refused before anything runs`(path: String, message: String) {
    let error = #expect(throws: SpecError.self) { try NotebookSample.bound("It is {{ \(path) }}.") }
    let found = error.map { "\($0)" } ?? ""
    #expect(found.hasPrefix("sample.md:") && found.contains(":7: ") && found.contains(message), "\(found)")
  }

  @Test
  func `a layer that a probe did not look at is an error in its place`() throws {
    let evaluated = try NotebookSample.evaluated(
      "It is {{ probe.rates.half.unitRemoval.accuracyDropMean.hidden9 }}.")
    #expect(
      evaluated.failures.map(\.message) == ["accuracyDropMean was found of hidden1, hidden2, not of 'hidden9'"])
  }
}
