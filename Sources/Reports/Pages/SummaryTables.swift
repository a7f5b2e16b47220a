import Analysis
import Experiments
import Specifications
import Statistics

/// The tables of an experiment's page.
struct SummaryTables {
  let summary: ExperimentSummary
  /// Where the page of a trial is; nil where there is none.
  private let trialAddress: (@Sendable (TrialID) -> String)?
  /// How numbers are written; all trials are asked for it once, not for every cell.
  let numbers: MetricText
  /// Deviations are smaller than intervals of few replicates and may need more places.
  private let spread: MetricText

  init(summary: ExperimentSummary, trialAddress: (@Sendable (TrialID) -> String)? = nil) {
    (self.summary, self.trialAddress, numbers) = (summary, trialAddress, summary.numbers)
    spread = Self.spread(of: summary)
  }

  /// What stands for a number that does not exist.
  static let nothing = "–"

  private var level: String { NumberText.significant(summary.level * 100, digits: 2) + "\u{A0}%" }
  private var hasBaselines: Bool { !summary.differences.isEmpty }
  private var hasSeveralBaselines: Bool { summary.groups.count > 1 }

  /// Mean, spread and paired difference of every configuration, in plan order.
  var configurations: DataTable {
    let unit = numbers.columnUnit.map { " (\($0))" } ?? ""
    let points = numbers.metric.isShare ? " (points)" : ""
    var columns: [DataTable.Column] = [
      .init("Configuration"), .init("n"), .init("Mean\(unit)"), .init("SD\(points)"), .init("\(level) interval"),
    ]
    if hasSeveralBaselines { columns.append(.init("Compared with", holdsWords: true)) }
    if hasBaselines {
      columns += [.init("Difference\(points)"), .init("\(level) interval"), .init("Pairs")]
    }
    return DataTable(
      name: "Configurations", caption: caption, columns: columns,
      rows: summary.configurations.map { configuration in
        DataTable.Row(
          configuration.label, tags: tags(of: configuration),
          cells: estimates(of: configuration) + comparison(of: configuration), emphasis: emphasis(of: configuration))
      })
  }

  private var caption: String {
    var text =
      "\(summary.metric.title.capitalizedFirst) \(summary.metric.moment) over the n replicates that completed, "
    text += "with standard deviation and Student t interval of the mean."
    guard hasBaselines else { return text }
    return text + " Difference: configuration minus its baseline at the same replicate, with the Student t interval of "
      + "the paired differences over that many pairs."
  }

  private static func spread(of summary: ExperimentSummary) -> MetricText {
    let numbers = summary.numbers
    let deviations = summary.configurations.filter { $0.optimiserFailed == nil }.compactMap(\.standardDeviation)
    let sorted = deviations.filter { $0 > 0 }.sorted()
    let typical = sorted.isEmpty ? 0 : sorted[sorted.count / 2] * (numbers.metric.isShare ? 100 : 1)
    let places = NumberText.places(for: typical) ?? numbers.places
    return MetricText(metric: numbers.metric, places: max(numbers.places, places))
  }

  private func estimates(of configuration: ConfigurationSummary) -> [String] {
    [
      "\(configuration.values.count)", configuration.estimate.map(numbers.number) ?? Self.nothing,
      configuration.standardDeviation.map(spread.deviation) ?? Self.nothing,
      configuration.mean.map(numbers.bounds) ?? Self.nothing,
    ]
  }

  private func comparison(of configuration: ConfigurationSummary) -> [String] {
    guard hasBaselines else { return [] }
    let difference = summary.difference(of: configuration.index)
    let baseline = difference.flatMap { summary.configuration($0.baseline)?.label } ?? Self.nothing
    return (hasSeveralBaselines ? [baseline] : []) + [
      difference.flatMap { numbers.difference($0) } ?? Self.nothing,
      difference?.interval.map(numbers.differenceBounds) ?? Self.nothing,
      difference.map { "\($0.differences.count)" } ?? Self.nothing,
    ]
  }

  /// Words beside a configuration: its part in the comparison, then what went wrong.
  func tags(of configuration: ConfigurationSummary) -> [DataTable.Tag] {
    var tags: [DataTable.Tag] = []
    if summary.isBaseline(configuration.index) { tags.append(.init("baseline")) }
    if summary.isChosen(configuration.index) { tags.append(.init("chosen on validation", .good)) }
    if configuration.optimiserFailed != nil { tags.append(.init("optimiser failed", .warn)) }
    let counts = configuration.counts
    if counts.diverged > 0 { tags.append(.init("\(counts.diverged) diverged", .warn)) }
    if counts.failed > 0 { tags.append(.init("\(counts.failed) failed", .warn)) }
    if counts.open > 0 { tags.append(.init("\(counts.open) not run", .warn)) }
    return tags
  }

  private func emphasis(of configuration: ConfigurationSummary) -> DataTable.Emphasis? {
    if configuration.optimiserFailed != nil { return .excluded }
    if summary.isChosen(configuration.index) { return .best }
    return summary.isBaseline(configuration.index) ? .baseline : nil
  }
}

// MARK: - Tests and other metrics

extension SummaryTables {
  /// Tests of the paired differences; nil when nothing can be tested.
  var tests: DataTable? {
    let tested = summary.differences.filter { $0.tTest != nil }
    guard !tested.isEmpty else { return nil }
    return DataTable(
      name: "Tests of the differences",
      caption:
        "Two-sided p of the difference to the baseline: paired t test, the same after Holm's correction over the "
        + "comparisons whose configurations trained, exact sign-flip test; effect size Hedges g of the pairs.",
      columns: [
        .init("Configuration"), .init("Pairs"), .init("t test p"), .init("Holm p"), .init("Sign-flip p"),
        .init("Hedges g"),
      ],
      rows: tested.map { difference in
        DataTable.Row(
          summary.configuration(difference.configuration)?.label ?? "",
          cells: [
            "\(difference.differences.count)", Self.p(difference.tTest), Self.p(difference.adjusted),
            Self.p(difference.signFlip), difference.hedgesG.map { NumberText.fixed($0, places: 2) } ?? Self.nothing,
          ])
      })
  }

  private static func p(_ value: Double?) -> String { value.map(NumberText.pValue) ?? nothing }

  /// Means of the other metrics of the whole network at the representing epoch; nil without any.
  var otherMetrics: DataTable? {
    let keys = finals
    guard !keys.isEmpty else { return nil }
    let texts = keys.map { key in
      MetricText(
        metric: key.metric, intervals: [],
        values: summary.configurations.compactMap { $0.final(key.metric, on: key.split)?.mean })
    }
    let columns = zip(keys, texts).map { key, text in
      let title = key.metric == .learningRate ? key.metric.title : "\(key.split.title) \(Self.short(key.metric))"
      return DataTable.Column(title.capitalizedFirst + (text.columnUnit.map { " (\($0))" } ?? ""))
    }
    return DataTable(
      name: "Other metrics",
      caption: "Means of the other metrics over the completed replicates, \(summary.metric.moment).",
      columns: [.init("Configuration")] + columns,
      rows: summary.configurations.filter { !$0.finals.isEmpty }.map { configuration in
        DataTable.Row(
          configuration.label,
          cells: zip(keys, texts).map { key, text in
            configuration.final(key.metric, on: key.split).map { text.number($0.mean) } ?? Self.nothing
          })
      })
  }

  /// Metrics of the whole network that some configuration has, without the experiment's own and what follows from others.
  private var finals: [(metric: Metric, split: Split)] {
    let wanted: [(metric: Metric, split: Split)] = [
      (.error, .training), (.error, .validation), (.error, .test), (.gap, .test), (.loss, .training), (.nll, .test),
      (.ece, .test), (.brier, .test), (.nll, .validation), (.ece, .validation), (.perplexity, .training),
      (.perplexity, .validation), (.perplexity, .test), (.meanSquare, .training), (.meanSquare, .validation),
      (.meanSquare, .test),
    ]
    let all = wanted.filter { key in
      key != (summary.metric.name, summary.metric.split)
        && summary.configurations.contains { $0.final(key.metric, on: key.split) != nil }
    }
    let hasTest = all.contains { $0.split == .test }
    let leading: Set<Metric> = [.error, .perplexity, .meanSquare]
    return all.filter { !(hasTest && $0.split == .validation && !leading.contains($0.metric)) }
  }

  private static func short(_ metric: Metric) -> String {
    switch metric {
    case .nll: "NLL"
    case .ece: "ECE"
    case .gap: "gap"
    case .brier: "Brier score"
    case .meanSquare: "MSE"
    case .loss, .error, .accuracy, .perplexity, .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm,
      .varianceRatio, .largestActivation, .boundedUnits, .gradientNorm, .learningRate, .penalty, .learnedRate:
      metric.title
    }
  }
}

// MARK: - Tuning and trials

extension SummaryTables {
  /// What each candidate of each tuned value scored; nil without tuning.
  var tuning: DataTable? {
    let tuned = summary.configurations.compactMap { configuration in
      configuration.tuned.first.map { (configuration, $0) }
    }
    guard let tuning = summary.tuning, let first = tuned.first?.1 else { return nil }
    let scores = tuned.flatMap { $0.1.candidates.compactMap(\.score) }
    let text = MetricText(metric: tuning.metric, intervals: [], values: scores)
    let unit = text.columnUnit.map { " (\($0))" } ?? ""
    return DataTable(
      name: "Tuned \(first.title)",
      caption:
        "Mean \(tuning.split.title) \(tuning.metric.title)\(unit) of each candidate \(first.title) at the last epoch. "
        + "\(Self.nothing): a tuning trial diverged or has not finished.",
      columns: [.init("Configuration"), .init("Chosen")] + first.candidates.map { .init($0.value) },
      rows: tuned.map { configuration, tuned in
        DataTable.Row(
          configuration.label, tags: tuned.atEdge ? [.init("at the edge", .warn)] : [],
          cells: [tuned.chosen] + tuned.candidates.map { $0.score.map(text.number) ?? Self.nothing })
      })
  }

  /// The trials that did not complete, with the reason; nil when all did.
  var exceptions: DataTable? {
    let rows = summary.trials.filter { $0.state != .completed && $0.state != .open }
    guard !rows.isEmpty else { return nil }
    return DataTable(
      name: "Trials that did not complete", caption: "Trials without a value, with the reason.",
      columns: [
        .init("Trial"), .init("Configuration", holdsWords: true), .init("Replicate"), .init("State", holdsWords: true),
        .init("Reason", holdsWords: true),
      ],
      rows: rows.map { row in
        DataTable.Row(
          row.trial.short,
          cells: [label(row.configuration), "\(row.replicate)", row.state.word, reason(row.state)],
          address: address(of: row))
      })
  }

  /// Every measured trial with its value, in plan order.
  var trials: DataTable {
    DataTable(
      name: "Every trial", caption: "Every trial with its \(summary.metric.title) \(summary.metric.moment).",
      columns: [
        .init("Trial"), .init("Configuration", holdsWords: true), .init("Replicate"), .init("State", holdsWords: true),
        .init("Value" + (numbers.columnUnit.map { " (\($0))" } ?? "")),
      ],
      rows: summary.trials.map { row in
        let exact = MetricText(metric: numbers.metric, places: numbers.places + 1)
        return DataTable.Row(
          row.trial.short,
          cells: [
            label(row.configuration), "\(row.replicate)", row.state.word, row.value.map(exact.number) ?? Self.nothing,
          ], address: address(of: row))
      })
  }

  /// Only trials with an outcome have a page.
  private func address(of row: TrialRow) -> String? {
    switch row.state {
    case .completed, .diverged: trialAddress?(row.trial)
    case .failed, .open: nil
    }
  }

  private func label(_ index: Int) -> String { summary.configuration(index)?.label ?? "\(index)" }

  private func reason(_ state: TrialState) -> String {
    switch state {
    case .completed, .open: ""
    // A file without epochs has all in the first.
    case .diverged(let epoch) where summary.isImported:
      "the imported file says that it diverged" + (epoch > 1 ? ", in epoch \(epoch)" : "")
    case .diverged(let epoch): "loss or a weight not finite in epoch \(epoch)"
    case .failed(let attempts):
      attempts.count == 1 ? attempts.reason : "\(attempts.reason) (\(attempts.count) attempts)"
    }
  }
}
