import Experiments
import Statistics

/// A claim with what the trials say of it.
package struct ClaimFinding: Sendable {
  package let claim: Claim
  /// One name per arm of the question, in its order.
  package let arms: [String]
  package let judgement: ClaimJudgement
  /// What the verdict would be if diverged and failed trials scored what guessing scores; nil when there are none, and
  /// where chance has no level.
  package let sensitivity: ClaimJudgement?
  /// Nil where nothing is compared in pairs.
  package let pairing: ClaimPairing?
  /// What its arms were given; nil for claims over claims.
  package let budget: ClaimBudget?
  /// The configurations whose trials decide it, in plan order.
  package let configurations: [Int]
  /// Every measured trial that decides it, in plan order.
  package let trials: [TrialID]
  /// The trials of all its configurations by state.
  package let counts: TrialCounts
  /// The level at which it is tested: α, halved where an extension is declared.
  package let alpha: Double

  package init(
    claim: Claim, arms: [String], judgement: ClaimJudgement, sensitivity: ClaimJudgement? = nil,
    pairing: ClaimPairing? = nil,
    budget: ClaimBudget? = nil,
    configurations: [Int] = [], trials: [TrialID] = [], counts: TrialCounts, alpha: Double
  ) {
    self.claim = claim
    self.arms = arms
    self.judgement = judgement
    self.sensitivity = sensitivity
    self.pairing = pairing
    self.budget = budget
    self.configurations = configurations
    self.trials = trials
    self.counts = counts
    self.alpha = alpha
  }

  package var verdict: Verdict { judgement.verdict }
  /// The effect that decides: the weakest where there are several; nil without trials and for claims over claims.
  package var effect: ClaimEffect? {
    judgement.effects.indices.contains(judgement.deciding) ? judgement.effects[judgement.deciding] : nil
  }
}

/// What one way of counting the trials gives.
package struct ClaimJudgement: Sendable {
  package let verdict: Verdict
  package let direction: DirectionFinding
  package let magnitude: MagnitudeFinding
  /// One for most questions; both ends of an optimum, every pair of an equivalence.
  package let effects: [ClaimEffect]
  /// The index of the effect that decides.
  package let deciding: Int
  /// The p of the claim's own test, and the same after Holm's correction within the family.
  package let p: Double?
  package let adjusted: Double?
  /// The replicates at which the observed mean and spread would decide; nil when it is decided, or never would be.
  package let needed: Int?
  /// Why it is invalid, not run or undefined, in sentences.
  package let reasons: [String]

  package init(
    verdict: Verdict, direction: DirectionFinding = .undecided, magnitude: MagnitudeFinding = .undecided,
    effects: [ClaimEffect] = [], deciding: Int = 0, p: Double? = nil, adjusted: Double? = nil, needed: Int? = nil,
    reasons: [String] = []
  ) {
    self.verdict = verdict
    self.direction = direction
    self.magnitude = magnitude
    self.effects = effects
    self.deciding = deciding
    self.p = p
    self.adjusted = adjusted
    self.needed = needed
    self.reasons = reasons
  }
}

extension ClaimJudgement {
  /// The same left open, since so many pairs were lost, and with them as guessing the effect lies elsewhere or is not known.
  func resting(onAllBut lost: Int, of pairs: Int) -> ClaimJudgement {
    ClaimJudgement(
      verdict: .inconclusive, direction: direction, magnitude: magnitude, effects: effects, deciding: deciding, p: p,
      adjusted: adjusted,
      reasons: [
        "\(lost) of its \(pairs) pairs are lost to trials that diverged or failed, and what those would have shown may turn it."
      ])
  }
}

/// One effect of a claim, replicate by replicate, positive in the claimed direction.
package struct ClaimEffect: Sendable {
  /// Which comparison it is, where a claim has several: such as `none against bernoulli 0.5`.
  package let title: String
  package let replicates: [Int]
  /// One per replicate.
  package let values: [Double]
  package let estimate: Double
  package let spread: Double?
  /// At level 1 − α; nil with fewer than two replicates.
  package let interval: Interval?
  /// At level 1 − 2α, by which margins are judged; nil elsewhere and with fewer than two replicates.
  package let inner: Interval?
  /// At level 1 − α / k of k effects of which the weakest decides, by which a claim is refuted; nil as above.
  let refuting: Interval?
  /// The p of the claim's own test, two-sided for effects and one-sided for margins and trends.
  package let p: Double?
  /// The p of the same test in the other direction; nil where `p` is two-sided, and for margins.
  let opposite: Double?
  package let signFlip: Double?
  /// Whether its values are equal and so few that signs alone could be so by chance.
  let isCoarse: Bool

  /// The interval that decides and is shown: of level 1 − 2α against a margin, else of level 1 − α.
  package var shown: Interval? { inner ?? interval }
}
