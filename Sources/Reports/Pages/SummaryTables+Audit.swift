import Analysis
import Experiments

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
        + "variance, means over the replicates that completed. Inverted Bernoulli dropout of rate q has mean 1 and "
        + "variance q / (1 − q).",
      columns: [
        .init("Configuration"), .init("Site", holdsWords: true), .init("Dropped (%)"), .init("Mean"), .init("Variance"),
      ],
      rows: rows)
  }

  private func moments(_ configuration: ConfigurationSummary, _ mean: FinalMetric) -> [String] {
    func found(_ metric: Metric) -> Double? {
      configuration.finals.first { $0.metric == metric && $0.split == .training && $0.layer == mean.layer }?.mean
    }
    return [
      found(.dropFraction).map { NumberText.fixed($0 * 100, places: 2) } ?? Self.nothing,
      NumberText.fixed(mean.mean, places: 4),
      found(.noiseVariance).map { NumberText.fixed($0, places: 4) } ?? Self.nothing,
    ]
  }
}
