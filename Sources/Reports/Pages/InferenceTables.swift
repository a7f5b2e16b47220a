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
      return modes.isEmpty
        ? [] : answers(modes, split) + crossings(modes, split)
    }
  }

  /// The tables of what these modes were measured by: of classes, of real numbers, or of both.
  private func answers(_ modes: [ModeSummary], _ split: Split) -> [DataTable] {
    func measured(_ metric: InferenceMetric) -> [ModeSummary] { modes.filter { $0.last(metric) != nil } }
    let (classes, numbers) = (measured(.error), measured(.meanSquare))
    let symbols = measured(.perplexity)
    return (classes.isEmpty ? [] : [errors(classes, split), likelihoods(classes, split)])
      + (symbols.isEmpty ? [] : [perplexities(symbols, split)])
      + (classes.isEmpty ? [] : [certainty(classes, split)]) + (numbers.isEmpty ? [] : distances(numbers, split))
  }

  private var level: String { NumberText.significant(summary.level * 100, digits: 2) + "\u{A0}%" }

  // MARK: Error and likelihood

  func differences(
    of metric: InferenceMetric, _ modes: [ModeSummary], name: String, caption: String
  ) -> DataTable {
    let text = text(metric, modes)
    let unit = text.columnUnit.map { " (\($0))" } ?? ""
    let points = text.metric.isShare ? " (points)" : ""
    return DataTable(
      name: name, caption: caption,
      columns: [
        .init("Configuration"), .init("Mode", holdsWords: true), .init("n"),
        .init(metric.title.capitalizedFirst + unit), .init("SD\(points)"), .init("Difference\(points)"),
        .init("\(level) interval"),
      ],
      rows: modes.map { row($0, cells: [words($0), number($0)] + cells($0, metric, text)) })
  }

  private func errors(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    differences(
      of: .error, modes, name: "Error of inference modes on \(split.title)",
      caption:
        "\(split.title.capitalizedFirst) error of the same trained networks under each mode, means over the n replicates "
        + "that completed. Difference: mode minus weight scaling at the same replicate, with the Student t interval of "
        + "the paired differences.")
  }

  private func likelihoods(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    differences(
      of: .nll, modes, name: "Likelihood of inference modes on \(split.title)",
      caption:
        "Negative log-likelihood (nats) on \(split.title) under each mode, as above. A fault that keeps the order of the "
        + "classes shows here and not in the error.")
  }

  private func perplexities(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    differences(
      of: .perplexity, modes, name: "Perplexity of inference modes on \(split.title)",
      caption:
        "Perplexity of the next symbol on \(split.title) under each mode, as above: the probabilities of the symbols are "
        + "averaged at every step.")
  }

  func row(_ mode: ModeSummary, cells: [String]) -> DataTable.Row {
    DataTable.Row(
      summary.configuration(mode.configuration)?.label ?? "",
      tags: mode.request.mode.isFault ? [.init("fault", .warn)] : [], cells: cells,
      emphasis: mode.request.mode == .weightScaling ? .baseline : nil)
  }

  func words(_ mode: ModeSummary) -> String { mode.request.mode.title }

  private func number(_ mode: ModeSummary) -> String { "\(mode.points.last?.values.count ?? 0)" }

  private func cells(_ mode: ModeSummary, _ metric: InferenceMetric, _ text: MetricText) -> [String] {
    let point = mode.last(metric)
    let difference = mode.request.mode == .weightScaling ? nil : point?.difference
    return [
      point.map { text.number($0.mean) } ?? SummaryTables.nothing,
      point?.standardDeviation.map(text.deviation) ?? SummaryTables.nothing,
      difference.map { text.difference($0) } ?? SummaryTables.nothing,
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
    .ece, .brier, .entropy, .mutualInformation, .divergence, .divergenceFromMasks, .errorSpread,
  ]

  private static func fromMasks(_ bank: Int) -> String {
    " Divergence from masks: that of the mean over \(bank) masks of their own from what the mode answers."
  }

  private func certainty(_ modes: [ModeSummary], _ split: Split) -> DataTable {
    let shown = Self.certainties.filter { metric in modes.contains { $0.last(metric) != nil } }
    let texts = shown.map { metric in
      MetricText(metric: metric.wording, intervals: [], values: modes.compactMap { $0.last(metric)?.mean })
    }
    return DataTable(
      name: "Certainty of inference modes on \(split.title)",
      caption:
        "Means over the replicates of calibration error, Brier score, entropy of the averaged prediction, what the masks "
        + "disagree about (its entropy minus theirs) and Kullback–Leibler divergence from weight scaling, in nats."
        + (modes.lazy.compactMap(\.request.bank).first.map(Self.fromMasks) ?? ""),
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

// MARK: - When Monte Carlo is as good

extension InferenceTables {
  /// Points of error by which Monte Carlo may lie above weight scaling and count as having reached it.
  private static let margin = 0.0002

  /// After how many masks Monte Carlo reaches weight scaling; none where nothing was sampled.
  private func crossings(_ modes: [ModeSummary], _ split: Split) -> [DataTable] {
    let sampled = modes.filter { $0.points(.error).count > 1 }
    guard !sampled.isEmpty else { return [] }
    let reached = sampled.map { mode -> String in
      let plain = modes.first { $0.configuration == mode.configuration && $0.request.mode == .weightScaling }
      guard let level = plain?.last(.error)?.mean else { return SummaryTables.nothing }
      let crossing = mode.points(.error).first { $0.mean <= level + Self.margin }
      return crossing.map { "\($0.samples)" } ?? "not within \(mode.points(.error).map(\.samples).max() ?? 0)"
    }
    return [
      DataTable(
        name: "Masks until Monte Carlo reaches weight scaling on \(split.title)",
        caption:
          "The fewest masks, of those written down, whose mean \(split.title) error is at most .02 points above that of "
          + "weight scaling; published: about 50 (Srivastava et al. 2014, figure 11).",
        columns: [.init("Configuration"), .init("Mode", holdsWords: true), .init("Masks", holdsWords: true)],
        rows: zip(sampled, reached).map { row($0, cells: [words($0), $1]) })
    ]
  }
}
