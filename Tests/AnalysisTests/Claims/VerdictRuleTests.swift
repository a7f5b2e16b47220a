import Analysis
import Statistics
import Testing

/// The rule by which an interval becomes a word, at its bounds.
struct VerdictRuleTests {
  private let rule = VerdictRule(alpha: 0.05)

  private func interval(_ low: Double, _ estimate: Double, _ high: Double) -> Interval {
    Interval(estimate: estimate, low: low, high: high, level: 0.95, n: 6, method: .pairedStudentT)
  }

  @Test(arguments: [
    // low, estimate, high, p, verdict at δ = .5
    (0.1, 0.6, 1.1, 0.02, Verdict.reproduced),
    (0.1, 0.5, 0.9, 0.05, .reproduced),
    (0.1, 0.6, 1.1, 0.051, .inconclusive),
    (0.0, 0.6, 1.2, 0.02, .inconclusive),
    (0.1, 0.499, 0.9, 0.02, .inconclusive),
    (0.1, 0.2, 0.3, 0.02, .smallerThanDelta),
    (0.1, 0.2, 0.3, 0.06, .notReproduced),
    (0.1, 0.3, 0.5, 0.02, .inconclusive),
    (0.0, 0.2, 0.4, 0.05, .notReproduced),
    (-0.3, 0.05, 0.4, 0.7, .notReproduced),
    (-0.3, 0.1, 0.5, 0.7, .inconclusive),
    (-0.4, -0.2, 0.0, 0.06, .notReproduced),
    (-0.5, -0.3, -0.1, 0.01, .reversed),
    (-0.5, -0.3, -0.1, 0.06, .notReproduced),
  ])
  func `an effect is judged against δ`(low: Double, estimate: Double, high: Double, p: Double, verdict: Verdict) {
    let found = interval(low, estimate, high)
    #expect(rule.verdict(found, refuting: found, delta: 0.5, p: p, opposite: p) == verdict)
  }

  @Test
  func `without a p nothing is reproduced`() {
    let (above, below) = (interval(0.6, 0.8, 1), interval(-1, -0.8, -0.6))
    #expect(rule.verdict(above, refuting: above, delta: 0.5, p: nil, opposite: nil) == .inconclusive)
    #expect(rule.verdict(below, refuting: below, delta: 0.5, p: nil, opposite: nil) == .notReproduced)
  }

  @Test
  func `of several effects the wider interval refutes, the own one confirms`() {
    func verdict(_ effect: Interval, refutedBy wide: Interval) -> Verdict {
      rule.verdict(effect, refuting: wide, delta: 0.5, p: 0.01, opposite: 0.01)
    }
    #expect(verdict(interval(-0.1, 0.2, 0.45), refutedBy: interval(-0.2, 0.2, 0.55)) == .inconclusive)
    #expect(verdict(interval(-0.5, -0.3, -0.1), refutedBy: interval(-0.7, -0.3, 0.1)) == .notReproduced)
    #expect(verdict(interval(0.1, 0.6, 1), refutedBy: interval(-0.1, 0.6, 1.2)) == .reproduced)
    #expect(verdict(interval(0.1, 0.3, 0.45), refutedBy: interval(-0.1, 0.3, 0.6)) == .smallerThanDelta)
  }

  @Test
  func `a margin is judged by the narrower interval, and refused by the wider`() {
    let (inner, outer) = (interval(-0.4, 0, 0.4), interval(-0.6, 0, 0.6))
    #expect(rule.equivalence(inner: inner, refuting: outer, margin: 0.5, p: 0.01) == .reproduced)
    #expect(rule.equivalence(inner: inner, refuting: outer, margin: 0.4, p: 0.05) == .inconclusive)
    #expect(rule.equivalence(inner: inner, refuting: outer, margin: 0.5, p: 0.06) == .inconclusive)
    let far = interval(0.5, 0.7, 0.9)
    #expect(rule.equivalence(inner: far, refuting: far, margin: 0.5, p: 1) == .notReproduced)
    #expect(rule.notWorse(inner: interval(-0.4, 1, 2), refuting: outer, margin: 0.5, p: 0.01) == .reproduced)
    #expect(rule.notWorse(inner: inner, refuting: interval(-0.9, -0.7, -0.5), margin: 0.5, p: 1) == .notReproduced)
  }

  @Test
  func `direction and magnitude stand apart`() {
    let small = interval(0.1, 0.2, 0.3)
    #expect(rule.direction(small, p: 0.01, opposite: 0.01) == .holds && rule.magnitude(small, delta: 0.5) == .below)
    #expect(rule.direction(small, p: 0.2, opposite: 0.2) == .undecided)
    let wide = interval(-0.5, 0.6, 1.7)
    #expect(
      rule.direction(wide, p: 0.01, opposite: 0.01) == .undecided && rule.magnitude(wide, delta: 0.5) == .reachesDelta)
    #expect(rule.direction(interval(-2, -1, -0.1), p: 0.99, opposite: 0.01) == .reversed)
    #expect(rule.direction(interval(-2, -1, -0.1), p: 0.06, opposite: 0.06) == .undecided)
  }

  @Test
  func `the weakest part decides all of them, the strongest any of them`() {
    #expect(VerdictRule.allOf([.reproduced, .reproduced]) == .reproduced)
    #expect(VerdictRule.allOf([.reproduced, .qualified]) == .qualified)
    #expect(VerdictRule.allOf([.reproduced, .smallerThanDelta]) == .smallerThanDelta)
    #expect(VerdictRule.allOf([.reproduced, .inconclusive, .smallerThanDelta]) == .inconclusive)
    #expect(VerdictRule.allOf([.inconclusive, .notReproduced]) == .notReproduced)
    #expect(VerdictRule.allOf([.reproduced, .reversed]) == .notReproduced)
    #expect(VerdictRule.allOf([.reversed, .reversed]) == .reversed)
    #expect(VerdictRule.allOf([.reproduced, .invalid]) == .invalid)
    #expect(VerdictRule.allOf([.invalid, .notRun]) == .notRun)
    #expect(VerdictRule.anyOf([.notReproduced, .reproduced]) == .reproduced)
    #expect(VerdictRule.anyOf([.notReproduced, .inconclusive, .invalid]) == .inconclusive)
    #expect(VerdictRule.anyOf([.notReproduced, .reversed]) == .notReproduced)
    #expect(VerdictRule.anyOf([.invalid, .invalid]) == .invalid)
    #expect(VerdictRule.anyOf([.invalid, .notReproduced]) == .invalid)
    #expect(VerdictRule.anyOf([.invalid, .reproduced]) == .reproduced)
  }

  /// t₀.₉₇₅ with n − 1 degrees of freedom times 1 / √n is first below 1 at n = 7 (2.4469 / 2.6458 = .925; n = 6: 1.049).
  @Test
  func `the replicates that would decide are the least that do`() {
    let needed = rule.pairsNeeded(mean: 1, spread: 1, above: 3) { interval, p in
      let found = interval(0.95)
      return rule.verdict(found, refuting: found, delta: 0.5, p: p, opposite: p) != .inconclusive
    }
    #expect(needed == 7)
    let never = rule.pairsNeeded(mean: 0.5, spread: 1, above: 3) { interval, _ in interval(0.95).high < 0.5 }
    #expect(never == nil)
    #expect(rule.pairsNeeded(mean: 1, spread: 0, above: 3) { _, _ in true } == nil)
  }
}
