import Experiments
import Statistics

/// Judges every claim of an experiment together, since claims of one family are corrected together.
struct ClaimJudge {
  let values: ClaimValues
  /// What the verdicts would be if lost trials scored what guessing scores; empty where none is lost or these are judged.
  var guessed: [ClaimJudgement] = []

  private var design: ExperimentDesign { values.design }
  private var claims: [Claim] { design.claims }

  /// One judgement per claim, in their order.
  var judgements: [ClaimJudgement] {
    let drafts = claims.map { ClaimDraft(of: $0, alpha: design.alpha(of: $0), from: values) }
    let adjusted = adjusted(drafts)
    var found: [ClaimJudgement] = []
    for (index, draft) in drafts.enumerated() {
      let parts = draft.claim.question.parts
      if parts.isEmpty {
        let judged = draft.judged(adjusted: adjusted[index], family: family(of: draft.claim), isLook: design.isLook)
        found.append(survived(judged, of: draft.claim, at: index))
      } else {
        found.append(combined(draft, found))
      }
    }
    return found
  }

  /// Leaves a verdict open that rests on what is left after more than a tenth of the pairs were lost, unless the effect lies
  /// on the same side with the lost trials as guessing: what diverges may do so because of what is compared.
  private func survived(_ judgement: ClaimJudgement, of claim: Claim, at index: Int) -> ClaimJudgement {
    let counts = values.counts(of: claim)
    guard judgement.verdict.isDecided, counts.diverged + counts.failed > 0, !values.countsFailuresAsChance,
      judgement.effects.indices.contains(judgement.deciding)
    else { return judgement }
    let lost = design.replicates - judgement.effects[judgement.deciding].replicates.count
    guard 10 * lost > design.replicates, !isKept(judgement.verdict, of: claim, at: index) else { return judgement }
    return judgement.resting(onAllBut: lost, of: design.replicates)
  }

  /// Whether the effect with lost trials as guessing lies on the side that a verdict says; false where guessing has no score.
  private func isKept(_ verdict: Verdict, of claim: Claim, at index: Int) -> Bool {
    guard values.canGuess(claim), guessed.indices.contains(index),
      guessed[index].effects.indices.contains(guessed[index].deciding)
    else { return false }
    return claim.question.isOnSide(of: verdict, guessed[index].effects[guessed[index].deciding].estimate)
  }

  /// The claims of a family that are put to trials.
  private func members(_ family: String) -> [Int] {
    claims.indices.filter { claims[$0].family == family && claims[$0].question.parts.isEmpty }
  }

  private func family(of claim: Claim) -> Int { members(claim.family).count }

  /// Holm's correction within each family; a claim without a p counts as one that failed.
  private func adjusted(_ drafts: [ClaimDraft]) -> [Double?] {
    var result = [Double?](repeating: nil, count: drafts.count)
    for family in Set(claims.map(\.family)).sorted() {
      let members = members(family)
      for (member, p) in zip(members, Holm.adjusted(members.map { drafts[$0].validP ?? 1 })) {
        result[member] = drafts[member].validP == nil ? nil : p
      }
    }
    return result
  }

  private func combined(_ draft: ClaimDraft, _ judged: [ClaimJudgement]) -> ClaimJudgement {
    let claim = draft.claim
    let parts = claim.question.parts.compactMap { id in claims.firstIndex { $0.id == id } }
    let verdicts = parts.map { judged[$0].verdict }
    let words = Verdict.told(of: claim.question.parts, verdicts)
    let known = parts.compactMap { judged[$0].adjusted }
    let isAll = if case .allOf = claim.question { true } else { false }
    let verdict = draft.gated(isAll ? VerdictRule.allOf(verdicts) : VerdictRule.anyOf(verdicts))
    return ClaimJudgement(
      verdict: verdict.qualified(by: claim),
      adjusted: known.count == parts.count ? (isAll ? known.max() : known.min()) : nil,
      needed: verdict == .inconclusive ? Self.needed(parts.map { judged[$0] }) : nil,
      reasons: (verdict == .invalid ? draft.reasons : []) + [words.capitalizedFirst + "."])
  }
}

extension ClaimQuestion {
  /// Whether an effect, taken for what it is without any interval, lies where a verdict says.
  fileprivate func isOnSide(of verdict: Verdict, _ effect: Double) -> Bool {
    if let margin {
      let isWithin = if case .notWorse = self { effect > -margin } else { effect.magnitude < margin }
      return isWithin == (verdict != .notReproduced)
    }
    let delta = delta ?? 0
    return switch verdict {
    case .reproduced, .qualified: effect >= delta
    case .smallerThanDelta: effect > 0 && effect < delta
    case .notReproduced: effect < delta
    case .reversed: effect < 0
    case .inconclusive, .invalid, .noVerdict, .notRun: true
    }
  }
}

extension ClaimJudge {
  /// The replicates that would decide every part that is undecided; nil where no number would decide one of them.
  private static func needed(_ parts: [ClaimJudgement]) -> Int? {
    let open = parts.filter { $0.verdict == .inconclusive }.map(\.needed)
    return open.contains(nil) ? nil : open.compactMap { $0 }.max()
  }
}

extension ExperimentDesign {
  /// The level of a claim: halved where an extension is declared, for two looks (Bonferroni).
  package func alpha(of claim: Claim) -> Double { extensionTo == nil ? claim.alpha : claim.alpha / 2 }
}

extension Verdict {
  /// A claim that was tested under a condition only is qualified where it holds.
  func qualified(by claim: Claim) -> Verdict { self == .reproduced && claim.qualifiedBy != nil ? .qualified : self }
}
