import Analysis
import Experiments
import Specifications
import Statistics
import Testing

struct ComparisonTests {
  @Test
  func `the end of a path has as many parts as tell it from the others`() {
    let paths = ["sums", "hidden"].map { "trial.dropout.\($0).bernoulli.rate" } + ["trial.training.epochs"]
    #expect(
      paths.map { AlignedField.shortened($0, among: paths) } == [
        "sums.bernoulli.rate", "hidden.bernoulli.rate", "training.epochs",
      ])
    #expect(AlignedField.shortened(paths[0], among: [paths[0], paths[0]]) == "bernoulli.rate")
  }

  @Test
  func `specs are aligned by path and only the differing fields listed`() {
    let rate = SpecNode.map([("bernoulli", .map([("rate", .text("0.5"))]))])
    let left = SpecNode.map([
      ("dropout", .map([("hidden", .text("none"))])), ("epochs", .text("30")),
      ("hidden", .list([.text("256"), .text("256")])),
    ])
    let right = SpecNode.map([
      ("dropout", .map([("hidden", rate)])), ("epochs", .text("30")), ("hidden", .list([.text("512")])),
    ])
    let comparison = SpecComparison(left, right)
    #expect(
      comparison.rows == [
        FieldPair(path: "dropout.hidden", left: "none", right: nil),
        FieldPair(path: "dropout.hidden.bernoulli.rate", left: nil, right: "0.5"),
        FieldPair(path: "hidden", left: "[256, 256]", right: "[512]"),
      ])
    #expect(comparison.agreeing == 1)
  }

  @Test
  func `configurations are compared replicate by replicate`() throws {
    let summary = Fixture.rates.summary
    let (best, none) = (try #require(summary.configuration(2)), try #require(summary.configuration(0)))
    let comparison = Comparison(none, best, specs: SpecComparison(.map([]), .map([])))
    let metric = try #require(comparison.metrics.last)
    #expect(metric.split == .test && metric.metric == .error)
    #expect(metric.interval == summary.difference(of: 2)?.interval)
    #expect(metric.signFlip == 0.125)
    #expect(comparison.left == "none" && comparison.right == "bernoulli 0.5")
  }

  @Test
  func `two trials have differences without intervals`() throws {
    let fixture = Fixture.rates
    let (left, right) = (try finished(fixture, 2, 1), try finished(fixture, 0, 3))
    let comparison = Comparison(left, right, at: .last, specs: SpecComparison(.map([]), .map([])))
    let metric = try #require(comparison.metrics.last)
    #expect(metric.left == 0.052 && metric.right == 0.062)
    #expect(metric.differences.map(\.value) == [0.062 - 0.052])
    #expect(metric.interval == nil)
    #expect(comparison.left == "22222222")
  }

  @Test
  func `fields that end alike are told apart by more of their paths`() {
    func arm(_ name: String, _ sites: [String]) -> ComparedArm {
      let rate = SpecNode.map([("bernoulli", .map([("rate", .text("0.5"))]))])
      let dropout = SpecNode.map(sites.map { ($0, rate) })
      let spec = SpecNode.map([("dropout", dropout), ("sgd", .map([("learningRate", .text(name))]))])
      return ComparedArm(name: name, experiment: nil, spec: spec, finals: [], curves: [])
    }
    let comparison = SideBySide([arm("0.1", ["hidden"]), arm("0.2", ["hidden", "input"]), arm("0.3", [])])
    #expect(
      comparison.differing.map(\.shortPath) == [
        "hidden.bernoulli.rate", "input.bernoulli.rate", "sgd.learningRate",
      ])
  }

  @Test
  func `a side says what its trials lack`() throws {
    var fixture = Fixture.rates
    fixture.diverge(2, 1)
    fixture.outcomes[fixture.id(2, 3)] = nil
    let summary = fixture.summary
    #expect(ComparedArm(try #require(summary.configuration(0)), named: "a", of: "rates").lack == nil)
    let arm = ComparedArm(try #require(summary.configuration(2)), named: "b", of: "rates")
    #expect(arm.lack == "1 diverged, 1 not run")
    #expect(arm.named("rates: b").name == "rates: b" && arm.named("c").lack == arm.lack)
    let outcome = try #require(fixture.outcomes[fixture.id(2, 1)])
    let trial = ComparedArm(trial: fixture.id(2, 1), replicate: 1, spec: .map([]), outcome: outcome, named: "c")
    #expect(trial.lack == "diverged in epoch 3" && trial.name == "c")
  }

  private func arms(_ fixture: Fixture) -> [ComparedArm] {
    fixture.summary.configurations.map { ComparedArm($0, named: $0.label, of: "rates") }
  }

  @Test
  func `what the first side has not measured is shown of the others, without a difference`() throws {
    var fixture = Fixture.rates
    for replicate in 0..<4 { fixture.diverge(0, replicate) }
    let comparison = SideBySide(arms(fixture))
    let error = try #require(comparison.metric(.error, on: .test))
    #expect(error.cells[0] == nil && error.cells[1]?.n == 4)
    #expect(error.cells[1]?.mean == Fixture.rates.summary.configurations[1].final(.error, on: .test)?.mean)
    #expect(error.cells[1]?.difference == nil && error.cells[1]?.interval == nil && error.cells[1]?.pairs == 0)
    let whole = SideBySide(arms(Fixture.rates))
    #expect(whole.metrics.map(\.metric) == Fixture.rates.summary.configurations[0].finals.map(\.metric))
  }

  @Test
  func `a side that did not train says so`() throws {
    var fixture = Fixture.rates
    fixture.add(1, test: [0.9, 0.9, 0.9, 0.9], validation: [0.9, 0.9, 0.9, 0.9], training: 0.9)
    for replicate in 0..<4 { fixture.diverge(2, replicate) }
    #expect(arms(fixture).map(\.lack) == [nil, "did not train", "4 diverged, did not train"])
  }

  @Test
  func `the side that others are compared with is told by its name, since rows can be sorted`() {
    let all = arms(Fixture.rates)
    #expect(SideBySide(all).differencesNote.hasPrefix("Differences are to none, shaded, at equal replicates"))
    #expect(SideBySide(all).differencesTitle == "Paired differences")
    let other = ComparedArm(name: "other", experiment: "other", spec: .map([]), finals: [], curves: [])
    #expect(SideBySide(all + [other]).differencesTitle == "Differences")
    let trials = ["a", "b"].map { ComparedArm(name: $0, experiment: nil, spec: .map([]), finals: [], curves: []) }
    #expect(SideBySide(trials).differencesNote == "Differences are to the trial a, shaded.")
  }

  private func finished(_ fixture: Fixture, _ configuration: Int, _ replicate: Int) throws -> FinishedTrial {
    FinishedTrial(
      trial: fixture.trial(configuration, replicate),
      outcome: try #require(fixture.outcomes[fixture.id(configuration, replicate)]),
      measurements: TrialMeasurements(
        startedAt: 0, trainingSeconds: 1, evaluationSeconds: 1, cpuSeconds: 2, peakMemory: 1, host: "test"))
  }
}
