import Experiments
import Statistics

/// The answer to an experiment's question in sentences, the most important first, made from the numbers alone.
package struct Answer: Hashable, Sendable {
  package let sentences: [String]

  package init(sentences: [String]) { self.sentences = sentences }

  /// The answer in one paragraph.
  package var text: String { sentences.joined(separator: " ") }

  /// Words the answer of a summary.
  package init(to summary: ExperimentSummary) {
    let words = AnswerWords(summary: summary)
    self.init(
      sentences: ([ClaimsAnswer(summary.claims).sentence, words.leading] + words.groups + [
        words.others, words.size, words.exclusions,
      ]).compactMap { $0 })
  }
}

/// Words the sentences of one answer.
struct AnswerWords {
  let summary: ExperimentSummary
  let numbers: MetricText

  init(summary: ExperimentSummary) {
    self.summary = summary
    numbers = summary.numbers
  }

  /// What a reader remembers.
  var leading: String? {
    let counts = summary.counts
    guard counts.completed + counts.diverged > 0 else {
      return "No trial has finished yet: \(counts.planned) \(counts.planned == 1 ? "is" : "are") planned."
    }
    let trained = summary.configurations.filter { $0.optimiserFailed == nil && !$0.values.isEmpty }
    guard !trained.isEmpty else { return "No configuration trained, so the question stays open." }
    if summary.configurations.count == 1 { return alone(trained[0]) }
    guard let index = summary.chosen, let best = summary.configuration(index) else { return unchosen(trained) }
    if let difference = summary.difference(of: index) { return compared(best, difference) }
    return summary.groups.contains { $0.baseline == index } ? baselineWins(best) : ranked(best)
  }

  /// `Test error is 5.1 % (95 % interval 4.8 to 5.4 %, n = 9).`
  private func alone(_ configuration: ConfigurationSummary) -> String {
    guard let interval = configuration.mean else {
      let value = configuration.values.first.map { numbers.value($0.value) } ?? "unknown"
      return "\(metric.capitalizedFirst) is \(value) in a single trial; one trial has no interval."
    }
    let level = Self.percent(interval.level)
    return "\(metric.capitalizedFirst) is \(numbers.value(interval.estimate)) "
      + "(\(level) interval \(numbers.bounds(interval))\(numbers.unit), n = \(interval.n))."
  }

  /// Nothing was scored on validation, and the test split never chooses.
  private func unchosen(_ trained: [ConfigurationSummary]) -> String? {
    if summary.differences.count == 1, let difference = summary.differences.first {
      return summary.configuration(difference.configuration).map { compared($0, difference, how: "") }
    }
    let sorted = trained.sorted { (mean(of: $0), $0.index) < (mean(of: $1), $1.index) }
    guard let least = sorted.first, let most = sorted.last else { return nil }
    if trained.count == 1 {
      return "Nothing was scored on validation, so no configuration is chosen; the only one that trained, "
        + "\(least.mention), has \(metric) \(mean(least))\(interval(least))."
    }
    return "Nothing was scored on validation, so no configuration is chosen: \(metric) goes from \(mean(least)) "
      + "(\(least.mention)) to \(mean(most)) (\(most.mention))."
  }

  /// A configuration against its baseline, and how it was chosen.
  private func compared(
    _ best: ConfigurationSummary, _ difference: PairedDifference, how: String = ", chosen on validation,"
  ) -> String {
    let baseline = summary.configuration(difference.baseline)?.mention ?? "the baseline"
    let value = mean(best)
    guard let interval = difference.interval else {
      return "Undecided: \(best.mention)\(how) has \(metric) \(value), "
        + (difference.differences.isEmpty
          ? "but no trial of it has a partner with \(baseline)."
          : "but one pair of trials with \(baseline) is too few for an interval.")
    }
    let bounds =
      "\(Self.percent(interval.level)) interval of the difference \(numbers.differenceBounds(interval))"
      + "\(numbers.differenceUnit), n = \(interval.n)"
    let excludesZero = interval.low > 0 || interval.high < 0
    guard excludesZero else {
      return "Inconclusive: \(best.mention)\(how) has \(metric) \(value), "
        + "\(numbers.size(interval)) \(interval.estimate < 0 ? "below" : "above") \(baseline), "
        + "but the difference may be none (\(bounds))."
    }
    let side = interval.estimate < 0 ? "below" : "above"
    return "\(best.mention.capitalizedFirst)\(how) has \(metric) \(value): "
      + "\(numbers.size(interval)) \(side) \(baseline) (\(bounds))."
  }

  /// The baseline itself is the best on validation.
  private func baselineWins(_ best: ConfigurationSummary) -> String {
    "No configuration does better on validation than the baseline \(best.mention), with \(metric) "
      + "\(mean(best))\(interval(best))."
  }

  /// No baseline to compare with.
  private func ranked(_ best: ConfigurationSummary) -> String {
    "\(best.mention.capitalizedFirst) does best on validation, with \(metric) \(mean(best))\(interval(best))."
  }

  /// ` (95 % interval 4.8 to 5.4 %, n = 9)`, or nothing.
  private func interval(_ configuration: ConfigurationSummary) -> String {
    configuration.mean.map {
      " (\(Self.percent($0.level)) interval \(numbers.bounds($0))\(numbers.unit), n = \($0.n))"
    } ?? ""
  }

  private func mean(_ configuration: ConfigurationSummary) -> String {
    let values = Sample(configuration.values.map(\.value))?.mean
    return values.map(numbers.value) ?? "unknown"
  }

  private var metric: String { summary.metric.title }

  static func percent(_ level: Double) -> String {
    NumberText.significant(level * 100, digits: 2) + NumberText.space + "%"
  }
}

// MARK: - Further sentences

extension AnswerWords {
  /// Where several baselines stand side by side: what was chosen beside each of the others.
  var groups: [String] {
    guard summary.groups.count > 1 else { return [] }
    return summary.groups.compactMap { group in
      guard let index = group.chosen, index != summary.chosen, let best = summary.configuration(index),
        let difference = summary.difference(of: index), let interval = difference.interval,
        let baseline = summary.configuration(difference.baseline)
      else { return nil }
      return "Beside \(baseline.mention), validation chooses \(best.mention) (\(numbers.value(mean(of: best))); "
        + "difference \(numbers.difference(interval)), \(Self.percent(interval.level)) interval "
        + "\(numbers.differenceBounds(interval))\(numbers.differenceUnit), n = \(interval.n))."
    }
  }

  private func mean(of configuration: ConfigurationSummary) -> Double {
    Sample(configuration.values.map(\.value))?.mean ?? .nan
  }

  /// How many comparisons hold after correction.
  var others: String? {
    let tested = summary.differences.filter { $0.adjusted != nil }
    guard tested.count > 1, !summary.isLook else { return nil }
    let sure = tested.filter { ($0.adjusted ?? 1) <= 1 - summary.level }
    let below = sure.count { ($0.interval?.estimate ?? 0) < 0 }
    let above = sure.count - below
    let level = NumberText.significant(1 - summary.level, digits: 1)
    guard !sure.isEmpty else {
      return
        "After Holm's correction none of the \(tested.count) comparisons with a baseline reaches p\u{A0}≤\u{A0}\(level)."
    }
    if sure.count == tested.count, below == 0 || above == 0 {
      let side = below > 0 ? "below" : "above"
      return
        "\(tested.count == 2 ? "Both" : "All \(tested.count)") comparisons with a baseline lie \(side) it after Holm's correction (p\u{A0}≤\u{A0}\(level))."
    }
    let parts = [(below, "below"), (above, "above")].filter { $0.0 > 0 }
    let verb = parts.first?.0 == 1 && parts.count == 1 ? "lies" : "lie"
    let phrase = parts.map { "\($0.0) \(verb) \($0.1)" }.joinedInWords().replacing(
      "and \(above) lie", with: "and \(above)")
    return
      "Of \(tested.count) comparisons with a baseline \(phrase) it after Holm's correction (p\u{A0}≤\u{A0}\(level))."
  }

  /// A warning that less was run than was designed.
  var size: String? {
    summary.isLook && summary.counts.completed > 0
      ? "This is a look at less than the designed size: it shows directions and decides nothing." : nil
  }

  /// What was left out of the answer, and why.
  var exclusions: String? {
    let failed = summary.configurations.filter { $0.optimiserFailed != nil }
    let counts = summary.counts
    var parts: [String] = []
    if !failed.isEmpty {
      parts.append(
        "\(failed.mentions) did not train (optimiser failed) and \(failed.count == 1 ? "is" : "are") left out"
      )
    }
    if counts.diverged > 0 { parts.append("\(counts.diverged) of \(counts.planned) trials diverged") }
    if counts.failed > 0 { parts.append("\(counts.failed) failed") }
    if counts.open > 0, counts.open < counts.planned {
      let trials = counts.diverged > 0 ? "" : " trials"
      parts.append("\(counts.open) of \(counts.planned)\(trials) \(counts.open == 1 ? "has" : "have") not run yet")
    }
    return parts.isEmpty ? nil : (parts.joined(separator: "; ") + ".").capitalizedFirst
  }
}

extension ConfigurationSummary {
  /// The label within a sentence: in quotation marks when it holds a comma.
  package var mention: String { label.contains(",") ? "\u{201C}\(label)\u{201D}" : label }
}

extension [ConfigurationSummary] {
  /// The labels within a sentence, or how many there are when they would fill it.
  package var mentions: String { count > 3 ? "\(count) configurations" : map(\.mention).joinedInWords() }
}

extension MetricText {
  /// Chooses the places by the differences of configurations that trained, else by their means.
  init(of metric: Metric, configurations: [ConfigurationSummary], differences: [PairedDifference]) {
    let trained = configurations.filter { $0.optimiserFailed == nil }
    let indices = Set(trained.map(\.index))
    let intervals = differences.filter { indices.contains($0.configuration) }.compactMap(\.interval)
    self.init(
      metric: metric, intervals: intervals.isEmpty ? trained.compactMap(\.mean) : intervals,
      values: trained.flatMap { $0.values.map(\.value) })
  }
}

extension String {
  /// The text with its first letter large, as at the start of a sentence.
  package var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
