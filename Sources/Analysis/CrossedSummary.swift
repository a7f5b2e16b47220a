import Datasets
import Experiments
import Statistics

/// A share of right or wrong answers with two intervals: over seeds on these test examples, and over both.
package struct CrossedSummary: Hashable, Sendable {
  package let configuration: Int
  /// Test examples that every trial was judged on.
  package let examples: Int
  package let seeds: Interval?
  package let seedsAndExamples: Interval
  /// The same of the paired difference to the baseline; nil for a baseline, and where too few pairs completed.
  package let difference: CrossedDifference?
}

/// A difference of two shares with its two intervals.
package struct CrossedDifference: Hashable, Sendable {
  package let seeds: Interval?
  package let seedsAndExamples: Interval
}

extension CrossedSummary {
  /// One per configuration with at least two completed trials that kept their answers, in plan order.
  ///
  /// Empty unless the metric is the share of wrong or right answers on test at the last epoch: of no other number are
  /// the answers kept.
  static func all(
    of design: ExperimentDesign, configurations: [ConfigurationSummary], evidence: Evidence
  ) -> [CrossedSummary] {
    let metric = design.metric
    guard metric.split == .test, metric.at == .last, metric.name == .error || metric.name == .accuracy else {
      return []
    }
    let answers = CrossedAnswers(isError: metric.name == .error, level: design.level, evidence: evidence)
    return configurations.compactMap { configuration in
      let baseline = design.configurations.first { $0.index == configuration.index }?.baseline
      return answers.summary(of: configuration, against: configurations.first { $0.index == baseline })
    }
  }
}

/// The answers of trials, example by example.
private struct CrossedAnswers {
  let isError: Bool
  let level: Double
  let evidence: Evidence

  func summary(of own: ConfigurationSummary, against baseline: ConfigurationSummary?) -> CrossedSummary? {
    let rows = own.values.compactMap { self.rows(of: $0, own) }
    guard own.optimiserFailed == nil, rows.count == own.values.count, let crossed = CrossedErrors(rows) else {
      return nil
    }
    return CrossedSummary(
      configuration: own.index, examples: crossed.examples, seeds: own.mean,
      seedsAndExamples: crossed.interval(level: level), difference: baseline.flatMap { difference(own, $0) })
  }

  private func difference(_ own: ConfigurationSummary, _ baseline: ConfigurationSummary) -> CrossedDifference? {
    let pairs = own.values.compactMap { value -> ([Bool], [Bool])? in
      guard let other = baseline.values.first(where: { $0.replicate == value.replicate }),
        let left = rows(of: value, own), let right = rows(of: other, baseline), left.count == right.count
      else { return nil }
      return (left, right)
    }
    guard let crossed = CrossedErrors(pairs.map(\.0), minus: pairs.map(\.1)) else { return nil }
    let sample = PairedSample(
      pairs.map { Self.share($0.0) }, minus: pairs.map { Self.share($0.1) })
    return CrossedDifference(
      seeds: sample.flatMap { Interval.pairedStudentT($0, level: level) },
      seedsAndExamples: crossed.interval(level: level))
  }

  private static func share(_ row: [Bool]) -> Double { Double(row.count { $0 }) / Double(max(1, row.count)) }

  /// What is counted of every test example; nil where the answers were not kept.
  private func rows(of value: ReplicateValue, _ configuration: ConfigurationSummary) -> [Bool]? {
    let count = configuration.spec.dataset.test
    guard let bits = evidence.outcomes[value.trial]?.correctness, count >= 2, bits.count == (count + 7) / 8 else {
      return nil
    }
    return (0..<count).map { (bits[$0 / 8] >> UInt8($0 % 8) & 1 == 1) != isError }
  }
}
