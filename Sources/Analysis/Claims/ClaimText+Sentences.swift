import Experiments
import Statistics

extension ClaimText {
  /// The verdict with what it rests on.
  package var sentence: String {
    let judgement = finding.judgement
    var sentence = finding.verdict.word.capitalizedFirst
    if finding.verdict == .qualified, let condition = claim.qualifiedBy { sentence += ": it holds \(condition)" }
    if let effect = finding.effect, finding.verdict != .notRun {
      sentence += ": \(estimate)"
      if effect.shown != nil { sentence += " (\(shownLevel) interval \(interval), n = \(effect.values.count))" }
      if !question.isTrend { sentence += ", \(question.margin == nil ? "" : "margin ")\(threshold)" }
      if finding.judgement.effects.count > 1 { sentence += ", at its weakest: \(effect.title)" }
    }
    sentence += "."
    if finding.verdict == .inconclusive, question.parts.isEmpty, reasons == nil { sentence += " " + whatWouldDecide }
    return ([sentence] + judgement.reasons).joined(separator: " ")
  }

  /// Why there is no answer, and what would give one; nil beside any other verdict.
  package var lack: String? {
    switch finding.verdict {
    case .inconclusive: question.parts.isEmpty ? reasons ?? whatWouldDecide : nil
    case .invalid: reasons
    case .reproduced, .smallerThanDelta, .notReproduced, .reversed, .qualified, .noVerdict, .notRun: nil
    }
  }

  private var reasons: String? {
    finding.judgement.reasons.isEmpty ? nil : finding.judgement.reasons.joined(separator: " ")
  }

  private var whatWouldDecide: String {
    if let effect = finding.effect, effect.values.count < 2 {
      return "One replicate has no spread: nothing says how many would decide it."
    }
    guard let needed = finding.judgement.needed else {
      return
        "No number of replicates up to \(NumberText.count(VerdictRule.mostPairs)) would decide it at this mean and spread."
    }
    return "At this mean and spread \(NumberText.count(needed)) replicates would decide it."
  }

  /// Direction and magnitude apart; nil for claims over claims and without an effect.
  package var aspects: String? {
    guard question.parts.isEmpty, finding.effect?.interval != nil, question.margin == nil else { return nil }
    return "direction \(finding.judgement.direction.rawValue), magnitude \(finding.judgement.magnitude.rawValue)"
  }

  /// What diverged and failed trials could change; nil when there are none.
  package var sensitivity: String? {
    let counts = finding.counts
    guard counts.diverged + counts.failed > 0 else { return nil }
    let lost = "\(counts.diverged) of its \(counts.planned) trials diverged and \(counts.failed) failed"
    guard let guessed = finding.sensitivity else {
      return "\(lost); chance has no level here by which to count them."
    }
    let effect = guessed.effects.indices.contains(guessed.deciding) ? guessed.effects[guessed.deciding] : nil
    let words = effect.map { "the effect would be \(signed($0.estimate)) and the verdict" } ?? "the verdict would be"
    return "\(lost). If they scored what guessing scores, \(words) \(guessed.verdict.word)."
  }
}

extension ClaimQuestion {
  fileprivate var isTrend: Bool {
    if case .trend = self { true } else { false }
  }
}
