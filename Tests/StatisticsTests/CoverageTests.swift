import Foundation
import Randomness
import Statistics
import Testing

/// How often intervals hold the truth and tests reject it.
struct CoverageTests {
  /// What values are drawn from; both have the mean 1.
  enum Law: String, CaseIterable {
    case normal, exponential

    func values(_ count: Int, trial: Int) -> [Double] {
      let stream = RandomPlan(seed: 21).resampling("\(self) \(count)")
      switch self {
      case .normal: return stream.normals(count, step: trial).map { 1 + $0 }
      // Half the square of two normals each, χ²₂ / 2.
      case .exponential:
        let numbers = stream.normals(2 * count, step: trial)
        return (0..<count).map { place -> Double in
          let (x, y) = (numbers[2 * place], numbers[2 * place + 1])
          return (x * x + y * y) / 2
        }
      }
    }
  }

  /// Prints the table of docs/statistics.md; takes minutes, in release mode:
  /// `BOOTSTRAP_COVERAGE=1 swift test -c release -Xswiftc -enable-testing --filter CoverageTests`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["BOOTSTRAP_COVERAGE"] != nil))
  func `bootstrap coverage by number of values`() throws {
    print("| values | n | Student t | BCa | bootstrap t | percentile |\n|---|---|---|---|---|---|")
    for law in Law.allCases {
      for count in [3, 5, 8, 10, 15, 20, 30] {
        let found = try coverage(law, count: count, trials: 2000, resamples: 499)
        print("| \(law) | \(count) |" + found.map { " \(($0 * 1000).rounded() / 10) |" }.joined())
      }
    }
  }

  @Test
  func `at ten normal values BCa and bootstrap t cover nearly as often as they say`() throws {
    let found = try coverage(.normal, count: 10, trials: 300, resamples: 199)
    // The table has 90.4 and 95.3; four standard errors of 300 are 6 points.
    #expect((0.84...0.97).contains(found[1]) && (0.90...1).contains(found[2]), "\(found)")
    #expect(found[3] < found[0])
  }

  @Test
  func `exact intervals of a proportion cover at least as often as they say, at every chance`() throws {
    for attempts in [5, 10, 30] {
      let intervals = try (0...attempts).map { try #require(Proportion(successes: $0, of: attempts).clopperPearson()) }
      for step in 1..<50 {
        let chance = Double(step) / 50
        var covered = 0.0
        var binomial = [Double](repeating: 0, count: attempts + 1)
        binomial[0] = 1
        for _ in 0..<attempts {
          for k in stride(from: attempts, through: 1, by: -1) {
            binomial[k] = binomial[k] * (1 - chance) + binomial[k - 1] * chance
          }
          binomial[0] *= 1 - chance
        }
        for (k, interval) in intervals.enumerated() where interval.low <= chance && chance <= interval.high {
          covered += binomial[k]
        }
        #expect(covered >= 0.95, "\(attempts) attempts at \(chance): \(covered)")
      }
    }
  }

  @Test
  func `with no effect every test at .05 errs in one of twenty at most`() throws {
    var rejected: [String: Int] = [:]
    let trials = 1500
    for trial in 0..<trials {
      let numbers = RandomPlan(seed: 22).resampling("type 1").normals(40, step: trial)
      let (first, second) = (Array(numbers[0..<7]), Array(numbers[10..<17]))
      let pairs = try #require(PairedSample(first, minus: second))
      let blocks = (0..<8).map { block in Array(numbers[5 * block..<5 * block + 5]) }
      let found: [(String, Double?)] = [
        ("t", pairs.tTest), ("Wilcoxon", Wilcoxon(pairs)?.p),
        ("Welch", Welch(try finite(first), minus: try finite(second.map { 3 * $0 }))?.p()),
        ("Mann-Whitney", MannWhitney(try finite(first), try finite(second))?.p),
        ("Page", PageTrend(blocks: Array(blocks.prefix(4)))?.p), ("Friedman", Friedman(blocks: blocks)?.p),
        ("Iman-Davenport", Friedman(blocks: blocks)?.imanDavenportP),
        ("Spearman", Spearman(first, second)?.p), ("Kendall", Kendall(first, second)?.p),
        // A true difference on the margin: equivalence must not be shown.
        ("TOST", Equivalence(try finite(first.map { $0 + 1 }), margin: 1)?.p),
      ]
      for (name, p) in found where try #require(p) <= 0.05 { rejected[name, default: 0] += 1 }
    }
    // 75 expected, 34 are four standard errors; exact tests on few values reject less.
    for (name, count) in rejected.sorted(by: { $0.key < $1.key }) { #expect(count <= 109, "\(name): \(count)") }
    for name in ["t", "Welch"] { #expect(try #require(rejected[name]) >= 41, "\(name)") }
    #expect(rejected.count == 10)
  }

  /// The shares of intervals that hold the mean 1: Student t, BCa, bootstrap t, percentile.
  private func coverage(_ law: Law, count: Int, trials: Int, resamples: Int) throws -> [Double] {
    let factor = StudentT(degreesOfFreedom: Double(count - 1)).quantile(0.975)
    var held = [0, 0, 0, 0]
    for trial in 0..<trials {
      let sample = try finite(law.values(count, trial: trial))
      let draws = Resampling(RandomPlan(seed: 23), name: "\(law) \(count) \(trial)", count: resamples)
      let reach = factor * (try #require(sample.standardError))
      let mean = try #require(sample.mean)
      let bounds = [
        try BootstrapInterval.bca(sample, draws, evenIfFew: true),
        try BootstrapInterval.bootstrapT(sample, draws, evenIfFew: true),
        try BootstrapInterval.percentile(sample, draws),
      ].map { ($0.interval.low, $0.interval.high) }
      for (place, (low, high)) in ([(mean - reach, mean + reach)] + bounds).enumerated() where low <= 1 && 1 <= high {
        held[place] += 1
      }
    }
    return held.map { Double($0) / Double(trials) }
  }
}
