import Analysis
import Experiments
import Statistics
import Testing

/// Effects of two and three factors with known numbers.
struct FactorialTests {
  /// A summary whose configuration at a setting has `value(setting, replicate)`, in the order of the last factor first.
  private func summary(
    factors: [String], replicates: Int = 3, without: Int? = nil, value: ([Bool], Int) -> Double
  ) -> ExperimentSummary {
    let spec = Fixture().spec(0)
    let configurations = (0..<1 << factors.count).filter { $0 != without }.map { index -> ConfigurationSummary in
      let setting = factors.indices.map { index >> (factors.count - 1 - $0) & 1 == 1 }
      return ConfigurationSummary(
        index: index, label: "\(index)",
        fields: zip(factors, setting).map { ConfigurationField(path: "trial.\($0)", value: $1 ? "on" : "off") },
        spec: spec, counts: TrialCounts(planned: replicates, completed: replicates, diverged: 0, failed: 0),
        values: (0..<replicates).map {
          ReplicateValue(replicate: $0, trial: TrialID(hex: "\(index)\($0)"), value: value(setting, $0))
        }, mean: nil, standardDeviation: nil, optimiserFailed: nil, finals: [], curves: [], tuned: [])
    }
    return ExperimentSummary(
      name: "coexistence", question: "", metric: MetricChoice(name: .error, split: .test, at: .last),
      configurations: configurations, differences: [], replicates: replicates, level: 0.95)
  }

  @Test func `effects are those that were put in`() throws {
    // y = 10 − 4 a − 2 b + 1 ab, and what differs between replicates alone cancels.
    let found = try #require(
      Factorial(
        of: summary(factors: ["a", "b"]) { on, replicate in
          let (a, b) = (on[0] ? 1.0 : 0, on[1] ? 1.0 : 0)
          return 10 - 4 * a - 2 * b + a * b + Double(replicate)
        }))
    #expect(found.factors.map(\.name) == ["a", "b"])
    #expect(found.effects.map(\.mean) == [-3.5, -1.5, 0.5])
    #expect(found.effects.map(\.kind) == [.main, .main, .interaction])
    #expect(found.effects.allSatisfy { $0.interval?.low == $0.mean && $0.interval?.n == 3 })
  }

  @Test func `with three factors the simple effect is taken where the others are on`() throws {
    let found = try #require(
      Factorial(
        of: summary(factors: ["a", "b", "c"]) { on, replicate in
          (on[0] ? -8 : 0) + (on.allSatisfy { $0 } ? 6 : 0) + (on[0] ? Double(replicate) : 0)
        }))
    let simple = found.effects.filter { $0.kind == .simple }
    #expect(simple.map(\.mean) == [-1, 6, 6])
    // ∓8, −8, −8 and −2 over the four settings of b and c, and the mean of 0, 1, 2.
    #expect(found.effects.first?.mean == -6.5 + 1)
    #expect(found.effects.first?.values.map(\.value) == [-6.5, -5.5, -4.5])
    #expect(found.effects.count == 3 + 3 + 3)
  }

  @Test func `a grid with a hole or with three levels is no factorial`() {
    #expect(Factorial(of: summary(factors: ["a", "b"], without: 2) { _, _ in 1 }) == nil)
    #expect(Factorial(of: Fixture.rates.summary) == nil)
  }
}
