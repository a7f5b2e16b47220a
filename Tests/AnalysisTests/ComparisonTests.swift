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
    #expect(comparison.rows.map(\.path) == ["dropout.hidden", "dropout.hidden.bernoulli.rate", "hidden"])
    #expect(comparison.rows.map(\.left) == ["none", nil, "[256, 256]"])
    #expect(comparison.rows.map(\.right) == [nil, "0.5", "[512]"])
    // Dropout that is not there has no rate at its default.
    #expect(comparison.rows.map(\.words) == [["none", "–"], ["–", "0.5"], ["[256, 256]", "[512]"]])
    #expect(comparison.agreeing == 1)
  }

  @Test
  func `configurations are compared replicate by replicate`() throws {
    let summary = Fixture.rates.summary
    let (best, none) = (try #require(summary.configuration(2)), try #require(summary.configuration(0)))
    let comparison = Comparison(none, best, specs: SpecComparison(.map([]), .map([])), isPaired: true)
    let metric = try #require(comparison.metrics.last)
    #expect(metric.split == .test && metric.metric == .error)
    #expect(metric.interval == summary.difference(of: 2)?.interval)
    #expect(metric.signFlip == 0.125)
    #expect(comparison.left == "none" && comparison.right == "bernoulli 0.5")
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
    #expect(ComparedArm(try #require(summary.configuration(0)), named: "a", of: "rates", seed: "1").lack == nil)
    let arm = ComparedArm(try #require(summary.configuration(2)), named: "b", of: "rates", seed: "1")
    #expect(arm.lack == "1 diverged, 1 not run")
    #expect(arm.named("rates: b").name == "rates: b" && arm.named("c").lack == arm.lack)
    let outcome = try #require(fixture.outcomes[fixture.id(2, 1)])
    let trial = ComparedArm(
      trial: fixture.id(2, 1), seed: "1", replicate: 1, spec: .map([]), outcome: outcome, named: "c")
    #expect(trial.lack == "diverged in epoch 3" && trial.name == "c")
  }

  private func arms(_ fixture: Fixture) -> [ComparedArm] {
    fixture.summary.configurations.map { ComparedArm($0, named: $0.label, of: "rates", seed: "1") }
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

  @Test
  func `a field that is not written is at its default where others stand beside it`() {
    let specs = [["sgd.learningRate": "0.1", "sgd.momentum": "0.9"], ["sgd.learningRate": "0.1"], ["adam.rate": "1"]]
    #expect(AlignedField(path: "sgd.momentum", of: specs).words == ["0.9", "default", "–"])
    #expect(AlignedField(path: "seed", of: [["seed": "1"], [:]]).words == ["1", "–"])
    #expect(AlignedField(path: "replicate", of: [["replicate": "1"], ["a.b": "2"]]).words == ["1", "–"])
    let lists = [
      ["dropout.hidden[0]": "none", "dropout.hidden[1]": "none"], ["dropout.hidden.bernoulli.rate": "0.5"],
      ["dropout.hidden": "none"], ["dropout.input": "none"], ["dropout.hidden[0].bernoulli.rate": "0.5"], [:],
    ]
    #expect(AlignedField(path: "dropout.hidden[0]", of: lists).words == ["none", "–", "–", "default", "–", "–"])
    #expect(AlignedField(path: "dropout.hidden[1]", of: lists).words == ["none", "–", "–", "default", "–", "–"])
  }

  @Test
  func `replicates of other seeds make no pairs, and those without a partner are told`() throws {
    let summary = Fixture.rates.summary
    func arm(_ place: Int, seed: String, in summary: ExperimentSummary) throws -> ComparedArm {
      ComparedArm(try #require(summary.configuration(place)), named: "\(place) \(seed)", of: "rates", seed: seed)
    }
    let others = SideBySide([try arm(0, seed: "1", in: summary), try arm(2, seed: "7", in: summary)])
    let error = try #require(others.metric(.error, on: .test))
    let (first, cell) = (try #require(error.cells[0]), try #require(error.cells[1]))
    #expect(cell.pairs == 0 && cell.difference == cell.mean - first.mean && !cell.leavesOut)
    let samples = [0, 2].compactMap { place in
      summary.configuration(place)?.final(.error, on: .test).flatMap { Sample($0.values.map(\.value)) }
    }
    #expect(cell.interval == Welch(samples[1], minus: samples[0])?.interval(level: 0.95))
    #expect(others.differing.map(\.path).contains("seed"))
    #expect(
      others.differencesNote.hasSuffix("of the means with 95 % Welch t intervals, since other seeds make no pairs."))
    #expect(others.warnings(of: error).count == 1)

    // Four replicates against three: over those that both have, which is not the difference of the means.
    var fixture = Fixture.rates
    fixture.diverge(2, 1)
    let fewer = SideBySide([try arm(0, seed: "1", in: fixture.summary), try arm(2, seed: "1", in: fixture.summary)])
    let short = try #require(fewer.metric(.error, on: .test))
    let left = try #require(short.cells[1])
    #expect(left.pairs == 3 && left.n == 3 && left.leavesOut && left.interval?.method == .pairedStudentT)
    #expect(
      fewer.warnings(of: short) == [
        "where sides have different replicates, their difference is over those that both have"
      ])
    let three = Comparison(
      try #require(fixture.summary.configuration(0)), try #require(fixture.summary.configuration(2)),
      specs: SpecComparison(.map([]), .map([])), isPaired: true)
    let pair = try #require(three.metrics.first { $0.metric == .error && $0.split == .test })
    #expect(pair.leavesOut && pair.counts == (4, 3) && pair.difference == left.difference)
    let apart = Comparison(
      try #require(summary.configuration(0)), try #require(summary.configuration(2)),
      specs: SpecComparison(.map([]), .map([])), isPaired: false)
    let independent = try #require(apart.metrics.first { $0.metric == .error && $0.split == .test })
    #expect(independent.interval == cell.interval && independent.difference == cell.difference)
    #expect(independent.signFlip == nil && !independent.leavesOut)
  }

  @Test
  func `imported runs are paired by their seeds, whatever the order, and not at all without a common one`() throws {
    let summary = Fixture.rates.summary
    func arm(_ place: Int, _ seeds: [Int]?) throws -> ComparedArm {
      ComparedArm(
        try #require(summary.configuration(place)), named: "\(place)", of: "\(place)",
        seed: seeds == nil ? "0" : "of each run", seeds: seeds)
    }
    func cell(_ left: [Int]?, _ right: [Int]?) throws -> AlignedMetric.Cell {
      let error = SideBySide([try arm(0, left), try arm(2, right)]).metric(.error, on: .test)
      return try #require(error?.cells[1])
    }
    let values = try [0, 2].map { place in
      try #require(summary.configuration(place)?.final(.error, on: .test)?.values.map(\.value))
    }
    let turned = try cell([1, 2, 3, 4], [4, 3, 2, 1])
    let expected = try #require(PairedSample(values[1].reversed(), minus: values[0]))
    #expect(turned.pairs == 4 && turned.interval == Interval.pairedStudentT(expected))
    let apart = try cell([1, 2, 3, 4], [5, 6, 7, 8])
    #expect(apart.pairs == 0 && apart.interval?.method == .welch && !apart.leavesOut)
    #expect(try cell(nil, [0, 1, 2, 3]).interval?.method == .welch)
    let strangers = SideBySide([try arm(0, [1, 2, 3, 4]), try arm(2, [5, 6, 7, 8])])
    #expect(strangers.differencesNote.hasSuffix("since other seeds make no pairs."))
    let pair = Comparison(
      try #require(summary.configuration(0)), try #require(summary.configuration(2)),
      specs: SpecComparison(.map([]), .map([])), isPaired: true, seeds: ([1, 2, 3, 4], [4, 3, 2, 1]))
    #expect(pair.metrics.first { $0.metric == .error && $0.split == .test }?.interval == turned.interval)
  }

  @Test
  func `a trial is compared with its own replicate, in both orders, else with the mean`() throws {
    let fixture = Fixture.rates
    func trial(_ configuration: Int, _ replicate: Int, seed: String = "1") throws -> ComparedArm {
      ComparedArm(
        trial: fixture.id(configuration, replicate), seed: seed, replicate: replicate,
        spec: fixture.trial(configuration, replicate).spec.node,
        outcome: try #require(fixture.outcomes[fixture.id(configuration, replicate)]), named: "trial")
    }
    let whole = ComparedArm(try #require(fixture.summary.configuration(0)), named: "none", of: "rates", seed: "1")
    func cell(_ arms: [ComparedArm]) throws -> AlignedMetric.Cell {
      let error = SideBySide(arms).metric(.error, on: .test)
      return try #require(error?.cells[1])
    }
    let (forth, back) = (try cell([whole, try trial(0, 2)]), try cell([try trial(0, 2), whole]))
    #expect(forth.difference == 0 && back.difference == 0 && forth.pairs == 1 && back.pairs == 1)
    let (other, against) = (try cell([whole, try trial(2, 1)]), try cell([try trial(2, 1), whole]))
    let expected =
      try #require(fixture.outcomes[fixture.id(2, 1)]?.last(.error, .test))
      - #require(fixture.outcomes[fixture.id(0, 1)]?.last(.error, .test))
    #expect(other.difference == expected && against.difference == -expected && other.interval == nil)
    let mean = try #require(fixture.summary.configuration(0)?.final(.error, on: .test)?.mean)
    let stranger = try cell([whole, try trial(2, 1, seed: "7")])
    #expect(stranger.pairs == 0 && stranger.difference == stranger.mean - mean)
    #expect(try cell([try trial(2, 1), try trial(2, 3)]).pairs == 0)
  }

  @Test
  func `two replicates of one configuration differ in their replicate`() throws {
    let fixture = Fixture.rates
    let arms = try [0, 3].map { replicate in
      ComparedArm(
        trial: fixture.id(2, replicate), seed: "1", replicate: replicate, spec: fixture.trial(2, replicate).spec.node,
        outcome: try #require(fixture.outcomes[fixture.id(2, replicate)]), named: "\(replicate)")
    }
    let comparison = SideBySide(arms)
    #expect(comparison.differing.map(\.path) == ["replicate"] && comparison.differing[0].words == ["0", "3"])
  }
}
