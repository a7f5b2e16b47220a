import Analysis
import Experiments
import Statistics

/// The tables on modes of inference of an experiment's page.
struct InferenceTables {
  let summary: ExperimentSummary

  /// How every mode answers, split by split, then how sure it is; none when nothing was asked.
  var all: [DataTable] {
    Split.allCases.flatMap { split -> [DataTable] in
      let modes = summary.inference.filter { $0.request.split == split }
      return modes.isEmpty ? [] : [answers(modes, split), certainty(modes, split)]
    }
  }

  private var level: String { NumberText.significant(summary.level * 100, digits: 2) + "\u{A0}%" }

  // MARK: Error and likelihood

  private func answers(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    let error = text(.error, modes)
    let nll = text(.nll, modes)
    return DataTable(
      name: "Inference modes on \(split.title)",
      caption:
        "\(split.title.capitalizedFirst) error and negative log-likelihood of the same trained networks under each mode, "
        + "means over the n replicates that completed. Difference: mode minus weight scaling at the same replicate, with "
        + "the Student t interval of the paired differences.",
      columns: [
        .init("Configuration"), .init("Mode", holdsWords: true), .init("n"), .init("Error (%)"), .init("SD (points)"),
        .init("Difference (points)"), .init("\(level) interval"), .init("NLL"), .init("Difference"),
        .init("\(level) interval"),
      ],
      rows: modes.map { mode in
        row(
          mode,
          cells: [words(mode), number(mode)] + cells(mode, .error, error, hasSpread: true)
            + cells(mode, .nll, nll, hasSpread: false))
      })
  }

  private func row(_ mode: ModeSummary, cells: [String]) -> DataTable.Row {
    DataTable.Row(
      summary.configuration(mode.configuration)?.label ?? "",
      tags: mode.request.mode.isFault ? [.init("fault", .warn)] : [], cells: cells,
      emphasis: mode.request.mode == .weightScaling ? .baseline : nil)
  }

  private func words(_ mode: ModeSummary) -> String { mode.request.mode.title }

  private func number(_ mode: ModeSummary) -> String { "\(mode.last(.error)?.values.count ?? 0)" }

  private func cells(_ mode: ModeSummary, _ metric: InferenceMetric, _ text: MetricText, hasSpread: Bool) -> [String] {
    let point = mode.last(metric)
    let difference = mode.request.mode == .weightScaling ? nil : point?.difference
    let spread = hasSpread ? [point?.standardDeviation.map(text.number) ?? SummaryTables.nothing] : []
    return [point.map { text.number($0.mean) } ?? SummaryTables.nothing] + spread + [
      difference.map { text.difference($0.estimate) } ?? SummaryTables.nothing,
      difference.map(text.differenceBounds) ?? SummaryTables.nothing,
    ]
  }

  /// The places follow from the intervals of the differences, since these are what is read.
  private func text(_ metric: InferenceMetric, _ modes: [ModeSummary]) -> MetricText {
    let points = modes.compactMap { $0.last(metric) }
    return MetricText(
      metric: metric.wording, intervals: points.compactMap(\.difference), values: points.map(\.mean))
  }

  // MARK: Calibration and disagreement

  private static let certainties: [InferenceMetric] = [
    .ece, .brier, .entropy, .mutualInformation, .divergence, .errorSpread,
  ]

  private func certainty(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    let shown = Self.certainties.filter { metric in modes.contains { $0.last(metric) != nil } }
    let texts = shown.map { metric in
      MetricText(metric: metric.wording, intervals: [], values: modes.compactMap { $0.last(metric)?.mean })
    }
    return DataTable(
      name: "Certainty of inference modes on \(split.title)",
      caption:
        "Means over the replicates of calibration error, Brier score, entropy of the averaged prediction, what the masks "
        + "disagree about (its entropy minus theirs) and Kullback–Leibler divergence from weight scaling, in nats.",
      columns: [.init("Configuration"), .init("Mode", holdsWords: true)]
        + zip(shown, texts).map { metric, text in
          .init(metric.title.capitalizedFirst + (text.columnUnit.map { " (\($0))" } ?? ""))
        },
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
