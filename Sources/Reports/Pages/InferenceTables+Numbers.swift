import Analysis
import Experiments

extension InferenceTables {
  private static let spreads: [InferenceMetric] = [
    .epistemicSD, .epistemicSDInGap, .epistemicSDOutsideGap, .aleatoricSD,
  ]

  /// How far answers that are real numbers lie from the truth, then how far apart the masks let them lie.
  func distances(_ modes: [ModeSummary], _ split: Split) -> [DataTable] {
    let likely = modes.filter { $0.last(.nll) != nil }
    let spread = modes.filter { mode in Self.spreads.contains { mode.last($0) != nil } }
    return [squares(modes, split)] + (likely.isEmpty ? [] : [densities(likely, split)])
      + (spread.isEmpty ? [] : [spreads(spread, split)])
  }

  private func squares(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    differences(
      of: .meanSquare, modes, name: "Squared error of inference modes on \(split.title)",
      caption:
        "Mean squared distance of the averaged answer from the truth on \(split.title), means over the n replicates that "
        + "completed. Difference: mode minus weight scaling at the same replicate, with the Student t interval of the "
        + "paired differences.")
  }

  private func densities(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    differences(
      of: .nll, modes, name: "Likelihood of numbers by inference modes on \(split.title)",
      caption:
        "Negative log-likelihood (nats) of the true numbers on \(split.title) under the mean of the normal laws that the "
        + "passes answered, as above.")
  }

  private func spreads(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    let shown = Self.spreads.filter { metric in modes.contains { $0.last(metric) != nil } }
    let texts = shown.map { metric in
      MetricText(metric: metric.wording, intervals: [], values: modes.compactMap { $0.last(metric)?.mean })
    }
    return DataTable(
      name: "Uncertainty of inference modes on \(split.title)",
      caption:
        "Means over the replicates, in units of the answer. Epistemic: the standard deviation of the answered mean over "
        + "the masks, averaged over the examples. Aleatoric: the root of the answered variance, averaged over the masks.",
      columns: [.init("Configuration"), .init("Mode", holdsWords: true)]
        + shown.map { .init($0.title.capitalizedFirst) },
      rows: modes.map { mode in
        row(
          mode,
          cells: [words(mode)]
            + zip(shown, texts).map { metric, text in
              mode.last(metric).map { text.number($0.mean) } ?? SummaryTables.nothing
            })
      })
  }
}
