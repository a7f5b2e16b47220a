import Analysis
import Experiments
import Statistics
import Testing

/// Claims about the variance between training sets, and about bags, on predictions made by hand.
struct PredictionClaimTests {
  private static let request = ProbeRequest(.predictions(samples: 0), sample: ProbeSample(split: .test, examples: 2))
  /// Probabilities of class 1 of two examples, whose classes are 1 and 0, by configuration and replicate.
  private static let shares: [[(Double, Double)]] = [
    [(0.9, 0.1), (0.4, 0.3), (0.8, 0.6), (0.6, 0.2)], [(0.7, 0.2), (0.6, 0.4), (0.4, 0.3), (0.6, 0.9)],
    [(0.8, 0.2), (0.6, 0.3), (0.7, 0.4), (0.7, 0.2)],
  ]

  private static func arm(
    _ statistic: PredictionStatistic, _ indices: Int..., rule: ArmRule = .mean
  ) -> ClaimArm {
    ClaimArm(
      indices.map { ArmTerm(configuration: $0, measure: .predictions(request, statistic)) }, rule: rule)
  }

  private static func record(_ share: (Double, Double)) -> ProbeRecord {
    ProbeRecord(
      request: request,
      values: [(0.0, share.0, 1.0), (1.0, share.1, 0.0)].flatMap { place, share, label in
        [
          ProbeValue(.target, at: place, label), ProbeValue(.predicted, layer: "0", at: place, 1 - share),
          ProbeValue(.predicted, layer: "1", at: place, share),
        ]
      })
  }

  private static func effect(
    _ better: ClaimArm, _ than: ClaimArm, _ scale: EffectScale, _ change: (inout Fixture) -> Void = { _ in }
  ) throws -> ClaimEffect {
    var fixture = Fixture.rates
    fixture.claims = [
      Claim(
        id: "C17", statement: "It varies less.",
        question: .difference(ClaimContrast(better: better, than: than), delta: 0), scale: scale)
    ]
    for (configuration, shares) in shares.enumerated() {
      for (replicate, share) in shares.enumerated() {
        fixture.probes[fixture.id(configuration, replicate)] = [record(share)]
      }
    }
    change(&fixture)
    return try #require(fixture.summary.claims.first?.effect)
  }

  /// Half the mean squared distance of two training sets, without one of them.
  private static func variance(_ shares: [(Double, Double)], without: Int? = nil) -> Double {
    let kept = shares.indices.filter { $0 != without }.map { shares[$0] }
    var sum = 0.0
    for (r, a) in kept.enumerated() {
      for b in kept[(r + 1)...] { sum += (a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1) }
    }
    return sum / Double(kept.count * (kept.count - 1))
  }

  @Test
  func `variances are compared over the training sets that both arms have`() throws {
    let effect = try Self.effect(Self.arm(.variance, 2), Self.arm(.variance, 0), .absolute) {
      $0.probes[$0.id(0, 3)] = nil
    }
    let (plain, less) = (Array(Self.shares[0][..<3]), Array(Self.shares[2][..<3]))
    #expect(effect.values.count == 3)
    #expect(abs(effect.estimate - (Self.variance(plain) - Self.variance(less))) < 1e-12)
  }

  @Test
  func `a difference of variances has the jackknife's interval over training sets`() throws {
    let effect = try Self.effect(Self.arm(.variance, 2), Self.arm(.variance, 0), .absolute)
    let (plain, less) = (Self.shares[0], Self.shares[2])
    let jackknife = Jackknife(
      Self.variance(plain) - Self.variance(less),
      leavingOut: (0..<4).map { Self.variance(plain, without: $0) - Self.variance(less, without: $0) })
    let (expected, found) = (jackknife.interval(level: 0.95), try #require(effect.interval))
    #expect(abs(effect.estimate - expected.estimate) < 1e-12 && effect.values.count == 4)
    #expect(abs(found.low - expected.low) < 1e-12 && abs(found.high - expected.high) < 1e-12)
  }

  @Test
  func `a relative difference of variances is one minus their ratio, not a mean of ratios`() throws {
    let effect = try Self.effect(Self.arm(.variance, 2), Self.arm(.variance, 0), .relative)
    let ratio = Self.variance(Self.shares[2]) / Self.variance(Self.shares[0])
    #expect(abs(effect.estimate - (1 - ratio)) < 1e-12)
    // A variance over itself is 1 at every replicate: no spread.
    let same = try Self.effect(Self.arm(.variance, 0), Self.arm(.variance, 0), .relative)
    #expect(abs(same.estimate) < 1e-12 && same.values.allSatisfy { abs($0) < 1e-12 })
  }

  @Test
  func `a bag is measured after its predictions were averaged`() throws {
    // Errors of arm 0 are 0, ½, ½, 0, those of the bag of 1 and 2 are 0, 0, 0, ½; their own mean would be 0, 0, ¼, ¼.
    let effect = try Self.effect(Self.arm(.error, 1, 2, rule: .bag), Self.arm(.error, 0), .absolute)
    #expect(effect.values == [0, 0.5, 0.5, -0.5])
    let means = try Self.effect(Self.arm(.error, 1, 2), Self.arm(.error, 0), .absolute)
    #expect(means.values == [0, 0.5, 0.25, -0.25])
    // (1 − p)² of the first example and p² of the second, each of two classes, averaged.
    let squares = try Self.effect(Self.arm(.squaredError, 2), Self.arm(.squaredError, 0), .absolute)
    #expect(abs(squares.values[1] - (0.36 + 0.09 - 0.16 - 0.09)) < 1e-12)
    let bag = zip(Self.shares[1], Self.shares[2]).map { (($0.0 + $1.0) / 2, ($0.1 + $1.1) / 2) }
    let variance = try Self.effect(Self.arm(.variance, 1, 2, rule: .bag), Self.arm(.variance, 0), .absolute)
    #expect(abs(variance.estimate - (Self.variance(Self.shares[0]) - Self.variance(bag))) < 1e-12)
  }
}
