import Analysis
import Experiments
import Statistics
import Testing

/// Intervals over seeds and test examples, from the archived answers.
struct CrossedSummaryTests {
  /// Right and wrong answers to ten thousand examples: wrong where example and replicate say so.
  private static func fixture(metric: Metric = .error) -> (fixture: Fixture, wrong: [[[Bool]]]) {
    var fixture = Fixture(
      metric: MetricChoice(name: metric, split: .test, at: .last), replicates: 3, rates: [nil, 0.5])
    var wrong: [[[Bool]]] = []
    for configuration in 0..<2 {
      var rows: [[Bool]] = []
      for replicate in 0..<3 {
        let row = (0..<10_000).map { example in
          example % 25 < 2 - configuration || (example * 31 + replicate * 17) % (97 + 40 * configuration) == 0
        }
        rows.append(row)
        let share = Double(row.count { $0 }) / 10_000
        var bits = [UInt8](repeating: 0, count: 1250)
        for (example, isWrong) in row.enumerated() where !isWrong { bits[example / 8] |= 1 << UInt8(example % 8) }
        let value = metric == .error ? share : 1 - share
        fixture.outcomes[fixture.id(configuration, replicate)] = TrialOutcome(
          status: .completed, metrics: [EpochMetric(epoch: 4, split: .test, metric: metric, value: value)],
          digests: TrialDigests(batchOrder: "order", initialWeights: [], finalWeights: ""), correctness: bits,
          weights: nil)
      }
      wrong.append(rows)
    }
    return (fixture, wrong)
  }

  @Test
  func `both intervals are those of the statistics, for shares and for differences`() throws {
    let (fixture, wrong) = Self.fixture()
    let found = fixture.summary.crossed
    #expect(found.map(\.configuration) == [0, 1] && found.map(\.examples) == [10_000, 10_000])
    let own = try #require(CrossedErrors(wrong[1]))
    #expect(found[1].seedsAndExamples == own.interval())
    #expect(found[1].seeds == fixture.summary.configuration(1)?.mean)
    #expect(found[0].difference == nil)
    let difference = try #require(found[1].difference)
    #expect(difference.seedsAndExamples == CrossedErrors(wrong[1], minus: wrong[0])?.interval())
    let paired = try #require(fixture.summary.difference(of: 1)?.interval)
    #expect(abs(try #require(difference.seeds).low - paired.low) < 1e-15)
    #expect(abs(difference.seedsAndExamples.estimate - paired.estimate) < 1e-15)
  }

  @Test
  func `another test set adds chance that seeds do not show`() throws {
    let found = try #require(Self.fixture().fixture.summary.crossed.first)
    let seeds = try #require(found.seeds)
    #expect(found.seedsAndExamples.high - found.seedsAndExamples.low > 2 * (seeds.high - seeds.low))
  }

  @Test
  func `accuracy counts the right answers`() throws {
    let found = Self.fixture(metric: .accuracy).fixture.summary.crossed
    let error = Self.fixture().fixture.summary.crossed
    #expect(abs(found[0].seedsAndExamples.estimate + error[0].seedsAndExamples.estimate - 1) < 1e-12)
    #expect(abs(found[0].seedsAndExamples.low + error[0].seedsAndExamples.high - 1) < 1e-12)
  }

  @Test
  func `where answers were not kept, or the number is another, there is nothing`() {
    #expect(Fixture.rates.summary.crossed.isEmpty)
    var fixture = Self.fixture().fixture
    fixture.metric = MetricChoice(name: .error, split: .validation, at: .last)
    #expect(fixture.summary.crossed.isEmpty)
    var cut = Self.fixture().fixture
    for (id, outcome) in cut.outcomes {
      cut.outcomes[id] = TrialOutcome(
        status: outcome.status, metrics: outcome.metrics, digests: outcome.digests,
        correctness: Array(outcome.correctness.dropLast()), weights: nil)
    }
    #expect(cut.summary.crossed.isEmpty)
  }
}
