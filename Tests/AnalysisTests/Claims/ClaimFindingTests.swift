import Analysis
import Experiments
import Statistics
import Testing

/// Verdicts on outcomes whose every number is known.
struct ClaimFindingTests {
  private static let error = Measure.epoch(MetricChoice(name: .error, split: .test, at: .last), layer: "")

  private static func arm(_ indices: Int..., rule: ArmRule = .mean) -> ClaimArm {
    ClaimArm(indices.map { ArmTerm(configuration: $0, measure: error) }, rule: rule)
  }

  private static func difference(
    _ better: Int = 2, than: Int = 0, delta: Double, id: String = "C1", scale: EffectScale = .absolute,
    direction: ClaimDirection = .lower, test: ClaimTest = .pairedT, gates: [ClaimGate] = [], qualifiedBy: String? = nil
  ) -> Claim {
    Claim(
      id: id, statement: "It helps.",
      question: .difference(ClaimContrast(better: arm(better), than: arm(than)), delta: delta), direction: direction,
      scale: scale, test: test, gates: gates, qualifiedBy: qualifiedBy)
  }

  private static func claim(_ question: ClaimQuestion, id: String = "C1", test: ClaimTest = .pairedT) -> Claim {
    Claim(id: id, statement: "It holds.", question: question, test: test)
  }

  private static func findings(_ claims: [Claim], _ change: (inout Fixture) -> Void = { _ in }) -> [ClaimFinding] {
    var fixture = Fixture.rates
    fixture.claims = claims
    change(&fixture)
    return fixture.summary.claims
  }

  private static func verdict(_ claim: Claim, _ change: (inout Fixture) -> Void = { _ in }) -> Verdict? {
    findings([claim], change).first?.verdict
  }

  /// Differences none − .5 are .010, .012, .008, .010: mean .010, s = .0016330, 95 % interval ± .0025985.
  @Test
  func `a difference is judged at its δ`() throws {
    let finding = try #require(Self.findings([Self.difference(delta: 0.01)]).first)
    let effect = try #require(finding.effect)
    #expect(abs(effect.estimate - 0.01) < 1e-12 && effect.values.count == 4)
    let interval = try #require(effect.interval)
    #expect(abs(interval.high - interval.estimate - 0.0025985) < 1e-6)
    #expect(effect.signFlip == 0.125)
    #expect(finding.judgement.direction == .holds && finding.judgement.magnitude == .reachesDelta)
    for (delta, verdict) in [
      (0.0, Verdict.reproduced), (0.0099, .reproduced), (0.011, .inconclusive), (0.0125, .inconclusive),
      (0.0127, .smallerThanDelta),
    ] {
      #expect(Self.verdict(Self.difference(delta: delta)) == verdict, "\(delta)")
    }
    #expect(Self.verdict(Self.difference(0, than: 2, delta: 0.001)) == .reversed)
  }

  /// Sparsity .5 − none at hidden1 is .10, .12, .08, .10; what stands at hidden2 and at other places counts for nothing.
  @Test
  func `a claim is judged by what a probe found`() throws {
    let request = ProbeRequest(.activations)
    func arm(_ index: Int) -> ClaimArm {
      ClaimArm([ArmTerm(configuration: index, measure: .probe(request, .hoyer, layer: "hidden1", at: nil))])
    }
    let claim = Claim(
      id: "C25", statement: "It is sparser.",
      question: .difference(ClaimContrast(better: arm(2), than: arm(0)), delta: 0.05), direction: .higher)
    func record(_ value: Double) -> ProbeRecord {
      ProbeRecord(
        request: request,
        values: [ProbeValue(.hoyer, layer: "hidden2", 0.9), ProbeValue(.hoyer, layer: "hidden1", value)])
    }
    func finding(_ last: Double) throws -> ClaimFinding {
      try #require(
        Self.findings([claim]) { fixture in
          for (replicate, value) in [0.50, 0.52, 0.48, last].enumerated() {
            fixture.probes[fixture.id(0, replicate)] = [record(0.40)]
            fixture.probes[fixture.id(2, replicate)] = [record(value)]
          }
        }.first)
    }
    let found = try finding(0.50)
    #expect(abs(try #require(found.effect).estimate - 0.1) < 1e-12 && found.verdict == .reproduced)
    #expect(try finding(.infinity).effect?.values.count == 3)
    #expect(Self.findings([claim]).first?.effect?.values.isEmpty != false)
  }

  @Test
  func `a tampered number turns the verdict`() {
    let claim = Self.difference(delta: 0.009)
    #expect(Self.verdict(claim) == .reproduced)
    let tampered = Self.verdict(claim) { fixture in
      fixture.add(2, test: [0.050, 0.052, 0.064, 0.052], validation: [0.045, 0.048, 0.044, 0.047])
    }
    #expect(tampered == .inconclusive)
    let none = Self.verdict(claim) { fixture in
      fixture.add(2, test: [0.059, 0.065, 0.059, 0.061], validation: [0.045, 0.048, 0.044, 0.047])
    }
    #expect(none == .notReproduced)
  }

  @Test
  func `four pairs never reach a sign-flip verdict, and how many would is said`() throws {
    let finding = try #require(Self.findings([Self.difference(delta: 0.001, test: .signFlip)]).first)
    #expect(finding.verdict == .inconclusive && finding.judgement.p == 0.125)
    #expect(finding.judgement.needed == 6)
  }

  /// Relative to none: 10/60, 12/64, 8/58, 10/62, mean .163347.
  @Test
  func `a relative effect is a share of the other arm at the same replicate`() throws {
    let finding = try #require(Self.findings([Self.difference(delta: 0.05, scale: .relative)]).first)
    #expect(abs((finding.effect?.estimate ?? 0) - 0.163_347) < 1e-6)
    #expect(finding.verdict == .reproduced)
    let zero = Self.findings([Self.difference(delta: 0.05, scale: .relative)]) { fixture in
      fixture.add(0, test: [0, 0.064, 0.058, 0.062], validation: [0.055, 0.060, 0.056, 0.058])
    }
    #expect(zero.first?.verdict == .invalid)
    #expect(zero.first?.judgement.reasons.first?.contains("a relative effect does not exist") == true)
  }

  @Test
  func `higher may be better`() {
    #expect(Self.verdict(Self.difference(0, than: 2, delta: 0.005, direction: .higher)) == .reproduced)
  }

  /// p of C1 is .00117; of C2 (none − .2: 4, 6, 4, 2 thousandths) .01608, times 2 in a family of two.
  @Test
  func `claims of a family are corrected together`() throws {
    let claims = [Self.difference(delta: 0), Self.difference(1, delta: 0, id: "C2")]
    let found = Self.findings(claims)
    let p = try found.map { try #require($0.judgement.p) }
    let adjusted = try found.map { try #require($0.judgement.adjusted) }
    #expect(abs(adjusted[0] - 2 * p[0]) < 1e-15 && adjusted[1] == p[1])
    let four = Self.findings(claims + [3, 4].map { Self.difference(0, than: 2, delta: 0, id: "C\($0)") })
    // Three smaller p before it: p₍₄₎ × 1.
    #expect(four[0].judgement.adjusted == 4 * p[0] && four[1].judgement.adjusted == p[1])
    #expect(four.map(\.verdict) == [.reproduced, .reproduced, .reversed, .reversed])
    let apart = Self.findings([claims[0], Claim(id: "C2", statement: "x", question: claims[1].question, family: "b")])
    #expect(apart[0].judgement.adjusted == p[0])
  }

  @Test
  func `an extension halves every level`() throws {
    let claims = [Self.difference(1, delta: 0)]
    let one = try #require(Self.findings(claims).first)
    let two = try #require(Self.findings(claims) { $0.extensionTo = 8 }.first)
    #expect(one.alpha == 0.05 && two.alpha == 0.025 && two.effect?.interval?.level == 0.975)
    #expect(one.verdict == .reproduced && two.verdict == .reproduced)
  }

  @Test
  func `levels are judged by the bound`() {
    #expect(Self.verdict(Self.claim(.level(Self.arm(2), bound: .atMost(0.053), delta: 0))) == .reproduced)
    #expect(Self.verdict(Self.claim(.level(Self.arm(2), bound: .atMost(0.0515), delta: 0))) == .inconclusive)
    #expect(Self.verdict(Self.claim(.level(Self.arm(2), bound: .atMost(0.045), delta: 0))) == .reversed)
    #expect(Self.verdict(Self.claim(.level(Self.arm(2), bound: .atLeast(0.045), delta: 0))) == .reproduced)
  }

  @Test
  func `equivalence looks at every pair`() throws {
    let near = ClaimQuestion.equivalence([Self.arm(1), Self.arm(2)], reference: Self.arm(1), margin: 0.01)
    #expect(Self.verdict(Self.claim(near)) == .reproduced)
    let all = ClaimQuestion.equivalence([Self.arm(0), Self.arm(1), Self.arm(2)], reference: Self.arm(0), margin: 0.01)
    let finding = try #require(Self.findings([Self.claim(all)]).first)
    #expect(finding.judgement.effects.count == 3 && finding.verdict == .inconclusive)
    #expect(finding.effect?.title == "none against bernoulli 0.5")
    let narrow = ClaimQuestion.equivalence([Self.arm(0), Self.arm(2)], reference: Self.arm(0), margin: 0.005)
    #expect(Self.verdict(Self.claim(narrow)) == .notReproduced)
  }

  @Test
  func `not worse is judged on one side`() {
    func question(_ better: Int, _ than: Int, _ margin: Double) -> Claim {
      Self.claim(.notWorse(ClaimContrast(better: Self.arm(better), than: Self.arm(than)), margin: margin))
    }
    #expect(Self.verdict(question(2, 0, 0.001)) == .reproduced)
    #expect(Self.verdict(question(0, 2, 0.015)) == .reproduced)
    #expect(Self.verdict(question(0, 2, 0.007)) == .notReproduced)
    #expect(Self.verdict(question(0, 2, 0.011)) == .inconclusive)
  }

  @Test
  func `trends are tested by Page's L or by coefficients`() throws {
    let arms = [Self.arm(0), Self.arm(1), Self.arm(2)]
    let falls = try #require(Self.findings([Self.claim(.trend(arms, .falls, delta: 0), test: .page)]).first)
    #expect(falls.verdict == .reproduced && falls.effect?.estimate == 1)
    #expect(Self.verdict(Self.claim(.trend(arms, .rises, delta: 0), test: .page)) == .reversed)
    // Four replicates cannot pass a sign-flip test.
    #expect(Self.verdict(Self.claim(.trend(arms, .falls, delta: 0), test: .spearman)) == .inconclusive)
    #expect(Self.verdict(Self.claim(.trend(arms, .falls, delta: 0), test: .kendall)) == .inconclusive)
  }

  @Test
  func `an optimum needs both ends to be worse`() throws {
    let inside = Self.claim(.optimum(ends: [Self.arm(0), Self.arm(1)], at: Self.arm(2), delta: 0.001))
    let finding = try #require(Self.findings([inside]).first)
    #expect(finding.verdict == .reproduced && finding.judgement.effects.count == 2)
    #expect(finding.effect?.title == "bernoulli 0.5 against bernoulli 0.2")
    let edge = Self.claim(.optimum(ends: [Self.arm(0), Self.arm(2)], at: Self.arm(1), delta: 0.001))
    #expect(Self.verdict(edge) == .notReproduced)
  }

  /// Gain of .5 minus gain of .2, both over none: 6, 6, 4, 8 thousandths.
  @Test
  func `a difference of differences is paired too`() throws {
    let question = ClaimQuestion.interaction(
      gain: ClaimContrast(better: Self.arm(2), than: Self.arm(0)),
      over: ClaimContrast(better: Self.arm(1), than: Self.arm(0)), delta: 0.002)
    let finding = try #require(Self.findings([Self.claim(question)]).first)
    #expect(abs((finding.effect?.estimate ?? 0) - 0.006) < 1e-12 && finding.verdict == .reproduced)
  }

  @Test
  func `the best arm is chosen on validation, never on test`() throws {
    let question = ClaimQuestion.difference(
      ClaimContrast(better: Self.arm(1, 2, rule: .bestOnValidation), than: Self.arm(0)), delta: 0)
    let byValidation = try #require(
      Self.findings([Self.claim(question)]) { fixture in
        fixture.add(1, test: [0.056, 0.058, 0.054, 0.060], validation: [0.01, 0.01, 0.01, 0.01])
      }.first)
    #expect(byValidation.effect?.title == "bernoulli 0.2 against none")
  }

  @Test
  func `a measure chooses the best arm at each replicate, and its choices are counted`() throws {
    let request = ProbeRequest(.crossValidation(folds: 5))
    let rule = ArmRule.bestBy(.probe(request, .heldOutError, layer: "", at: nil))
    let claim = Self.claim(.difference(ClaimContrast(better: Self.arm(1, 2, rule: rule), than: Self.arm(0)), delta: 0))
    func finding(_ change: (inout Fixture) -> Void = { _ in }) throws -> ClaimFinding {
      try #require(
        Self.findings([claim]) { fixture in
          for (replicate, held) in [(0.3, 0.2), (0.2, 0.2), (0.2, 0.3), (0.1, 0.0)].enumerated() {
            for (configuration, error) in [(1, held.0), (2, held.1)] {
              fixture.probes[fixture.id(configuration, replicate)] = [
                ProbeRecord(request: request, values: [ProbeValue(.heldOutError, error)])
              ]
            }
          }
          change(&fixture)
        }.first)
    }
    let rates = Fixture.rates
    func test(_ configuration: Int, _ replicate: Int) throws -> Double {
      try #require(rates.outcomes[rates.id(configuration, replicate)]?.last(.error, .test))
    }
    let effect = try #require(try finding().effect)
    let chosen = [2, 1, 1, 2]
    for (replicate, value) in effect.values.enumerated() {
      let expected = try test(0, replicate) - test(chosen[replicate], replicate)
      #expect(abs(value - expected) < 1e-12, "replicate \(replicate)")
    }
    #expect(effect.title == "the best of bernoulli 0.2 and bernoulli 0.5 against none")
    #expect(
      try finding().arms.first
        == "the best by error, held out (5-fold cross-validation) of bernoulli 0.2 (chosen at 2 of 4 replicates) "
        + "and bernoulli 0.5 (2)")
    // A replicate without its record waits; one whose networks diverged is never chosen.
    let waiting = try finding { $0.probes[$0.id(2, 0)] = nil }
    #expect(waiting.effect?.values.count == 3 && waiting.verdict == .notRun)
    #expect(
      waiting.judgement.reasons == [
        "1 of its 12 trials are trained, and have not been asked yet what it looks at."
      ])
    #expect(try finding().verdict != .notRun)
    let diverged = try finding { $0.probes[$0.id(2, 0)] = [ProbeRecord(request: request, values: [])] }
    #expect(abs(try #require(diverged.effect?.values.first) - (try test(0, 0) - test(1, 0))) < 1e-12)
  }

  @Test
  func `claims over claims follow their verdicts`() {
    let claims = [
      Self.difference(delta: 0.005), Self.difference(0, than: 2, delta: 0.005, id: "C2"),
      Self.claim(.allOf(["C1", "C2"]), id: "C3"), Self.claim(.anyOf(["C1", "C2"]), id: "C4"),
    ]
    #expect(Self.findings(claims).map(\.verdict) == [.reproduced, .reversed, .notReproduced, .reproduced])
  }

  @Test
  func `a condition named beforehand qualifies`() {
    #expect(Self.verdict(Self.difference(delta: 0.005, qualifiedBy: "small networks")) == .qualified)
    #expect(Self.verdict(Self.difference(delta: 0.0127, qualifiedBy: "small networks")) == .smallerThanDelta)
  }

  @Test
  func `gates make a claim invalid and say why`() throws {
    let training = Measure.epoch(MetricChoice(name: .error, split: .training, at: .last), layer: "")
    let arm = ClaimArm([ArmTerm(configuration: 0, measure: training)])
    let strict = Self.difference(delta: 0, gates: [.mean(arm, below: 0.01, above: nil)])
    let finding = try #require(Self.findings([strict]).first)
    #expect(finding.verdict == .invalid)
    #expect(finding.judgement.reasons == ["Training error of none is 1\u{A0}%, not below 1\u{A0}%."])
    let loose = Self.difference(delta: 0, gates: [.mean(arm, below: 0.02, above: 0.001), .equalUpdates, .tunedInside])
    #expect(Self.verdict(loose) == .reproduced)
    let untrained = Self.verdict(Self.difference(delta: 0)) { fixture in
      fixture.add(2, test: [0.9, 0.9, 0.9, 0.9], validation: [0.9, 0.9, 0.9, 0.9], training: 0.8)
    }
    #expect(untrained == .invalid)
  }

  @Test
  func `a look decides nothing, and what has not run is not judged`() throws {
    let claim = Self.difference(delta: 0.005)
    let look = try #require(Self.findings([claim]) { $0.tier = .look }.first)
    #expect(look.verdict == .noVerdict && look.judgement.direction == .holds)
    #expect(Self.verdict(claim) { $0.outcomes = [:] } == .notRun)
    let partly = try #require(
      Self.findings([claim]) { $0.outcomes[$0.id(2, 3)] = nil }.first)
    #expect(partly.verdict == .notRun && partly.judgement.reasons == ["1 of its 8 trials have not run."])
  }

  @Test
  func `diverged trials are counted, and what they could change is said`() throws {
    let finding = try #require(Self.findings([Self.difference(delta: 0.005)]) { $0.diverge(2, 3) }.first)
    #expect(finding.counts.diverged == 1 && finding.effect?.values.count == 3)
    #expect(finding.verdict == .inconclusive && finding.judgement.needed == nil)
    #expect(
      finding.judgement.reasons == [
        "1 of its 4 pairs are lost to trials that diverged or failed, and what those would have shown may turn it."
      ])
    let guessed = try #require(finding.sensitivity)
    #expect(guessed.verdict == .inconclusive && guessed.effects.first?.values.count == 4)
    #expect(abs((guessed.effects.first?.values.last ?? 0) - (0.062 - 0.9)) < 1e-12)
    // What is lost of the other arm would only widen the gap.
    let other = try #require(Self.findings([Self.difference(delta: 0.005)]) { $0.diverge(0, 3) }.first)
    #expect(other.effect?.values.count == 3 && other.verdict == .reproduced)
  }

  /// Of the sign-flip test three pairs reach .25 at best, on either side.
  @Test
  func `a claim is reversed by its own test only, as it is reproduced`() throws {
    func verdict(_ contrast: (Int, Int), _ test: ClaimTest) -> Verdict? {
      Self.verdict(
        Self.claim(
          .difference(ClaimContrast(better: Self.arm(contrast.0), than: Self.arm(contrast.1)), delta: 0), test: test))
    }
    #expect(verdict((2, 0), .pairedT) == .reproduced && verdict((0, 2), .pairedT) == .reversed)
    #expect(verdict((2, 0), .signFlip) == .inconclusive && verdict((0, 2), .signFlip) == .notReproduced)
  }

  @Test
  func `pairing is read from the digests`() throws {
    let claim = Self.difference(delta: 0)
    let same = try #require(Self.findings([claim]).first?.pairing)
    #expect(same.text == "paired in data, order and initial weights")
    let other = try #require(
      Self.findings([claim]) { fixture in
        let outcome = fixture.outcomes[fixture.id(2, 1)]
        fixture.outcomes[fixture.id(2, 1)] = outcome.map {
          fixture.outcome(replicate: 1, $0.metrics, weights: "other")
        }
      }.first?.pairing)
    #expect(other.text == "paired in data and order only: initial weights differ in hidden1")
    #expect(Self.findings([Self.claim(.level(Self.arm(0), bound: .atMost(1), delta: 0))]).first?.pairing == nil)
  }

  @Test
  func `a trial that diverged early says nothing of the order of the others`() throws {
    let claim = Self.difference(delta: 0)
    let found = try #require(
      Self.findings([claim]) { fixture in
        let begun = TrialDigests(
          batchOrder: "the first epoch of order 1", initialWeights: [LayerDigest(layer: "hidden1", digest: "same 1")],
          finalWeights: "")
        fixture.outcomes[fixture.id(2, 1)] = TrialOutcome(
          status: .diverged(epoch: 1), metrics: [], digests: begun, correctness: [], weights: nil)
      }.first?.pairing)
    #expect(found.text == "paired in data, order and initial weights" && found.pairs == 3)
  }

  @Test
  func `what the arms were given is told, and what is unequal is said`() throws {
    let claim = Self.difference(delta: 0)
    let same = try #require(Self.findings([claim]).first?.budget)
    #expect(same.isEqual)
    #expect(same.text == "the same for every arm: 80 updates, 2000 examples, nothing tuned")
    let tuned = try #require(
      Self.findings([claim]) { fixture in
        fixture.tuning = TuningDesign(split: .validation, metric: .error, seeds: [901])
        fixture.tuned = (0..<3).map { index in
          let candidates = (0..<3).map { DesignedCandidate(value: "\($0)", trials: [TrialID(hex: "\(index)\($0)")]) }
          return [DesignedTuning(path: "trial.a", chosen: index == 2 ? "2" : "1", candidates: candidates)]
        }
        for index in 0..<3 {
          for candidate in 0..<3 where (index, candidate) != (2, 0) {
            fixture.outcomes[TrialID(hex: "\(index)\(candidate)")] = fixture.outcome(
              replicate: 901, [EpochMetric(epoch: 4, split: .validation, metric: .error, value: 0.1)])
          }
        }
      }.first?.budget)
    #expect(!tuned.isEqual)
    #expect(
      tuned.text == "unequal: 80 updates, 2000 examples, 2 to 3 tuning trials with a score; the tuned value of "
        + "bernoulli 0.5 lies at the edge of what was tried")
    let inside = Self.difference(delta: 0, gates: [.tunedInside])
    #expect(Self.verdict(inside) == .reproduced)
  }

  @Test
  func `an arm that is the best of two against one that is written down has the larger budget`() throws {
    func budget(_ than: ClaimArm) throws -> ClaimBudget {
      let contrast = ClaimContrast(better: Self.arm(1, 2, rule: .bestOnValidation), than: than)
      return try #require(Self.findings([Self.claim(.difference(contrast, delta: 0))]).first?.budget)
    }
    #expect(
      try budget(Self.arm(0)).text
        == "unequal: 80 updates, 2000 examples, nothing tuned, chosen among 1 to 2 configurations")
    #expect(try budget(Self.arm(0, 1, rule: .bestOnValidation)).isEqual)
  }
}
