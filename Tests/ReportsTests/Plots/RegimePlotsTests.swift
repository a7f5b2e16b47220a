import Analysis
import Experiments
import Reports
import Statistics
import Testing

/// Figures of factorials and of metrics along a number.
struct RegimePlotsTests {
  /// Configurations with such fields; test error falls with the index.
  private func source(_ fields: [[(String, String)]], replicates: Int = 3) -> PlotSource {
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
        optimiserFailed: nil, finals: [], curves: [], tuned: [], validationScore: values[0].value)
    }
    return PlotSource(
      summary: ExperimentSummary(
        name: "regimes", question: "", metric: MetricChoice(name: .error, split: .test, at: .last),
        configurations: configurations, differences: [], replicates: replicates, level: 0.95),
      specificationDigest: "4f", version: "0.1.0")
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

  @Test func `two values, words or a single configuration make none`() throws {
    let two = ["0.1", "0.3"].map { [("trial.optimizer.sgd.learningRate", $0)] }
    #expect(try PlotRecipe.metricByNumber.draw(source(two)) == nil)
    let words = ["relu", "tanh", "gelu"].map { [("trial.network.mlp.activation", $0)] }
    #expect(try PlotRecipe.metricByNumber.draw(source(words)) == nil)
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
}
