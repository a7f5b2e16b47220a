import Datasets
import Experiments
import Specifications
import Testing

/// What can be claimed in an experiment, and what is said of claims that cannot be.
struct ClaimReaderTests {
  /// The sample with claims at its end, from line 19 on.
  private static func with(_ claims: String) -> String { Sample.text + "\nclaims:\n" + claims }

  /// The same with probes ahead, so that the claims stand from line 20 on.
  private static func with(_ claims: String, probes: String) -> String {
    Sample.text + "\nprobes: \(probes)\nclaims:\n" + claims
  }

  private static func claim(_ rest: String, id: String = "C1") -> String {
    "  - { id: \(id), statement: It holds., \(rest) }\n"
  }

  private static let none = "{ trial.dropout.hidden: none }"
  private static let fifth = "{ trial.dropout.hidden: { bernoulli: { rate: 0.2 } } }"
  private static let half = "{ trial.dropout.hidden: { bernoulli: { rate: 0.5 } } }"

  private static func read(_ rest: String) throws -> Claim {
    try #require(try Sample.read(with(claim(rest))).claims.first)
  }

  private static let error = Measure.epoch(MetricChoice(name: .error, split: .test, at: .last), layer: "")
  private static func arm(_ indices: Int..., rule: ArmRule = .mean) -> ClaimArm {
    ClaimArm(indices.map { ArmTerm(configuration: $0, measure: error) }, rule: rule)
  }

  @Test
  func `a contrast names configurations by what they say, whatever the words`() throws {
    let claim = try Self.read("contrast: { better: \(Self.half), than: \(Self.none) }, delta: 0.05, scale: relative")
    #expect(claim.question == .difference(ClaimContrast(better: Self.arm(2), than: Self.arm(0)), delta: 0.05))
    #expect(claim.scale == .relative && claim.direction == .lower && claim.test == .pairedT && claim.alpha == 0.05)
    #expect(claim.configurations == [0, 2])
  }

  @Test
  func `every kind of question reads`() throws {
    let list = "[\(Self.none), \(Self.fifth), \(Self.half)]"
    let cases: [(String, ClaimQuestion)] = [
      (
        "notWorse: { better: \(Self.fifth), than: \(Self.half) }, margin: 0.01",
        .notWorse(ClaimContrast(better: Self.arm(1), than: Self.arm(2)), margin: 0.01)
      ),
      ("level: { of: \(Self.none), atMost: 0.1 }", .level(Self.arm(0), bound: .atMost(0.1), delta: 0)),
      (
        "level: { of: { mean: [\(Self.none), \(Self.half)] }, atLeast: 0.1 }, delta: 0.01",
        .level(Self.arm(0, 2), bound: .atLeast(0.1), delta: 0.01)
      ),
      (
        "equivalence: { among: \(list), to: \(Self.half) }, margin: 0.1",
        .equivalence([Self.arm(0), Self.arm(1), Self.arm(2)], reference: Self.arm(2), margin: 0.1)
      ),
      (
        "equivalence: { among: [\(Self.none)], to: \(Self.half) }, margin: 0.1",
        .equivalence([Self.arm(0), Self.arm(2)], reference: Self.arm(2), margin: 0.1)
      ),
      (
        "trend: { over: \(list), expect: rises }",
        .trend([Self.arm(0), Self.arm(1), Self.arm(2)], .rises, delta: 0)
      ),
      (
        "optimum: { over: \(list) }, delta: 0.01",
        .optimum(ends: [Self.arm(0), Self.arm(2)], at: Self.arm(1), delta: 0.01)
      ),
      (
        "interaction: { gain: { better: \(Self.half), than: \(Self.none) }, over: { better: \(Self.fifth), "
          + "than: \(Self.none) } }, delta: 0",
        .interaction(
          gain: ClaimContrast(better: Self.arm(2), than: Self.arm(0)),
          over: ClaimContrast(better: Self.arm(1), than: Self.arm(0)), delta: 0)
      ),
      (
        "contrast: { better: { best: [\(Self.fifth), \(Self.half)] }, than: \(Self.none) }, delta: 0",
        .difference(ClaimContrast(better: Self.arm(1, 2, rule: .bestOnValidation), than: Self.arm(0)), delta: 0)
      ),
    ]
    for (text, question) in cases { #expect(try Self.read(text).question == question, "\(text)") }
  }

  @Test
  func `what chooses the best arm is a measure with a better end, and none of the test split`() throws {
    func text(_ by: String) -> String {
      Self.with(
        Self.claim(
          "contrast: { better: { best: [\(Self.fifth), \(Self.half)], by: \(by) }, than: \(Self.none) }, delta: 0"),
        probes: "[crossValidation, { activations: { split: validation } }]")
    }
    let folds = Measure.probe(ProbeRequest(.crossValidation(folds: 5)), .heldOutError, layer: "", at: nil)
    #expect(
      try Sample.read(text("{ probe: crossValidation, statistic: heldOutError }")).claims.first?.question
        == .difference(
          ClaimContrast(better: Self.arm(1, 2, rule: .bestBy(folds)), than: Self.arm(0)), delta: 0))
    for (by, message) in [
      ("{ metric: nll }", "what chooses the best arm must not be of the test split"),
      (
        "{ probe: activations, statistic: hoyer, layer: hidden1 }",
        "neither end of this measure is better, so it cannot choose the best arm"
      ),
      (
        "{ probe: { crossValidation: { folds: 4 } }, statistic: heldOutError }",
        "does not have what chooses: probes does not list { crossValidation: { folds: 4 } }"
      ),
    ] {
      let found = Sample.problems(text(by))
      #expect(found.contains(message) && found.contains(":20:"), "\(by): \(found)")
    }
  }

  @Test
  func `hundreds of arms each find their configuration, and one that stands twice is found`() throws {
    let path = "trial.optimizer.sgd.learningRate"
    let rates = (1...250).map { "\(Double($0) / 8192)" }
    func text(_ arms: [String]) -> String {
      Sample.bare([
        "vary: { \(path): [\(rates.joined(separator: ", "))] }", "claims:",
        Self.claim("trend: { over: [\(arms.map { "{ \(path): \($0) }" }.joined(separator: ", "))], expect: rises }"),
      ])
    }
    let arms = rates.reversed()
    #expect(
      try Sample.read(text(Array(arms))).claims.first?.question
        == .trend(rates.indices.reversed().map { Self.arm($0) }, .rises, delta: 0))
    #expect(
      Sample.problems(text(arms + [rates[3]])).hasSuffix(": 'learningRate \(rates[3])' stands twice under 'over'"))
  }

  @Test
  func `claims build on claims before them`() throws {
    let level = Self.claim("level: { of: \(Self.none), atMost: 0.1 }")
    let other = Self.claim("level: { of: \(Self.half), atMost: 0.1 }", id: "C2")
    let text = Self.with(level + other + Self.claim("allOf: [C1, C2]", id: "C3"))
    #expect(try Sample.read(text).claims.last?.question == .allOf(["C1", "C2"]))
    #expect(
      Sample.problems(Self.with(level + Self.claim("anyOf: [C1, C9]", id: "C3"))).contains(
        "C3 builds on 'C9' (did you mean 'C1'?), which is no claim listed before it; there are: C1"))
  }

  @Test
  func `a measure may be any metric, of an arm as well`() throws {
    let claim = try Self.read(
      "measure: { metric: sparsity, layer: hidden1 }, direction: higher, contrast: { better: \(Self.half), "
        + "than: { trial.dropout.hidden: none, measure: { metric: sparsity, layer: hidden2 } } }, delta: 0.1")
    let measures = claim.question.arms.flatMap(\.terms).map(\.measure)
    let choice = MetricChoice(name: .sparsity, split: .training, at: .last)
    #expect(measures == [.epoch(choice, layer: "hidden1"), .epoch(choice, layer: "hidden2")])
  }

  @Test
  func `what a probe found is a measure, and its bare name means the one that is asked`() throws {
    func measure(_ written: String) throws -> Measure? {
      let claim = Self.claim("level: { of: \(Self.half), atMost: 1 }, measure: \(written)")
      return try Sample.read(Self.with(claim, probes: "[{ activations: { examples: 50 } }, removalCurve]"))
        .claims.first?.question.arms.first?.terms.first?.measure
    }
    let small = ProbeRequest(.activations, sample: ProbeSample(split: .test, examples: 50))
    let found = Measure.probe(small, .hoyer, layer: "hidden2", at: nil)
    #expect(try measure("{ probe: activations, statistic: hoyer, layer: hidden2 }") == found)
    #expect(try measure("{ probe: { activations: { examples: 50 } }, statistic: hoyer, layer: hidden2 }") == found)
    #expect(
      try measure("{ probe: removalCurve, statistic: removedAccuracy, at: 0.45 }")
        == .probe(ProbeRequest(.removalCurve(orders: 3)), .removedAccuracy, layer: "", at: 0.45))
  }

  @Test(arguments: [
    ("probe: activations, statistic: hoyer", "hoyer is found of every layer; name one with layer"),
    ("probe: removalCurve, statistic: removedArea, layer: hidden1", "removedArea is of the whole network"),
    ("probe: activations, statistic: hoier, layer: hidden1", "unknown name 'hoier' in statistic (did you mean 'hoyer'"),
    ("probe: activations, statistic: kurtosis, layer: hidden1", "unknown statistic 'kurtosis' in activations"),
    ("probe: removalCurve, statistic: removedAccuracy", "is a curve; choose a place with at: 0.0, 0.05"),
    ("probe: removalCurve, statistic: removedAccuracy, at: 0.07", "at is 0.07, the curve has 0.0, 0.05"),
    ("probe: removalCurve, statistic: removedArea, at: 0.1", "removedArea is one number and has no 'at'"),
    (
      "probe: { removalCurve: { orders: 5 } }, statistic: removedArea",
      "probes does not list { removalCurve: { orders: 5 } }; it lists { activations: { examples: 50 } }, removalCurve"
    ),
    ("probe: sharpness, statistic: hessianTop", "probes does not list sharpness"),
    ("probe: activations", "measure lacks the key 'statistic'"),
  ])
  func `a probe that has no such number is reported with its place`(measure: String, message: String) {
    let claim = Self.claim("level: { of: \(Self.half), atMost: 1 }, measure: { \(measure) }")
    let found = Sample.problems(Self.with(claim, probes: "[{ activations: { examples: 50 } }, removalCurve]"))
    #expect(found.contains(message), "\(found)")
    #expect(found.hasPrefix("a.yaml:20:"))
  }

  @Test
  func `predictions give an error and a variance, of one configuration or of a bag`() throws {
    let request = ProbeRequest(.predictions(samples: 0), sample: ProbeSample(split: .test, examples: 50))
    let claim = Self.claim(
      "measure: { probe: predictions, statistic: variance }, delta: 0, contrast: "
        + "{ better: { bag: [\(Self.fifth), \(Self.half)] }, than: \(Self.none) }")
    let probes = "[{ predictions: { examples: 50 } }]"
    let read = try Sample.read(Self.with(claim, probes: probes)).claims.first?.question
    func term(_ index: Int) -> ArmTerm { ArmTerm(configuration: index, measure: .predictions(request, .variance)) }
    #expect(
      read
        == .difference(
          ClaimContrast(better: ClaimArm([term(1), term(2)], rule: .bag), than: ClaimArm([term(0)])), delta: 0))
    let other = Self.claim("delta: 0, contrast: { better: { bag: [\(Self.fifth), \(Self.half)] }, than: \(Self.none) }")
    #expect(Sample.problems(Self.with(other, probes: probes)).contains("a bag averages predictions; its measure must"))
    let none = Self.claim("level: { of: \(Self.half), atMost: 1 }, measure: { probe: predictions, statistic: bias }")
    #expect(
      Sample.problems(Self.with(none, probes: probes)).contains("unknown name 'bias' in statistic of predictions"))
  }

  @Test
  func `a vertex takes all configurations in the order of their levels`() throws {
    let rates = "trial.optimizer.sgd.momentum"
    let text =
      Sample.text.replacing("vary:", with: "vary:\n  \(rates): [0.4, 0.1, 0.2]")
      .replacing("hidden: none }\ntrial", with: "hidden: none, within: [\(rates)] }\ntrial") + "\nclaims:\n"
      + Self.claim(
        "direction: higher, scale: relative, delta: 2, contrast: { better: { vertex: { along: \(rates), of: \(Self.half) } }, "
          + "than: { vertex: { along: \(rates), of: \(Self.none) } } }")
    let arms = try #require(try Sample.read(text).claims.first?.question.arms)
    #expect(arms.map(\.rule) == Array(repeating: .vertex(path: rates, levels: [0.1, 0.2, 0.4]), count: 2))
    #expect(arms.allSatisfy { Set($0.configurations).count == 3 })
    #expect(
      Sample.problems(text.replacing("direction: higher, ", with: "")).contains("write direction: lower or higher"))
    #expect(
      Sample.problems(text.replacing("[0.4, 0.1, 0.2]", with: "[0.4, 0.1]")).contains(
        "a vertex needs at least three configurations with different numbers above 0 at '\(rates)'"))
  }

  @Test
  func `a probe that stands twice needs its parameters in a claim`() {
    let claim = Self.claim(
      "level: { of: \(Self.half), atMost: 1 }, measure: { probe: activations, statistic: hoyer, layer: hidden1 }")
    let twice = "[{ activations: { examples: 50 } }, { activations: { examples: 60 } }]"
    #expect(Sample.problems(Self.with(claim, probes: twice)).contains("probes lists activations 2 times; write which"))
    #expect(Sample.problems(Self.with(claim, probes: "[activations, removalCurve]")) == "no problem")
  }

  @Test(arguments: [
    ("delta: 0.05", "19:5: a claim asks one of contrast, notWorse"),
    (
      "contrast: { better: HALF, than: HALF }, delta: 0",
      "19:47: both sides of contrast are the same: 'bernoulli retention 0.5'"
    ),
    ("contrast: { better: HALF, than: NONE }", "19:5: a claim lacks the key 'delta'"),
    ("contrast: { better: HALF, than: NONE }, margin: 1, delta: 0", "contrast has no margin; it has a delta"),
    (
      "contrast: { better: HALF, than: { trial.dropout.hidden: { bernoulli: { rate: 0.4 } } } }, delta: 0",
      "no configuration is like this; there are 'none', 'bernoulli 0.2', 'bernoulli retention 0.5'"
    ),
    ("contrast: { better: HALF, than: { trial.epochz: 3 } }, delta: 0", "unknown key 'epochz'"),
    ("contrast: { better: HALF, than: {} }, delta: 0", "name more fields so that it is one, or take their mean"),
    (
      "contrast: { better: HALF, than: NONE }, delta: 0, measure: { metric: perplexity }", "does not measure perplexity"
    ),
    ("contrast: { better: HALF, than: NONE }, delta: 0, measure: { metric: sparsity }", "name one with layer"),
    (
      "contrast: { better: HALF, than: NONE }, delta: 0, measure: { metric: weightNorm, layer: hidden1 }",
      "write direction: lower or higher"
    ),
    (
      "level: { of: NONE, atMost: 1 }, measure: { inference: { monteCarlo: { samples: 5 } }, metric: error }",
      "inference is not asked for test { monteCarlo: { samples: 5 } }; it asks for nothing"
    ),
    (
      "contrast: { better: { dropout.hidden: none }, than: NONE }, delta: 0",
      "'dropout.hidden' is no path of the trial (did you mean 'trial.dropout.hidden'?); it must begin with trial."
    ),
    (
      "contrast: { better: { drop.hidden: none }, than: NONE }, delta: 0",
      "'drop.hidden' is no path of the trial; it must begin with trial."
    ),
    ("level: { of: NONE, atMost: 1 }, scale: relative", "so its scale cannot be relative"),
    (
      "level: { of: NONE, atMost: 1 }, test: page", "C1 is tested by page, allowed here is: pairedT, signFlip, wilcoxon"
    ),
    ("level: { of: NONE, atMost: 1 }, gates: [trained]", "unknown gate 'trained' in a claim; allowed: mean"),
    ("level: { of: NONE, atMost: 1 }, alpha: 0.5", "alpha is '0.5', allowed is a number from 0.000001 to 0.2"),
    ("level: { of: NONE, atMost: 1 }, alpha: 1e-17", "alpha is '1e-17', allowed is a number from 0.000001 to 0.2"),
    ("level: { of: NONE, atMost: 1 }, statment: x", "unknown key 'statment' in a claim (did you mean 'statement'?)"),
    ("level: { of: NONE, atMost: 1 }, published: { value: 1 }", "published lacks the key 'mark'"),
  ])
  func `a broken claim is reported with its place`(rest: String, message: String) {
    let rest = rest.replacing("HALF", with: Self.half).replacing("NONE", with: Self.none)
    let found = Sample.problems(Self.with(Self.claim(rest)))
    #expect(found.contains(message), "\(found)")
    #expect(found.hasPrefix("a.yaml:19:"))
  }

  @Test
  func `doubled ids, and extensions that shrink, are refused`() {
    let one = Self.claim("level: { of: \(Self.none), atMost: 0.1 }")
    #expect(Sample.problems(Self.with(one + one)) == "a.yaml:20:11: two claims have the id 'C1'")
    #expect(Sample.problems(Self.with(one) + "extension: 2\n").contains("fewer than the 3 replicates"))
  }

  @Test
  func `tiers and overrides reach a claim by its id`() throws {
    let tiers = "tiers: { standard: { claims.C1.delta: 0.02 } }\n"
    let text = Self.with(Self.claim("level: { of: \(Self.none), atMost: 0.1 }")) + tiers
    #expect(try Sample.read(text, tier: .standard).claims.first?.question.delta == 0.02)
    #expect(try Sample.read(text, ["claims.C1.level.atMost=0.3"]).claims.first?.question.arms.count == 1)
    #expect(try Sample.read(text, ["~claims.C1"]).claims.isEmpty)
    #expect(Sample.problems(text, ["claims.C2.delta=1"]) != "no problem")
  }

  @Test
  func `claims change no trial`() throws {
    let text = Self.with(Self.claim("level: { of: \(Self.none), atMost: 0.1 }"))
    let ids = try [text, Sample.text].map { text in
      Plan(try Sample.read(text)) { $0.title }.measurement(choices: []).map(\.id)
    }
    #expect(ids[0] == ids[1])
  }

  @Test
  func `within pairs the arms of two factors`() throws {
    let grid = Sample.text + "\n  trial.network.mlp.activation: [relu, tanh]\n"
    let base = grid.replacing(
      "baseline: { trial.dropout.hidden: none }",
      with: "baseline: { trial.dropout.hidden: none, within: [trial.network.mlp.activation] }")
    func claims(_ within: String) -> String {
      base + "claims:\n"
        + Self.claim("contrast: { better: \(Self.half), than: \(Self.none), within: [\(within)] }, delta: 0")
    }
    let arms = try Sample.read(claims("trial.network.mlp.activation")).claims[0].question.arms
    #expect(arms.map(\.configurations) == [[4, 5], [0, 1]])
    #expect(Sample.problems(claims("trial.training.epochs")).contains("within must pair each configuration"))
  }
}
