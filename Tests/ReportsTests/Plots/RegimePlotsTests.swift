import Analysis
import Experiments
import Statistics
import Testing

@testable import Reports

/// Figures of factorials and of metrics along a number.
struct RegimePlotsTests {
  /// Configurations with such fields; test error falls with the index.
  private func source(
    _ fields: [[(String, String)]], replicates: Int = 3, metric: Metric = .error, probes: [ProbeSummary] = [],
    dropping: [String: Double] = [:]
  ) -> PlotSource {
    let spec = PlotFixture.categories(1).design.configurations[0].spec
    let configurations = fields.enumerated().map { index, fields -> ConfigurationSummary in
      let values = (0..<replicates).map {
        ReplicateValue(
          replicate: $0, trial: TrialID(hex: "\(index)\($0)"), value: 0.2 - 0.01 * Double(index) + 0.001 * Double($0))
      }
      return ConfigurationSummary(
        index: index, label: "configuration \(index)",
        fields: fields.map { ConfigurationField(path: $0.0, value: $0.1) }, spec: spec,
        counts: TrialCounts(planned: replicates, completed: replicates, diverged: 0, failed: 0), values: values,
        mean: Sample(values.map(\.value)).flatMap { Interval.studentT($0) }, standardDeviation: nil,
        optimiserFailed: nil, finals: Self.finals(index == 0 ? [:] : dropping, values), curves: [], tuned: [],
        validationScore: values[0].value)
    }
    return PlotSource(
      summary: ExperimentSummary(
        name: "regimes", question: "", metric: MetricChoice(name: metric, split: .test, at: .last),
        configurations: configurations, differences: [], replicates: replicates, level: 0.95, probes: probes),
      specificationDigest: "4f", version: "0.1.0")
  }

  /// The share dropped at sites, in the order of their names.
  private static func finals(_ sites: [String: Double], _ values: [ReplicateValue]) -> [FinalMetric] {
    sites.sorted { $0.key < $1.key }.map { site, share in
      FinalMetric(
        split: .training, metric: .dropFraction, layer: site,
        values: values.map { ReplicateValue(replicate: $0.replicate, trial: $0.trial, value: share + $0.value / 100) },
        mean: share)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 18])
  func `what was dropped is shown from one site on, in rows for few of them`(_ count: Int) throws {
    let fields = ["none", "{bernoulli: {rate: 0.2}}", "{spatial: {rate: 0.2}}"].map { [("trial.dropout.maps", $0)] }
    let sites = Dictionary(uniqueKeysWithValues: (0..<count).map { ("site \(10 + $0)", 0.2 + 0.01 * Double($0)) })
    let figure = try #require(try PlotRecipe.dropFractions.draw(source(fields, dropping: sites)))
    #expect(figure.data.rows.count == 2 * count && figure.data.rows[0].cells == ["site 10", "20.00"])
    #expect(figure.alternative.hasPrefix(count < 4 ? "Rows" : "Lines"))
    #expect(figure.alternative.contains("configuration 2") && !figure.alternative.contains("configuration 0"))
    #expect(figure.caption.contains("which is “site 10”") == (count == 1))
    #expect(try PlotRecipe.dropFractions.draw(source(fields)) == nil)
  }

  @Test
  func `a site has one place among those of all configurations`() {
    let everywhere = ["1.attention", "1.hidden", "2.attention", "2.hidden"]
    #expect(DropFractions.sites(of: [["2.hidden"], everywhere, ["1.attention", "2.attention"]]) == everywhere)
    let beside = ["1.heads"] + everywhere[0..<2] + ["2.gate"] + everywhere[2...]
    #expect(DropFractions.sites(of: [everywhere, ["1.heads", "1.hidden", "2.gate"]]) == beside)
    #expect(
      DropFractions.sites(of: [everywhere, ["1.gate", "2.gate"]]) == [
        "1.attention", "1.gate", "1.hidden", "2.attention", "2.gate", "2.hidden",
      ])
    #expect(DropFractions.sites(of: []).isEmpty)
  }

  @Test func `a number with three values makes an axis, and what follows it belongs to it`() throws {
    let fields = ["none", "{bernoulli: {rate: 0.5}}"].flatMap { dropout in
      [("100", "60"), ("1000", "6"), ("10000", "1")].map { size, epochs in
        [("trial.dropout", dropout), ("trial.dataset.training", size), ("trial.training.epochs", epochs)]
      }
    }
    let figure = try #require(try PlotRecipe.metricByNumber.draw(source(fields)))
    #expect(figure.name == "error-by-number")
    #expect(figure.data.rows.count == 6 && figure.data.rows.map(\.head).prefix(3) == ["100", "1000", "10000"])
    #expect(Set(figure.data.rows.map { $0.cells[0] }) == ["no dropout", "dropout bernoulli 0.5"])
    #expect(figure.caption.contains("by training examples"))
  }

  /// What the probe of directions found: apart by .4 and .3, a hundredth more with every configuration.
  private func directions(_ count: Int) -> [ProbeSummary] {
    (0..<count).map { index in
      let points = [(ProbeStatistic.directionSpread, 0.4), (.directionError, 0.3)].map { statistic, size in
        ProbePoint(
          address: ProbeAddress(layer: "", statistic: statistic, at: nil), values: [],
          mean: size + 0.01 * Double(index), interval: nil, difference: nil)
      }
      return ProbeSummary(
        configuration: index, request: ProbeRequest(.gradientDirections(batches: 50)), points: points)
    }
  }

  @Test func `directions of gradients have a panel each for spread and error, and a line per arm`() throws {
    let fields = ["{}", "{hidden: {bernoulli: {rate: 0.1}}}"].flatMap { dropout in
      ["1", "2", "4"].map { [("trial.dropout", dropout), ("trial.training.epochs", $0)] }
    }
    let figure = try #require(try PlotRecipe.gradientDirections.draw(source(fields, probes: directions(6))))
    let rows = figure.data.rows
    #expect(rows.count == 12 && rows.map(\.head).prefix(6) == ["1", "2", "4", "1", "2", "4"])
    #expect(rows.prefix(3).allSatisfy { $0.cells[1] == "from each other" })
    #expect(rows[3].cells[1] == "from that of all examples")
    #expect(rows[2].cells[2] == "0.420" && rows[11].cells[2] == "0.350")
    #expect(figure.alternative.contains("no dropout from 0.400 to 0.420"))
    #expect(try PlotRecipe.gradientDirections.draw(source(fields)) == nil)
    #expect(try PlotRecipe.gradientDirections.draw(source([fields[0]], probes: directions(1))) == nil)
  }

  @Test func `two values, words or a single configuration make none`() throws {
    let two = ["0.1", "0.3"].map { [("trial.optimizer.sgd.learningRate", $0)] }
    #expect(try PlotRecipe.metricByNumber.draw(source(two)) == nil)
    let words = ["relu", "tanh", "gelu"].map { [("trial.network.mlp.activation", $0)] }
    #expect(try PlotRecipe.metricByNumber.draw(source(words)) == nil)
  }

  @Test func `two factors with three levels each make a map, ordered by their numbers`() throws {
    let rates = ["{bernoulli: {rate: 0.5}}", "none", "{bernoulli: {rate: 0.2}}"]
    let fields = rates.flatMap { dropout in
      ["0.3", "0.01", "0.1", "1"].map { [("trial.dropout.hidden", dropout), ("trial.optimizer.sgd.learningRate", $0)] }
    }
    let figure = try #require(try PlotRecipe.metricGrid.draw(source(fields)))
    #expect(figure.name == "metric-grid" && figure.data.rows.count == 12)
    #expect(figure.data.rows.map(\.head).prefix(5) == ["none", "none", "none", "none", "bernoulli 0.2"])
    #expect(figure.data.rows.prefix(4).map { $0.cells[0] } == ["0.01", "0.1", "0.3", "1"])
    #expect(figure.alternative.contains("learningRate with 4 levels and hidden with 3"))
    let sparse = try #require(try PlotRecipe.metricGrid.draw(source(Array(fields.dropLast(2)))))
    #expect(sparse.data.rows.count == 10 && sparse.caption.contains("Hatched cells have no number"))
    #expect(sparse.png != figure.png)
  }

  @Test func `one factor, three, or two that follow each other make no map`() throws {
    let line = ["0.1", "0.2", "0.3", "0.4"].map { [("trial.a", $0), ("trial.b", "1\($0)")] }
    #expect(try PlotRecipe.metricGrid.draw(source(line)) == nil)
    let short = ["0.1", "0.2"].flatMap { a in ["1", "2", "3"].map { [("trial.a", a), ("trial.b", $0)] } }
    #expect(try PlotRecipe.metricGrid.draw(source(short)) == nil)
    let three = ["1", "2", "3"].flatMap { a in
      ["1", "2", "3"].flatMap { b in ["x", "y"].map { [("trial.a", a), ("trial.b", b), ("trial.c", $0)] } }
    }
    #expect(try PlotRecipe.metricGrid.draw(source(three)) == nil)
  }

  @Test func `a full factorial has a row for every effect`() throws {
    let fields = ["0", "0.1"].flatMap { smoothing in
      ["none", "{shift: 2}"].map { [("trial.dataset.augmentation", $0), ("trial.loss.labelSmoothing", smoothing)] }
    }
    let figure = try #require(try PlotRecipe.factorialEffects.draw(source(fields)))
    #expect(figure.data.rows.map(\.head) == ["augmentation", "labelSmoothing", "augmentation × labelSmoothing"])
    #expect(figure.data.rows.map { $0.cells[2] } == ["3", "3", "3"])
    #expect(figure.alternative.contains("augmentation: −1"))
    #expect(try PlotRecipe.factorialEffects.draw(source([fields[0], fields[1], fields[2]])) == nil)
  }

  @Test(arguments: [(Metric.error, "above" as String?), (.accuracy, "below"), (.weightNorm, nil)])
  func `which side of 0 says that factors do the same work goes by the better end of the metric`(
    _ metric: Metric, _ side: String?
  ) throws {
    let fields = ["0", "0.1"].flatMap { a in ["1", "2"].map { [("trial.a", a), ("trial.b", $0)] } }
    let caption = try #require(try PlotRecipe.factorialEffects.draw(source(fields, metric: metric))).caption
    #expect(caption.contains("the same work") == (side != nil))
    #expect(side.map { caption.contains("of factors that help, \($0) 0 where") } ?? true)
  }
}
