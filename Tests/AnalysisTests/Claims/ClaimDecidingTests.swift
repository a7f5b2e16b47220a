import Analysis
import Experiments
import Statistics
import Testing

/// Which of several effects decides, what would decide it, and what a claim cannot be decided by.
struct ClaimDecidingTests {
  private static func measure(_ metric: Metric) -> Measure {
    .epoch(MetricChoice(name: metric, split: .test, at: .last), layer: "")
  }

  private static func arm(_ index: Int, _ metric: Metric = .error) -> ClaimArm {
    ClaimArm([ArmTerm(configuration: index, measure: measure(metric))])
  }

  private static func contrast(_ better: Int, _ than: Int, _ metric: Metric = .error) -> ClaimContrast {
    ClaimContrast(better: arm(better, metric), than: arm(than, metric))
  }

  private static func claim(
    _ question: ClaimQuestion, id: String = "C1", test: ClaimTest = .pairedT, alpha: Double = 0.05,
    gates: [ClaimGate] = []
  ) -> Claim {
    Claim(id: id, statement: "It holds.", question: question, test: test, alpha: alpha, gates: gates)
  }

  private static func findings(_ claims: [Claim], _ change: (inout Fixture) -> Void = { _ in }) -> [ClaimFinding] {
    var fixture = Fixture.rates
    fixture.claims = claims
    change(&fixture)
    return fixture.summary.claims
  }

  private static func first(_ claim: Claim, _ change: (inout Fixture) -> Void = { _ in }) throws -> ClaimFinding {
    try #require(findings([claim], change).first)
  }

  private static func set(_ fixture: inout Fixture, _ arms: [[Double]]) {
    for (index, test) in arms.enumerated() { fixture.add(index, test: test) }
  }

  /// One end is far above the level between, by 5 ± 1.6 points (p .0088); the other precisely .1 points (p .0003).
  @Test(arguments: [[0, 1], [1, 0]])
  func `the end with the weakest verdict decides an optimum, however it is listed`(ends: [Int]) throws {
    let question = ClaimQuestion.optimum(ends: ends.map { Self.arm($0) }, at: Self.arm(2), delta: 0.01)
    let finding = try Self.first(Self.claim(question)) {
      Self.set(&$0, [[0.10, 0.08, 0.12, 0.10], [0.0510, 0.0511, 0.0509, 0.0510], [0.05, 0.05, 0.05, 0.05]])
    }
    #expect(finding.verdict == .smallerThanDelta && finding.judgement.magnitude == .below)
    #expect(abs((finding.effect?.estimate ?? 0) - 0.001) < 1e-12)
    #expect(finding.effect?.title == "bernoulli 0.5 against bernoulli 0.2")
  }

  /// Both ends are undecided by a sign-flip test of four pairs; the one nearer to δ needs more replicates.
  @Test(arguments: [[0, 1], [1, 0]])
  func `the replicates that would decide are those of the end that needs most`(ends: [Int]) throws {
    let question = ClaimQuestion.optimum(ends: ends.map { Self.arm($0) }, at: Self.arm(2), delta: 0.0058)
    let finding = try Self.first(Self.claim(question, test: .signFlip))
    #expect(finding.verdict == .inconclusive && abs((finding.effect?.estimate ?? 0) - 0.006) < 1e-12)
    let alone = try Self.first(
      Self.claim(.difference(Self.contrast(2, 1), delta: 0.0058), test: .signFlip)
    )
    #expect(try #require(finding.judgement.needed) >= #require(alone.judgement.needed))
  }

  @Test
  func `differences that are rounding are none, also behind another difference`() throws {
    let question = ClaimQuestion.interaction(
      gain: Self.contrast(1, 0), over: Self.contrast(2, 1), delta: 0.01)
    // .3 − .2 is less than .2 − .1 by 2.8e-17.
    let finding = try Self.first(Self.claim(question)) {
      Self.set(&$0, [0.3, 0.2, 0.1].map { [Double](repeating: $0, count: 4) })
    }
    #expect(finding.verdict == .inconclusive && finding.judgement.needed == 6 && finding.effect?.estimate == 0)
    #expect(finding.effect?.interval?.low == 0 && finding.effect?.interval?.high == 0)
  }

  @Test
  func `an arm that is as good as 0 leaves the effect what it is`() throws {
    let question = ClaimQuestion.difference(Self.contrast(2, 0), delta: 0.5)
    let claim = Claim(id: "C1", statement: "It holds.", question: question, scale: .relative)
    let finding = try Self.first(claim) {
      Self.set(&$0, [[0.30, 0.31, 0.29, 0.30], [0.3, 0.3, 0.3, 0.3], [1e-17, 2e-17, 1e-17, 3e-17]])
    }
    #expect(finding.verdict == .inconclusive && finding.judgement.needed == 6 && finding.effect?.estimate == 1)
  }

  @Test
  func `more replicates than an exact test counts decide nothing by it`() throws {
    // Mean .010, s = .0016330: the upper bound falls below .0103 with more than a hundred pairs.
    let question = ClaimQuestion.difference(Self.contrast(2, 0), delta: 0.0103)
    #expect(try #require(Self.first(Self.claim(question)).judgement.needed) > 40)
    #expect(try Self.first(Self.claim(question, test: .signFlip)).judgement.needed == nil)
  }

  /// Errors are counts of examples, of which two or three pairs differ by the same by chance.
  @Test
  func `equal differences of counts decide no more than their signs, whatever the test`() throws {
    func finding(_ question: ClaimQuestion, _ errors: [Double]) throws -> ClaimFinding {
      try Self.first(Self.claim(question)) {
        Self.set(&$0, errors.map { [Double](repeating: $0, count: 4) })
      }
    }
    let better = ClaimQuestion.difference(Self.contrast(2, 0), delta: 0.005)
    let found = try finding(better, [0.06, 0.06, 0.05])
    #expect(found.verdict == .inconclusive && found.judgement.p == 0.125 && found.judgement.needed == 6)
    let same = ClaimQuestion.equivalence([Self.arm(0), Self.arm(1)], reference: Self.arm(0), margin: 0.01)
    let equal = try finding(same, [0.06, 0.06, 0.05])
    #expect(equal.verdict == .inconclusive && equal.judgement.p == 0.0625 && equal.judgement.needed == 6)
  }

  @Test
  func `equal effects need pairs for their exact test only`() throws {
    let equal = try Self.first(Self.claim(.difference(Self.contrast(2, 0), delta: 0.005), test: .signFlip)) {
      Self.set(&$0, [0.06, 0.06, 0.05].map { [Double](repeating: $0, count: 4) })
    }
    #expect(equal.verdict == .inconclusive && equal.judgement.needed == 6)
    let trend = ClaimQuestion.trend([0, 1, 2].map { Self.arm($0) }, .falls, delta: 0)
    let claims = ["C1", "C2"].map { Self.claim(trend, id: $0, test: .page) }
    let found = Self.findings(claims) { $0.replicates = 2 }
    #expect(found.map(\.verdict) == [.inconclusive, .inconclusive])
    #expect(found.map(\.judgement.needed) == [3, 3])
  }

  /// Mean .010, s = .00163: within ± .0125 the larger one-sided p of four pairs is .0272, of five .0133, of six .0066.
  @Test
  func `Holm's correction counts for margins, too`() throws {
    let question = ClaimQuestion.equivalence([Self.arm(0), Self.arm(2)], reference: Self.arm(0), margin: 0.0125)
    let family = (1...3).map { Self.claim(question, id: "C\($0)") }
    let found = Self.findings(family)
    #expect(found.allSatisfy { $0.verdict == .inconclusive && $0.judgement.needed == 5 })
    let p = Equivalence.pValues(mean: 0.01, error: 0.001_632_993 / 5.0.squareRoot(), pairs: 5, margin: 0.0125).upper
    #expect(p * 3 <= 0.05)
    #expect(try Self.first(family[0]).verdict == .reproduced)
  }

  @Test
  func `a claim over claims has gates of its own`() throws {
    let parts = [2, 1].enumerated().map { place, better in
      Self.claim(.difference(Self.contrast(better, 0), delta: 0), id: "C\(place + 1)")
    }
    func verdict(below: Double) throws -> ClaimFinding {
      let gate = ClaimGate.mean(Self.arm(0), below: below, above: nil)
      return try #require(Self.findings(parts + [Self.claim(.allOf(["C1", "C2"]), id: "C3", gates: [gate])]).last)
    }
    #expect(try verdict(below: 0.1).verdict == .reproduced)
    let failed = try verdict(below: 0.0001)
    #expect(failed.verdict == .invalid)
    #expect(failed.judgement.reasons.first?.contains("not below") == true)
  }

  @Test
  func `failures count as guessing only where guessing has a level`() throws {
    let likelihood = try Self.first(Self.claim(.difference(Self.contrast(2, 0, .nll), delta: 0))) { $0.diverge(2, 3) }
    #expect(likelihood.sensitivity == nil)
    #expect(ClaimText(likelihood).sensitivity?.hasSuffix("chance has no level here by which to count them.") == true)
    let parts = [2, 1].enumerated().map { place, better in
      Self.claim(.difference(Self.contrast(better, 0), delta: 0), id: "C\(place + 1)")
    }
    let all = Self.findings(parts + [Self.claim(.allOf(["C1", "C2"]), id: "C3")]) { $0.diverge(2, 3) }.last
    let text = ClaimText(try #require(all)).sensitivity
    let guessed = "If they scored what guessing scores, the verdict would be inconclusive."
    #expect(text?.hasSuffix(guessed) == true, "\(text ?? "")")
    #expect(ClaimText(try Self.first(parts[0])).sensitivity == nil)
  }

  @Test
  func `the interval that decides against a margin is the one that is told`() throws {
    let question = ClaimQuestion.equivalence([Self.arm(0), Self.arm(2)], reference: Self.arm(0), margin: 0.0125)
    let finding = try Self.first(Self.claim(question))
    let sentence = ClaimText(finding).sentence
    #expect(sentence.contains("(90\u{A0}% interval +0.81 to +1.19\u{A0}points, n = 4), margin ±"), "\(sentence)")
  }

  @Test
  func `keys that decide nothing are named before anything is run`() {
    func idle(_ claim: Claim) -> Bool { !PowerGuard.idle([claim]).isEmpty }
    #expect(idle(Self.claim(.allOf(["C1", "C2"]), alpha: 0.01)) && !idle(Self.claim(.anyOf(["C1", "C2"]))))
    func among(_ arms: [Int], to reference: Int) -> Claim {
      Self.claim(.equivalence(arms.map { Self.arm($0) }, reference: Self.arm(reference), margin: 0.1))
    }
    #expect(idle(among([0, 1], to: 2)) && !idle(among([0, 2], to: 2)))
  }
}
