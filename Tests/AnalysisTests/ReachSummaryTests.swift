import Analysis
import Experiments
import Statistics
import Testing

/// Epochs until the validation error is within two per cent of its end.
struct ReachSummaryTests {
  /// Validation errors at epochs 1, 2, …, one list per configuration; replicates are shifted by whole epochs.
  private static func fixture(_ curves: [[Double]], replicates: Int = 2) -> Fixture {
    var fixture = Fixture(replicates: replicates, rates: curves.indices.map { $0 == 0 ? nil : 0.1 * Double($0) })
    for (configuration, curve) in curves.enumerated() {
      for replicate in 0..<replicates {
        let late = [Double](repeating: 0.5, count: replicate) + curve
        let metrics = late.enumerated().map {
          EpochMetric(epoch: $0.offset + 1, split: .validation, metric: .error, value: $0.element)
        }
        let test = EpochMetric(epoch: late.count, split: .test, metric: .error, value: 0.1)
        fixture.outcomes[fixture.id(configuration, replicate)] = fixture.outcome(
          replicate: replicate, metrics + [test])
      }
    }
    return fixture
  }

  @Test
  func `the first epoch at most 1.02 times the last counts, and ratios are taken pair by pair`() throws {
    // 0.102 is 1.02 × 0.1 but for rounding upwards; 0.1021 is more.
    let found = Self.fixture([[0.3, 0.1019, 0.2, 0.11, 0.1], [0.3, 0.2, 0.1021, 0.101, 0.1]]).summary.reach
    #expect(found.map { $0.epochs.map(\.value) } == [[2, 3], [4, 5]])
    #expect(found.map(\.mean) == [2.5, 4.5] && found[0].ratio == nil)
    // The geometric mean of 2 and 5 / 3, and bounds as far from it as factors.
    let ratio = try #require(found[1].ratio)
    #expect((ratio.estimate - (10.0 / 3).squareRoot()).magnitude < 1e-12)
    #expect((ratio.low * ratio.high - 10.0 / 3).magnitude < 1e-9 && ratio.low > 0 && ratio.n == 2)
    let reach = 12.706_204_736 * Elementary.log(6.0 / 5) / 2
    #expect((Elementary.log(ratio.high / ratio.estimate) - reach).magnitude < 1e-6)
  }

  @Test
  func `configurations that are equally fast by turns have the ratio 1`() throws {
    // The first takes 1 and 4 epochs, the other 4 and 1.
    var fixture = Self.fixture([[0.1, 0.1, 0.1, 0.1, 0.1], [0.3, 0.3, 0.3, 0.1, 0.1]])
    let (fast, slow) = (fixture.outcomes[fixture.id(0, 0)], fixture.outcomes[fixture.id(1, 0)])
    (fixture.outcomes[fixture.id(0, 1)], fixture.outcomes[fixture.id(1, 1)]) = (slow, fast)
    let found = fixture.summary.reach
    #expect(found.map { $0.epochs.map(\.value) } == [[1, 4], [4, 1]])
    let ratio = try #require(found.last?.ratio)
    #expect((ratio.estimate - 1).magnitude < 1e-12 && ratio.low > 0)
  }

  @Test
  func `with four evaluations nothing is said`() {
    #expect(Self.fixture([[0.3, 0.2, 0.1, 0.1], [0.3, 0.2, 0.1, 0.1]], replicates: 1).summary.reach.isEmpty)
    #expect(Fixture.rates.summary.reach.isEmpty)
  }
}
