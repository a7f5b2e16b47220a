import Experiments
import Specifications
import Statistics
import Testing

@testable import Analysis
@testable import Reports

/// A difference far smaller than the others, whose interval leaves zero out, in every table that has differences.
struct SmallDifferenceTests {
  /// .02 points, from .01 to .03.
  private static let small = interval(0.0002, 0.0001)
  /// 10 points, from 7 to 13.
  private static let large = interval(0.1, 0.03)

  private static func interval(_ estimate: Double, _ reach: Double) -> Interval {
    Interval(
      estimate: estimate, low: estimate - reach, high: estimate + reach, level: 0.95, n: 6, method: .pairedStudentT)
  }

  private static let all = [nil, small, large, large]

  /// A baseline and three configurations, each with the same difference in whatever it was asked.
  private static var summary: ExperimentSummary {
    let spec = PlotFixture.categories(1).design.configurations[0].spec
    let request = ProbeRequest(.unitRemoval)
    return ExperimentSummary(
      name: "small", question: "", metric: MetricChoice(name: .error, split: .test, at: .last),
      configurations: all.enumerated().map { index, difference in
        let mean = 0.1 + (difference?.estimate ?? 0)
        return ConfigurationSummary(
          index: index, label: "arm \(index)", fields: [], spec: spec,
          counts: TrialCounts(planned: 6, completed: 6, diverged: 0, failed: 0),
          values: (0..<6).map { ReplicateValue(replicate: $0, trial: TrialID(hex: "\(index)\($0)"), value: mean) },
          mean: interval(mean, 0.03), standardDeviation: 0, optimiserFailed: nil, finals: [], curves: [], tuned: [])
      },
      differences: all.enumerated().compactMap { index, difference in
        difference.map {
          PairedDifference(
            configuration: index, baseline: 0, differences: [], interval: $0, signFlip: nil,
            pairedInitialWeights: true, pairedBatchOrder: true)
        }
      }, replicates: 6, level: 0.95,
      inference: all.enumerated().map { index, difference in
        ModeSummary(
          configuration: index,
          request: InferenceRequest(mode: .monteCarlo(samples: 10, mean: .arithmetic), split: .test),
          points: [
            ModePoint(
              samples: 1, metric: .error, values: [], mean: 0.1, standardDeviation: 0, difference: difference)
          ])
      },
      probes: all.enumerated().map { index, difference in
        ProbeSummary(
          configuration: index, request: request,
          points: [
            ProbePoint(
              address: ProbeAddress(layer: "", statistic: .accuracyDropMost, at: nil), values: [], mean: 0.1,
              interval: nil, difference: difference)
          ])
      },
      crossed: all.enumerated().map { index, difference in
        CrossedSummary(
          configuration: index, examples: 100, seeds: nil, seedsAndExamples: interval(0.1, 0.03),
          difference: difference.map { CrossedDifference(seeds: $0, seedsAndExamples: $0) })
      })
  }

  @Test
  func `it does not read as zero`() throws {
    let tables = SummaryTables(summary: Self.summary)
    let all = [
      tables.configurations, try #require(tables.differences), try #require(tables.crossed),
      InferenceTables(summary: Self.summary).all[0],
    ]
    for table in all {
      let texts = table.rows.flatMap(\.cells)
      #expect(texts.contains("+0.02") && texts.contains("+10"), "\(table.name): \(texts)")
      #expect(texts.contains("+0.01 to +0.03"), "\(table.name): \(texts)")
    }
    let probes = try #require(ProbeTables(summary: Self.summary).all.last)
    let cells = probes.rows.flatMap(\.cells)
    #expect(cells.contains { $0.hasSuffix("(+7 to +13)") })
    #expect(cells.contains { $0.hasPrefix("+0.02 (+0.01 to +0.03)") }, "\(cells)")
  }

  @Test
  func `deviations of equal values are 0`() {
    let tables = SummaryTables(summary: Self.summary)
    #expect(tables.configurations.rows.allSatisfy { $0.cells[2] == "0" })
    #expect(InferenceTables(summary: Self.summary).all[0].rows.allSatisfy { $0.cells[3] == "0" })
    let numbers = MetricText(metric: .error, places: 2)
    #expect(numbers.deviation(0) == "0" && numbers.deviation(0.0123) == "1.23")
  }

  @Test
  func `within a sentence it does not either, unless its places were wished for`() throws {
    let wide = Interval(estimate: 0.0004, low: 0.0002, high: 0.03, level: 0.95, n: 6, method: .pairedStudentT)
    func text(_ format: ValueFormat?, _ isShare: Bool, _ interval: Interval) throws -> String {
      try FormattedNumber(interval.estimate, interval: interval, isShare: isShare, isDifference: true)
        .text(format, at: .nowhere)
    }
    #expect(try text(nil, true, wide) == "+0.04\u{A0}points")
    #expect(try text(nil, false, wide) == "+0.0004")
    #expect(try text(.number(places: 1), false, wide) == "0.0")
    func bounds(_ format: ValueFormat?, _ isShare: Bool, _ isDifference: Bool = true) throws -> String {
      try FormattedNumber(wide.estimate, interval: wide, isShare: isShare, isDifference: isDifference)
        .interval(format, at: .nowhere)
    }
    #expect(try bounds(nil, false) == "+0.0002 to +0.030")
    #expect(try bounds(.percent, true) == "+0.02 to +3.0\u{A0}%")
    #expect(try bounds(.percent, true, false) == "0.0 to 3.0\u{A0}%")
    #expect(try bounds(.number(places: 2), false) == "0.00 to 0.03")
    let both = Interval(estimate: 0.0004, low: -0.03, high: 0.03, level: 0.95, n: 6, method: .pairedStudentT)
    #expect(try text(nil, true, both) == "0\u{A0}points")
  }
}
