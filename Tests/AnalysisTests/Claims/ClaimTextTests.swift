import Analysis
import Experiments
import Statistics
import Testing

/// How a claim reads on a page.
struct ClaimTextTests {
  private static let error = Measure.epoch(MetricChoice(name: .error, split: .test, at: .last), layer: "")
  private static func arm(_ index: Int) -> ClaimArm { ClaimArm([ArmTerm(configuration: index, measure: error)]) }

  private static func text(
    _ question: ClaimQuestion, scale: EffectScale = .absolute, published: PublishedValue? = nil,
    test: ClaimTest = .pairedT,
    _ change: (inout Fixture) -> Void = { _ in }
  ) throws -> ClaimText {
    var fixture = Fixture.rates
    fixture.claims = [
      Claim(id: "C1", statement: "It helps.", question: question, scale: scale, test: test, published: published)
    ]
    change(&fixture)
    return ClaimText(try #require(fixture.summary.claims.first))
  }

  private static let contrast = ClaimContrast(better: arm(2), than: arm(0))

  @Test
  func `shares are told in points, ratios in per cent`() throws {
    let points = try Self.text(.difference(Self.contrast, delta: 0.005))
    #expect(points.estimate == "+1.0\u{A0}points" && points.interval == "+0.7 to +1.3\u{A0}points")
    #expect(points.threshold == "δ\u{A0}0.5\u{A0}points")
    #expect(
      points.sentence == "Reproduced: +1.0\u{A0}points (95\u{A0}% interval +0.7 to +1.3\u{A0}points, n = 4), "
        + "δ\u{A0}0.5\u{A0}points.")
    let value = PublishedValue(value: 0.37, mark: .read)
    let ratio = try Self.text(.difference(Self.contrast, delta: 0.05), scale: .relative, published: value)
    #expect(ratio.estimate == "+16\u{A0}%" && ratio.published == "37\u{A0}% [R]")
    #expect(ratio.contrast == "bernoulli 0.5 better than none")
    #expect(ratio.measure == "test error, lower is better; as a share of the other arm at the same replicate")
  }

  @Test
  func `a number from memory tells a direction only`() throws {
    let memory = PublishedValue(value: 0.37, mark: .memory)
    #expect(try Self.text(.difference(Self.contrast, delta: 0), published: memory).published == "direction only [M]")
    #expect(try Self.text(.difference(Self.contrast, delta: 0)).published == "–")
  }

  @Test
  func `what is inconclusive says how many replicates would decide`() throws {
    let text = try Self.text(.difference(Self.contrast, delta: 0.012))
    #expect(text.sentence.hasPrefix("Inconclusive: +1.0"))
    #expect(text.sentence.hasSuffix("At this mean and spread 6 replicates would decide it."))
    #expect(text.aspects == "direction as claimed, magnitude undecided")
  }

  @Test
  func `one replicate has no spread by which more could be counted`() throws {
    let text = try Self.text(.difference(Self.contrast, delta: 0.012)) { $0.replicates = 1 }
    #expect(text.sentence.hasPrefix("Inconclusive: +1"))
    #expect(text.sentence.hasSuffix("One replicate has no spread: nothing says how many would decide it."))
  }

  @Test
  func `margins and trends have words of their own`() throws {
    let near = ClaimQuestion.equivalence([Self.arm(0), Self.arm(1), Self.arm(2)], reference: Self.arm(0), margin: 0.02)
    let text = try Self.text(near)
    #expect(text.contrast == "none, bernoulli 0.2 and bernoulli 0.5 within 2\u{A0}points of each other")
    #expect(text.sentence.contains("margin ±\u{A0}2\u{A0}points, at its weakest: none against bernoulli 0.5"))
    let trend = try Self.text(.trend([Self.arm(0), Self.arm(1), Self.arm(2)], .falls, delta: 0), test: .page)
    #expect(trend.contrast == "falls along none, bernoulli 0.2, bernoulli 0.5" && trend.unit.isEmpty)
  }

  @Test
  func `one arm that is measured twice is named once`() throws {
    let likelihood = Measure.epoch(MetricChoice(name: .nll, split: .test, at: .last), layer: "")
    let other = ClaimArm([ArmTerm(configuration: 2, measure: likelihood)])
    let difference = ClaimQuestion.difference(ClaimContrast(better: Self.arm(2), than: other), delta: 0)
    #expect(try Self.text(difference).contrast == "of bernoulli 0.5, the first measure better than the second")
    let near = ClaimQuestion.equivalence([Self.arm(2), other], reference: Self.arm(2), margin: 0.02)
    #expect(
      try Self.text(near).contrast == "of bernoulli 0.5, the measures within 2\u{A0}points of each other")
    let bound = try Self.text(.level(Self.arm(2), bound: .atMost(0.05), delta: 0))
    #expect(bound.contrast == "bernoulli 0.5 at most 5\u{A0}%" && bound.test == "Student's t")
  }

  @Test
  func `an effect that is rounding only is nothing`() throws {
    let same = [0.25, 0.25, 0.25, 0.25]
    let text = try Self.text(.difference(Self.contrast, delta: 0.005)) { fixture in
      fixture.add(0, test: same, validation: same)
      fixture.add(2, test: [same[0].nextUp, 0.25, same[0].nextDown, same[0].nextUp], validation: same)
    }
    #expect(text.interval == "0.00 to 0.00\u{A0}points")
    #expect(text.estimate == "0.00\u{A0}points")
  }

  @Test
  func `claims over claims tell every verdict once`() {
    var fixture = Fixture.rates
    let question = ClaimQuestion.difference(Self.contrast, delta: 0.005)
    fixture.claims = [
      Claim(id: "C1", statement: "It helps.", question: question),
      Claim(id: "C2", statement: "It helps.", question: question, direction: .higher),
      Claim(id: "C3", statement: "It helps.", question: question),
      Claim(id: "C4", statement: "All of it.", question: .allOf(["C1", "C2", "C3"])),
    ]
    #expect(fixture.summary.claims.last?.judgement.reasons == ["C1 and C3 are reproduced and C2 is reversed."])
    fixture.claims = [fixture.claims[0], fixture.claims[2]]
    #expect(Answer(to: fixture.summary).sentences.first == "Both claims are reproduced.")
  }

  @Test
  func `what a probe found reads with its layer, place and examples`() {
    let activations = ProbeRequest(.activations, sample: ProbeSample(split: .test, examples: 50))
    let zeros = MeasureText(.probe(activations, .zeroShare, layer: "hidden1", at: nil))
    #expect(zeros.title == "exact zeros in hidden1 (activations, up to 50 test examples)")
    #expect(zeros.value(0.25) == "25\u{A0}%")
    let curve = MeasureText(.probe(ProbeRequest(.removalCurve(orders: 3)), .removedAccuracy, layer: "", at: 0.45))
    #expect(curve.title.hasPrefix("accuracy without them at 0.45"))
    #expect(MeasureText(.probe(activations, .hoyer, layer: "hidden1", at: nil)).value(0.25) == "0.25")
  }

  @Test
  func `failures are counted in words`() throws {
    let text = try Self.text(.difference(Self.contrast, delta: 0.005)) { $0.diverge(2, 3) }
    #expect(
      text.sensitivity?.hasPrefix(
        "1 of its 8 trials diverged and 0 failed. If they scored what guessing scores, the effect would be") == true)
    #expect(text.sensitivity?.hasSuffix("the verdict inconclusive.") == true)
  }

  @Test
  func `the answer begins with the verdicts`() {
    var fixture = Fixture.rates
    #expect(Answer(to: fixture.summary).sentences.first?.hasPrefix("Bernoulli 0.5") == true)
    let question = ClaimQuestion.difference(Self.contrast, delta: 0.005)
    fixture.claims = [Claim(id: "C1", statement: "It helps.", question: question)]
    #expect(Answer(to: fixture.summary).sentences.first == "Claim C1 is reproduced.")
    fixture.claims += [
      Claim(id: "C2", statement: "It helps.", question: question, direction: .higher),
      Claim(id: "C3", statement: "It helps.", question: question),
    ]
    #expect(
      Answer(to: fixture.summary).sentences.first == "Of 3 claims 2 are reproduced (C1, C3) and 1 is reversed (C2).")
  }
}
