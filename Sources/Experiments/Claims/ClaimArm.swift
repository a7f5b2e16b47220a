/// One side of a contrast: a configuration, or several that become one number per replicate.
package struct ClaimArm: Hashable, Sendable {
  /// At least one, each at most once.
  package let terms: [ArmTerm]
  package let rule: ArmRule

  package init(_ terms: [ArmTerm], rule: ArmRule = .mean) {
    precondition(!terms.isEmpty, "an arm without configurations")
    self.terms = terms
    self.rule = rule
  }

  /// Whether its number is a level and not the measure.
  package var isVertex: Bool { if case .vertex = rule { true } else { false } }

  /// Whether its number is one of all training sets together, in which a replicate only has a part (a pseudo-value).
  package var isOfAllTrainingSets: Bool {
    if case .predictions(_, .variance) = terms[0].measure { true } else { false }
  }

  /// Every configuration it may read, in the order of its terms.
  package var configurations: [Int] { terms.map(\.configuration) }
}

/// One configuration with what is measured of it.
package struct ArmTerm: Hashable, Sendable {
  package let configuration: Int
  package let measure: Measure

  package init(configuration: Int, measure: Measure) {
    self.configuration = configuration
    self.measure = measure
  }
}

/// How several configurations become one number.
package enum ArmRule: Hashable, Sendable {
  /// Their mean at each replicate.
  case mean
  /// The one that validation chooses: on the tuning replicates where values are tuned, else on those compared.
  case bestOnValidation
  /// At each replicate the one that a measure chooses there, which is none of the test split.
  case bestBy(Measure)
  /// A bag: their predictions are averaged, and what is measured is measured of the average.
  case bag
  /// The level at which the measure is best, by a parabola; the levels of a path, ascending, one per configuration.
  case vertex(path: String, levels: [Double])
}

extension ClaimQuestion {
  /// Every arm that the question reads, in the order in which it is written; none for claims over claims.
  package var arms: [ClaimArm] {
    switch self {
    case .difference(let contrast, _), .notWorse(let contrast, _): [contrast.better, contrast.than]
    case .level(let arm, _, _): [arm]
    case .equivalence(let arms, let reference, _): arms.contains(reference) ? arms : arms + [reference]
    case .trend(let arms, _, _): arms
    case .optimum(let ends, let best, _): ends + [best]
    case .interaction(let gain, let over, _): [gain.better, gain.than, over.better, over.than]
    case .allOf, .anyOf: []
    }
  }

  /// The claims that decide it; none for a question to trials.
  package var parts: [String] {
    switch self {
    case .allOf(let parts), .anyOf(let parts): parts
    case .difference, .notWorse, .level, .equivalence, .trend, .optimum, .interaction: []
    }
  }

  /// The smallest effect that counts; nil where a margin stands in its place, and for claims over claims.
  package var delta: Double? {
    switch self {
    case .difference(_, let delta), .level(_, _, let delta), .trend(_, _, let delta), .optimum(_, _, let delta),
      .interaction(_, _, let delta):
      delta
    case .notWorse, .equivalence, .allOf, .anyOf: nil
    }
  }

  /// How far apart arms may be that are called equal or not worse.
  package var margin: Double? {
    switch self {
    case .notWorse(_, let margin), .equivalence(_, _, let margin): margin
    case .difference, .level, .trend, .optimum, .interaction, .allOf, .anyOf: nil
    }
  }
}

extension Claim {
  /// The configurations whose trials decide it, each once, in plan order.
  package var configurations: [Int] {
    let gated = gates.flatMap { gate -> [Int] in
      if case .mean(let arm, _, _) = gate { arm.configurations } else { [] }
    }
    return Set(question.arms.flatMap(\.configurations) + gated).sorted()
  }
}
