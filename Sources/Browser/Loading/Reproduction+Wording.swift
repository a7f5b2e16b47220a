import Analysis
import Archive
import Reports

extension Reproduction {
  /// What came of it in one sentence without a full stop.
  package var words: String {
    let (same, near) = (count(.bits), count(.within))
    let made = "on \(DateText.day(checkedAt)) with \(version) on \(architecture)"
    let bad = trials.count - same - near
    if bad > 0 { return "\(bad) of \(trials.count) trials came out differently \(made)" }
    let drawnMore = trials.count < drawn ? " (stopped; \(drawn) were drawn)" : ""
    if near == 0 { return "\(same) of \(population) trials reproduced bit for bit \(made)\(drawnMore)" }
    let most = trials.compactMap(\.largest).max() ?? 0
    return "\(same + near) of \(population) trials reproduced, \(same) bit for bit and \(near) within "
      + "\(NumberText.significant(most)) of each number, \(made)\(drawnMore)"
  }

  package func count(_ agreement: Agreement) -> Int { trials.count { $0.agreement == agreement } }

  /// Whether every trial that was trained again agrees.
  package var holds: Bool { trials.allSatisfy { $0.agreement == .bits || $0.agreement == .within } }

  package var check: ReportCheck { ReportCheck(words, holds: holds) }
}

extension TrialCheck {
  /// What came of it, with the first thing that differed.
  var words: String {
    let made = "on \(DateText.day(checkedAt)) with \(version) on \(architecture)"
    switch found.agreement {
    case .bits: return "\(made): every bit agrees"
    case .within:
      let largest = found.largest.map { NumberText.significant($0) } ?? "nothing"
      return "\(made): numbers agree within \(largest)"
    case .differs: return "\(made): it came out differently: \(found.detail)"
    case .failed: return "\(made): it failed: \(found.detail)"
    }
  }
}
