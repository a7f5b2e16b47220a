import Analysis
import Experiments
import Testing

struct AnswerTests {
  @Test
  func `a clear difference is told first, with its interval`() {
    #expect(
      plain(Fixture.rates) == """
        Bernoulli 0.5, chosen on validation, has test error 5.1 %: 1.0 points below none (95 % interval of the difference \
        −1.3 to −0.7 points, n = 4). Both comparisons with a baseline lie below it after \
        Holm's correction (p ≤ 0.05).
        """)
  }

  @Test
  func `a difference that may be none is called inconclusive`() {
    var fixture = Fixture(rates: [nil, 0.5])
    fixture.add(0, test: [0.060, 0.050, 0.058, 0.052], validation: [0.05, 0.05, 0.05, 0.05])
    fixture.add(1, test: [0.050, 0.055, 0.050, 0.060], validation: [0.04, 0.04, 0.04, 0.04])
    #expect(
      plain(fixture) == """
        Inconclusive: bernoulli 0.5, chosen on validation, has test error 5.4 %, 0.1 points below none, but the \
        difference may be none (95 % interval of the difference −1.6 to +1.3 points, n = 4).
        """)
  }

  @Test
  func `a baseline that is best on validation says so`() {
    var fixture = Fixture.rates
    fixture.add(0, test: [0.04, 0.041, 0.042, 0.043], validation: [0.01, 0.01, 0.01, 0.01])
    let beginning = "No configuration does better on validation than the baseline none, with test error"
    #expect(plain(fixture).hasPrefix(beginning))
  }

  @Test
  func `without validation nothing is said to be best on it`() {
    var fixture = Fixture(rates: [nil, 0.5])
    for (index, errors) in [[0.060, 0.064, 0.058, 0.062], [0.050, 0.052, 0.050, 0.052]].enumerated() {
      fixture.add(index, test: errors)
    }
    #expect(plain(fixture).hasPrefix("Bernoulli 0.5 has test error 5.1 %: 1.0 points below none (95 % interval"))
    fixture.hasBaseline = false
    #expect(
      plain(fixture) == """
        Nothing was scored on validation, so no configuration is chosen: test error goes from 5.1 % (bernoulli 0.5) to \
        6.1 % (none).
        """)
    var lone = Fixture(rates: [nil, 0.5], hasBaseline: false)
    lone.add(0, test: [0.060, 0.064, 0.058, 0.062])
    lone.diverge(1, 0)
    #expect(
      plain(lone).hasPrefix(
        "Nothing was scored on validation, so no configuration is chosen; the only one that trained, none, has test "
          + "error 6.1 % (95 % interval 5."), "\(plain(lone))")
  }

  @Test
  func `one configuration has its interval, one trial has none`() {
    var fixture = Fixture(rates: [0.5], hasBaseline: false)
    fixture.add(0, test: [0.050], validation: [0.04])
    #expect(plain(fixture).hasPrefix("Test error is 5.00 % in a single trial; one trial has no interval."))
    fixture.add(0, test: [0.050, 0.052, 0.050, 0.052], validation: [0.04, 0.04, 0.04, 0.04])
    #expect(plain(fixture) == "Test error is 5.10 % (95 % interval 4.92 to 5.28 %, n = 4).")
  }

  @Test
  func `without a baseline the best on validation is named`() {
    var fixture = Fixture.rates
    fixture.hasBaseline = false
    #expect(
      plain(fixture)
        == "Bernoulli 0.5 does best on validation, with test error 5.1 % (95 % interval 4.9 to 5.3 %, n = 4).")
  }

  @Test
  func `too few pairs leave the answer undecided`() {
    var fixture = Fixture(replicates: 1, rates: [nil, 0.5])
    fixture.add(0, test: [0.06], validation: [0.05])
    fixture.add(1, test: [0.05], validation: [0.04])
    #expect(
      plain(fixture) == """
        Undecided: bernoulli 0.5, chosen on validation, has test error 5.00 %, but one pair of trials with none is too few \
        for an interval.
        """)
  }

  @Test
  func `nothing finished and nothing trained are said plainly`() {
    #expect(plain(Fixture()) == "No trial has finished yet: 12 are planned.")
    var fixture = Fixture(rates: [nil])
    for replicate in 0..<4 { fixture.diverge(0, replicate) }
    #expect(
      plain(fixture) == """
        No configuration trained, so the question stays open. None did not train (optimiser failed) and is left out; 4 of \
        4 trials diverged.
        """)
  }

  @Test
  func `comparisons on either side of a baseline are counted apart`() {
    var fixture = Fixture.rates
    fixture.add(1, test: [0.070, 0.075, 0.068, 0.072], validation: [0.06, 0.06, 0.06, 0.06])
    #expect(
      plain(fixture).hasSuffix(
        "Of 2 comparisons with a baseline 1 lie below and 1 above it after Holm's correction (p ≤ 0.05)."))
  }

  @Test
  func `labels with commas stand in quotation marks, and many are counted`() throws {
    let plain = try #require(Fixture.rates.summary.configuration(2))
    #expect(plain.mention == "bernoulli 0.5")
    let label = "256-256, none"
    let arm = ConfigurationSummary(
      index: 0, label: label, fields: [], spec: plain.spec, counts: plain.counts, values: [], mean: nil,
      standardDeviation: nil, optimiserFailed: nil, finals: [], curves: [], tuned: [])
    #expect([arm, plain].mentions == "“256-256, none” and bernoulli 0.5")
    #expect([arm, arm, arm, arm].mentions == "4 configurations")
  }

  @Test
  func `what was left out is told last`() {
    var fixture = Fixture.rates
    fixture.diverge(1, 0)
    fixture.outcomes[fixture.id(1, 1)] = nil
    #expect(Answer(to: fixture.summary).sentences.last == "1 of 12 trials diverged; 1 of 12 has not run yet.")
  }

  private func plain(_ fixture: Fixture) -> String {
    Answer(to: fixture.summary).text.replacing("\u{A0}", with: " ")
  }
}
