import Analysis
import Experiments
import NeuralNets
import Specifications
import Statistics
import Testing

struct ExperimentSummaryTests {
  @Test
  func `means, intervals and paired differences are those of the statistics`() throws {
    let summary = Fixture.rates.summary
    #expect(summary.configurations.map(\.label) == ["none", "bernoulli 0.2", "bernoulli 0.5"])
    let best = try #require(summary.configuration(2))
    #expect(best.values.map(\.value) == [0.050, 0.052, 0.050, 0.052])
    let sample = try #require(Sample([0.050, 0.052, 0.050, 0.052]))
    #expect(best.mean == Interval.studentT(sample))
    let difference = try #require(summary.difference(of: 2))
    let pairs = try #require(PairedSample([0.050, 0.052, 0.050, 0.052], minus: [0.060, 0.064, 0.058, 0.062]))
    #expect(difference.baseline == 0)
    #expect(difference.interval == Interval.pairedStudentT(pairs))
    #expect(difference.signFlip == 0.125)
    #expect(difference.differences.map(\.trial) == (0..<4).map { Fixture().id(2, $0) })
    #expect(summary.difference(of: 0) == nil)
    #expect(summary.differences.count == 2)
  }

  @Test
  func `the best configuration is chosen on validation even if test says otherwise`() {
    var fixture = Fixture()
    fixture.add(0, test: [0.06, 0.06], validation: [0.055, 0.055])
    fixture.add(1, test: [0.01, 0.01], validation: [0.05, 0.05])
    fixture.add(2, test: [0.05, 0.05], validation: [0.04, 0.04])
    #expect(fixture.summary.chosen == 2)
    #expect(fixture.summary.groups == [ComparisonGroup(baseline: 0, members: [0, 1, 2], chosen: 2)])
  }

  @Test
  func `a higher accuracy on validation is better`() {
    var fixture = Fixture(metric: MetricChoice(name: .accuracy, split: .test, at: .last), rates: [nil, 0.5])
    for (configuration, accuracy) in [(0, 0.9), (1, 0.95)] {
      let metrics = [Split.validation, .test].map {
        EpochMetric(epoch: 4, split: $0, metric: .accuracy, value: accuracy)
      }
      fixture.outcomes[fixture.id(configuration, 0)] = fixture.outcome(replicate: 0, metrics)
    }
    #expect(fixture.summary.chosen == 1)
  }

  @Test
  func `a configuration that did not train is listed, marked and never chosen`() throws {
    var fixture = Fixture.rates
    fixture.add(2, test: [0.04, 0.04, 0.04, 0.04], validation: [0.01, 0.01, 0.01, 0.01], training: 0.62)
    let summary = fixture.summary
    #expect(summary.configurations.count == 3)
    #expect(summary.configuration(2)?.optimiserFailed == "training error at the end 62\u{A0}%")
    #expect(summary.chosen == 1)
    #expect(summary.difference(of: 2)?.adjusted == nil)
    #expect(summary.difference(of: 1)?.adjusted == summary.difference(of: 1)?.tTest)
  }

  @Test
  func `p values of the configurations that trained are corrected as one family`() throws {
    let summary = Fixture.rates.summary
    #expect(summary.differences.compactMap(\.adjusted) == Holm.adjusted(summary.differences.compactMap(\.tTest)))
  }

  @Test
  func `diverged, failed and missing trials are counted and never averaged`() throws {
    var fixture = Fixture.rates
    fixture.diverge(1, 0)
    fixture.outcomes[fixture.id(1, 1)] = nil
    fixture.failures[fixture.id(1, 1)] = FailedAttempts(count: 2, reason: "timed out after 60 s")
    fixture.outcomes[fixture.id(1, 2)] = nil
    let summary = fixture.summary
    let counts = try #require(summary.configuration(1)).counts
    #expect(counts == TrialCounts(planned: 4, completed: 1, diverged: 1, failed: 1))
    #expect(counts.open == 1)
    #expect(summary.configuration(1)?.mean == nil)
    #expect(summary.difference(of: 1)?.interval == nil)
    #expect(summary.counts == TrialCounts(planned: 12, completed: 9, diverged: 1, failed: 1))
    #expect(summary.trials.map(\.state.word).filter { $0 != "completed" } == ["diverged", "failed", "not run"])
  }

  @Test
  func `a configuration whose trials all diverged failed to train`() {
    var fixture = Fixture.rates
    for replicate in 0..<4 { fixture.diverge(2, replicate) }
    #expect(fixture.summary.configuration(2)?.optimiserFailed == "all 4 trials diverged")
    #expect(fixture.summary.chosen == 1)
  }

  @Test
  func `diverged trials put in at chance level give the sensitivity line`() throws {
    var fixture = Fixture.rates
    fixture.diverge(2, 3)
    let summary = fixture.summary
    let line = try #require(summary.sensitivity.first)
    #expect(summary.sensitivity.count == 1)
    #expect(line.configuration == 2 && line.diverged == 1 && line.chance == 0.9)
    let pairs = try #require(PairedSample([0.050, 0.052, 0.050, 0.9], minus: [0.060, 0.064, 0.058, 0.062]))
    #expect(line.difference == Interval.pairedStudentT(pairs))
    #expect(line.mean == Sample([0.050, 0.052, 0.050, 0.9])?.mean)
    #expect(Fixture.rates.summary.sensitivity.isEmpty)
  }

  @Test
  func `pairing is read from digests`() {
    var fixture = Fixture.rates
    #expect(fixture.summary.differences.allSatisfy { $0.pairedInitialWeights && $0.pairedBatchOrder })
    let old = fixture.outcomes[fixture.id(2, 1)]
    fixture.outcomes[fixture.id(2, 1)] = fixture.outcome(replicate: 1, old?.metrics ?? [], weights: "other width")
    let differences = fixture.summary.differences
    #expect(differences.map(\.pairedInitialWeights) == [true, false])
    #expect(differences.map(\.pairedBatchOrder) == [true, true])
  }

  @Test
  func `an experiment without any outcome sums up to nothing`() {
    let summary = Fixture().summary
    #expect(summary.chosen == nil)
    #expect(summary.configurations.allSatisfy { $0.values.isEmpty && $0.mean == nil && $0.curves.isEmpty })
    #expect(summary.differences.allSatisfy { $0.interval == nil && $0.signFlip == nil && !$0.pairedBatchOrder })
  }

  @Test
  func `tuned values come with the score of every candidate`() throws {
    var fixture = Fixture.rates
    let trials = ["a", "b", "c"].map { TrialID(hex: String(repeating: $0, count: 64)) }
    let candidates = zip(["0.03", "0.1", "0.3"], trials).map { DesignedCandidate(value: $0, trials: [$1]) }
    let tuned = DesignedTuning(path: "trial.optimizer.sgd.learningRate", chosen: "0.3", candidates: candidates)
    fixture.tuning = TuningDesign(split: .validation, metric: .error, seeds: [901])
    fixture.tuned = Array(repeating: [tuned], count: 3)
    for (trial, error) in zip(trials.dropFirst(), [0.07, 0.05]) {
      let metrics = [EpochMetric(epoch: 4, split: .validation, metric: .error, value: error)]
      fixture.outcomes[trial] = fixture.outcome(replicate: 901, metrics)
    }
    let found = try #require(fixture.summary.configurations.first?.tuned.first)
    #expect(found.candidates.map(\.score) == [nil, 0.07, 0.05])
    #expect(found.atEdge)
    #expect(fixture.summary.variation.fixed.contains("tuned values"))
  }

  @Test(arguments: [
    ("0.1, 0.00001, 30", "0.1", false), ("0.1, 0.00001, 30", "30", true), ("0.1, 0.00001, 30", "0.00001", true),
    ("30, 0.1, 0.00001", "30", true), ("0.1, 0.3, 1e-3", "0.1", false), ("relu, tanh, gelu", "tanh", false),
    ("relu, tanh, gelu", "gelu", true), ("0.1, none, 0.3", "0.3", true), ("0.1, none, 0.3", "none", false),
    ("0.1", "0.1", false), ("0.1, 0.3", nil, false),
  ])
  func `edges of what was tuned go by size, not by the place in the list`(
    _ values: String, _ chosen: String?, _ isAtEdge: Bool
  ) {
    var fixture = Fixture.rates
    let candidates = values.split(separator: ", ").map { DesignedCandidate(value: String($0), trials: []) }
    let path = "trial.optimizer.sgd.learningRate"
    fixture.tuned = Array(
      repeating: [DesignedTuning(path: path, chosen: chosen, candidates: candidates)], count: 3)
    #expect(fixture.summary.configurations.allSatisfy { $0.tuned.map(\.atEdge) == [isAtEdge] })
  }

  @Test(arguments: [(Metric.accuracy, Metric.error), (.error, .accuracy)])
  func `where validation has the error and test the accuracy, or the other way, the better is chosen`(
    _ tested: Metric, _ validated: Metric
  ) throws {
    var fixture = Fixture(metric: MetricChoice(name: tested, split: .test, at: .last), rates: [nil, 0.5])
    for (configuration, error) in [(0, 0.125), (1, 0.0625)] {
      let metrics = [(Split.validation, validated), (.test, tested)].map { split, metric in
        EpochMetric(epoch: 4, split: split, metric: metric, value: metric == .error ? error : 1 - error)
      }
      fixture.outcomes[fixture.id(configuration, 0)] = fixture.outcome(replicate: 0, metrics)
    }
    #expect(fixture.summary.chosen == 1)
    #expect(fixture.summary.configuration(1)?.validationScore == (tested == .error ? 0.0625 : 0.9375))
  }

  @Test(arguments: [
    DropoutPlacement(input: .bernoulli(rate: Rate(0.2), convention: .inverted)),
    DropoutPlacement(maps: .same(.spatial(rate: Rate(0.1)))), DropoutPlacement(residual: .layerDrop(rate: Rate(0.1))),
    DropoutPlacement(recurrent: RecurrentDropout(state: .tied(rate: Rate(0.1)))),
    DropoutPlacement(attention: AttentionDropout(weights: Rate(0.1))),
    DropoutPlacement(branches: .gaussian(rate: Rate(0.1))),
    DropoutPlacement(weights: .dropConnect(DropConnect(rate: Rate(0.5)))),
    DropoutPlacement(embedding: EmbeddingDropout(words: Rate(0.1))),
    DropoutPlacement(sums: .each([.none, .gaussian(rate: Rate(0.1))])), DropoutPlacement(paths: .global),
  ])
  func `noise of any place differs between replicates`(_ placement: DropoutPlacement) {
    #expect(placement.isPresent)
  }

  @Test
  func `no noise is none, also layer by layer`() {
    #expect(!DropoutPlacement().isPresent)
    let none = HiddenDropout.each([.none, .none])
    #expect(!DropoutPlacement(hidden: none, maps: none, sums: none).isPresent)
  }

  @Test
  func `one replicate has an estimate and no interval`() throws {
    var fixture = Fixture(replicates: 1)
    fixture.add(0, test: [0.25], validation: [0.25])
    fixture.add(1, test: [0.125], validation: [0.125])
    let (summary, numbers) = (fixture.summary, fixture.summary.numbers)
    #expect(summary.configurations.map(\.estimate) == [0.25, 0.125, nil])
    let pairs = summary.differences
    #expect(pairs.map(\.estimate) == [-0.125, nil] && pairs.allSatisfy { $0.interval == nil })
    #expect(pairs.map { numbers.difference($0) } == ["−12.5", nil])
  }

  @Test
  func `the order of the evidence does not matter`() {
    let fixture = Fixture.rates
    let reversed = fixture.outcomes.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
    let summary = ExperimentSummary(
      of: fixture.design, evidence: Evidence(outcomes: Dictionary(uniqueKeysWithValues: reversed)))
    #expect(summary.differences.map(\.interval) == fixture.summary.differences.map(\.interval))
    #expect(summary.configurations.flatMap(\.finals) == fixture.summary.configurations.flatMap(\.finals))
  }
}
