/// What the trials say of a claim: the one word that is printed.
package enum Verdict: String, CaseIterable, Hashable, Sendable {
  /// The direction holds and the estimate is at least δ.
  case reproduced
  /// The direction holds, the size does not.
  case smallerThanDelta
  /// The effect is smaller than δ and may be none.
  case notReproduced
  /// The effect goes the other way.
  case reversed
  /// It holds under the condition that was named beforehand.
  case qualified
  /// The interval leaves more than one of these open.
  case inconclusive
  /// What had to hold for a decision did not.
  case invalid
  /// Less was run than was designed: directions only.
  case noVerdict
  /// Not all trials have finished.
  case notRun
}

/// How a verdict is shown beside its word, which never rests on colour alone.
package enum VerdictTone: Hashable, Sendable {
  case good, warn, plain
}

extension Verdict {
  /// The verdict in words.
  package var word: String {
    switch self {
    case .reproduced: "reproduced"
    case .smallerThanDelta: "smaller than δ"
    case .notReproduced: "not reproduced"
    case .reversed: "reversed"
    case .qualified: "qualified"
    case .inconclusive: "inconclusive"
    case .invalid: "invalid"
    case .noVerdict: "no verdict (look tier)"
    case .notRun: "not run"
    }
  }

  /// The verdict behind the name of a claim: `is reproduced`, `has no verdict (look tier)`.
  package var predicate: String {
    switch self {
    case .noVerdict: "has \(word)"
    case .reproduced, .smallerThanDelta, .notReproduced, .reversed, .qualified, .inconclusive, .invalid, .notRun:
      "is \(word)"
    }
  }

  /// The verdicts of several claims, each verdict once: `C1 and C3 are reproduced and C2 is reversed`.
  static func told(of ids: [String], _ verdicts: [Verdict]) -> String {
    allCases.compactMap { verdict -> String? in
      let own = zip(ids, verdicts).filter { $0.1 == verdict }.map(\.0)
      return switch own.count {
      case 0: nil
      case 1: "\(own[0]) \(verdict.predicate)"
      default: "\(own.joinedInWords()) \(verdict == .noVerdict ? "have none" : "are \(verdict.word)")"
      }
    }.joinedInWords()
  }

  package var tone: VerdictTone {
    switch self {
    case .reproduced, .qualified: .good
    case .smallerThanDelta, .notReproduced, .reversed, .invalid: .warn
    case .inconclusive, .noVerdict, .notRun: .plain
    }
  }

  /// Whether trials of the designed size have decided.
  package var isDecided: Bool {
    switch self {
    case .reproduced, .smallerThanDelta, .notReproduced, .reversed, .qualified: true
    case .inconclusive, .invalid, .noVerdict, .notRun: false
    }
  }
}

/// The direction of an effect, apart from its size.
package enum DirectionFinding: String, Hashable, Sendable {
  case holds = "as claimed"
  case reversed
  case undecided
}

/// The size of an effect, apart from its direction.
package enum MagnitudeFinding: String, Hashable, Sendable {
  /// The estimate reaches δ.
  case reachesDelta = "reaches δ"
  /// The whole interval lies below δ.
  case below = "smaller than δ"
  case undecided
}
