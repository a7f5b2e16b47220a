import Specifications

/// A published statement in a form that trials can decide.
package struct Claim: Hashable, Sendable {
  /// Short and unique within the experiment, such as `C69`.
  package let id: String
  /// What is claimed, in a sentence.
  package let statement: String
  /// Who published it, and where; empty when nobody is named.
  package let source: String
  package let question: ClaimQuestion
  package let direction: ClaimDirection
  package let scale: EffectScale
  package let test: ClaimTest
  /// The chance of a false verdict that is taken, such as .05.
  package let alpha: Double
  /// Claims of one family are corrected together; empty for the family of the experiment.
  package let family: String
  package let gates: [ClaimGate]
  package let published: PublishedValue?
  /// The condition, named beforehand, under which alone it is tested; a claim that holds is then qualified.
  package let qualifiedBy: String?
  /// Where the claim is written.
  package let place: Place

  package init(
    id: String, statement: String, source: String = "", question: ClaimQuestion, direction: ClaimDirection = .lower,
    scale: EffectScale = .absolute, test: ClaimTest = .pairedT, alpha: Double = 0.05, family: String = "",
    gates: [ClaimGate] = [], published: PublishedValue? = nil, qualifiedBy: String? = nil, place: Place = .nowhere
  ) {
    self.id = id
    self.statement = statement
    self.source = source
    self.question = question
    self.direction = direction
    self.scale = scale
    self.test = test
    self.alpha = alpha
    self.family = family
    self.gates = gates
    self.published = published
    self.qualifiedBy = qualifiedBy
    self.place = place
  }

  // Two claims are equal when they say the same, wherever it was written.
  package static func == (left: Claim, right: Claim) -> Bool {
    left.id == right.id && left.statement == right.statement && left.source == right.source
      && left.question == right.question && left.direction == right.direction && left.scale == right.scale
      && left.test == right.test && left.alpha == right.alpha && left.family == right.family
      && left.gates == right.gates && left.published == right.published && left.qualifiedBy == right.qualifiedBy
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What a claim asks of the trials.
package enum ClaimQuestion: Hashable, Sendable {
  /// One arm is better than another by at least δ.
  case difference(ClaimContrast, delta: Double)
  /// One arm is not worse than another by more than the margin.
  case notWorse(ClaimContrast, margin: Double)
  /// An arm stays on one side of a bound, by at least δ.
  case level(ClaimArm, bound: LevelBound, delta: Double)
  /// All arms agree pairwise within the margin; relative margins are of the reference.
  case equivalence([ClaimArm], reference: ClaimArm, margin: Double)
  /// The measure rises or falls along the arms; δ is the smallest mean rank correlation.
  case trend([ClaimArm], TrendDirection, delta: Double)
  /// Both ends are worse than the level between them by at least δ each.
  case optimum(ends: [ClaimArm], at: ClaimArm, delta: Double)
  /// The gain of one contrast exceeds that of another by at least δ.
  case interaction(gain: ClaimContrast, over: ClaimContrast, delta: Double)
  /// Every one of these claims holds (intersection–union).
  case allOf([String])
  /// At least one of these claims holds, each corrected within its family.
  case anyOf([String])
}

/// Two arms of which one is claimed to be better.
package struct ClaimContrast: Hashable, Sendable {
  package let better: ClaimArm
  package let than: ClaimArm

  package init(better: ClaimArm, than: ClaimArm) {
    self.better = better
    self.than = than
  }
}

/// Which end of the measure a claim calls better.
package enum ClaimDirection: String, CaseIterable, Hashable, Sendable {
  case lower, higher
}

/// In what units effect, δ and margin are.
package enum EffectScale: String, CaseIterable, Hashable, Sendable {
  /// Those of the measure.
  case absolute
  /// Shares of the reference arm's value at the same replicate, as in relative error reduction.
  case relative
}

/// A value that an arm must not pass.
package enum LevelBound: Hashable, Sendable {
  case atMost(Double)
  case atLeast(Double)
}

/// Where a measure goes along ordered levels.
package enum TrendDirection: String, CaseIterable, Hashable, Sendable {
  case rises, falls
}

/// The test whose p decides; the exact sign-flip p is shown beside it in any case.
package enum ClaimTest: String, CaseIterable, Hashable, Sendable {
  case pairedT, signFlip, wilcoxon
  /// For trends only.
  case page, spearman, kendall

  /// Whether it looks at ordered levels.
  package var isOfTrends: Bool {
    switch self {
    case .pairedT, .signFlip, .wilcoxon: false
    case .page, .spearman, .kendall: true
    }
  }

  /// Whether its p counts every sign of the effects.
  package var flipsSigns: Bool {
    switch self {
    case .signFlip, .spearman, .kendall: true
    case .pairedT, .wilcoxon, .page: false
    }
  }
}

/// What the paper reports for the same contrast, and how the number was come by.
package struct PublishedValue: Hashable, Sendable {
  /// In the units of the effect; nil where only the direction is known.
  package let value: Double?
  package let mark: ProvenanceMark
  package let source: String
  package let note: String

  package init(value: Double?, mark: ProvenanceMark, source: String = "", note: String = "") {
    self.value = value
    self.mark = mark
    self.source = source
    self.note = note
  }
}

/// How a published number was come by.
package enum ProvenanceMark: String, CaseIterable, Hashable, Sendable {
  /// Read in the source.
  case read = "R"
  /// Recalled from memory: context only.
  case memory = "M"
  /// Derived and checked by computation.
  case derived = "D"
}

/// What must hold for a claim to be decided at all.
package enum ClaimGate: Hashable, Sendable {
  /// The mean of an arm lies below or above a value.
  case mean(ClaimArm, below: Double?, above: Double?)
  /// All arms are trained with the same number of updates.
  case equalUpdates
  /// No tuned value of an arm lies at the edge of what was tried.
  case tunedInside
}
