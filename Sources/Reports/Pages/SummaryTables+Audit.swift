import Analysis
import Experiments
import NeuralNets

extension SummaryTables {
  /// What the masks and factors of every site really did in the last epoch; nil where none was audited.
  var audit: DataTable? {
    let rows = summary.configurations.flatMap { configuration in
      configuration.finals.filter { $0.metric == .noiseMean && $0.split == .training }.map { mean in
        DataTable.Row(configuration.label, cells: [mean.layer] + moments(configuration, mean))
      }
    }
    guard !rows.isEmpty else { return nil }
    return DataTable(
      name: "Audit of the noise",
      caption:
        "What the factors of every site really were in the last epoch of training: the share that was 0, mean and "
        + "variance, means over the replicates that completed, each beside what theory expects of a site whose noise "
        + "is neither learned nor scheduled. Inverted Bernoulli dropout of rate q has mean 1 and "
        + "variance q / (1 − q). Of gates it is the factor of the branch, of paths that of an input of a join relative "
        + "to evaluation, of `moments` the noise n ~ N(0, q / p) of sums W h + b + √(W² h²) n.",
      columns: [
        .init("Configuration"), .init("Site", holdsWords: true), .init("Dropped (%)"), .init("Expected (%)"),
        .init("Mean"), .init("Expected mean"), .init("Variance"), .init("Expected variance"),
      ],
      rows: rows)
  }

  private func moments(_ configuration: ConfigurationSummary, _ mean: FinalMetric) -> [String] {
    func found(_ metric: Metric) -> Double? {
      configuration.finals.first { $0.metric == metric && $0.split == .training && $0.layer == mean.layer }?.mean
    }
    func text(_ value: Double?, _ places: Int, _ factor: Double = 1) -> String {
      value.map { NumberText.fixed($0 * factor, places: places) } ?? Self.nothing
    }
    let gates = configuration.finals.filter {
      $0.metric == .dropFraction && $0.split == .training && $0.layer.hasSuffix(".gate")
    }
    let expected = configuration.spec.expectedNoise(at: mean.layer, gates: gates.map(\.layer))
    return [
      text(found(.dropFraction), 2, 100), text(expected?.dropFraction, 2, 100), text(mean.mean, 4),
      text(expected?.mean, 4), text(found(.noiseVariance), 4), text(expected?.variance, 4),
    ]
  }
}
