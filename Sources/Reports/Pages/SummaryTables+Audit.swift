import Analysis
import Experiments
import NeuralNets

extension SummaryTables {
  /// What the masks and factors of every site really did in the last epoch; nil where none was audited.
  var audit: DataTable? {
    let rows = summary.configurations.flatMap { configuration in
      let means = configuration.lastMeans(.noiseMean, on: .training)
      guard !means.isEmpty else { return [DataTable.Row]() }
      let expected = ExpectedNoise(of: configuration.spec)
      return means.map { place, mean in
        DataTable.Row(configuration.label, cells: [place] + moments(configuration, place, mean, expected[place]))
      }
    }
    guard !rows.isEmpty else { return nil }
    return DataTable(
      name: "Audit of the noise",
      caption:
        "What the factors of every site really were in the last epoch of training: the share that was 0, mean and "
        + "variance, means over the replicates that completed, each beside what theory expects of a site whose noise "
        + "is neither learned nor follows from the data. Inverted Bernoulli dropout of rate q has mean 1 and "
        + "variance q / (1 − q). Of gates it is the factor of the branch, of paths that of an input of a join relative "
        + "to evaluation, of `moments` the noise n ~ N(0, q / p) of sums W h + b + √(W² h²) n.",
      columns: [
        .init("Configuration"), .init("Site", holdsWords: true), .init("Dropped (%)"), .init("Expected (%)"),
        .init("Mean"), .init("Expected mean"), .init("Variance"), .init("Expected variance"),
      ],
      rows: rows)
  }

  private func moments(
    _ configuration: ConfigurationSummary, _ place: String, _ mean: Double, _ expected: NoiseExpectation?
  ) -> [String] {
    func found(_ metric: Metric) -> Double? {
      configuration.curve(metric, on: .training, layer: place)?.points.last?.mean
    }
    func text(_ value: Double?, _ places: Int, _ factor: Double = 1) -> String {
      value.map { NumberText.fixed($0 * factor, places: places) } ?? Self.nothing
    }
    return [
      text(found(.dropFraction), 2, 100), text(expected?.dropFraction, 2, 100), text(mean, 4),
      text(expected?.mean, 4), text(found(.noiseVariance), 4), text(expected?.variance, 4),
    ]
  }
}
