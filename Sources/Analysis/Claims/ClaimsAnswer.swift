import Experiments

/// What a reader remembers of an experiment's claims, in one sentence.
package struct ClaimsAnswer: Sendable {
  private let findings: [ClaimFinding]

  package init(_ findings: [ClaimFinding]) { self.findings = findings }

  /// Nil without claims.
  package var sentence: String? {
    guard let first = findings.first else { return nil }
    if findings.count == 1 { return "Claim \(first.claim.id) is \(first.verdict.phrase)." }
    let groups = Verdict.allCases.compactMap { verdict -> String? in
      let ids = findings.filter { $0.verdict == verdict }.map(\.claim.id)
      guard !ids.isEmpty else { return nil }
      let names = ids.count == findings.count ? "" : " (\(ids.joined(separator: ", ")))"
      return "\(ids.count) \(ids.count == 1 ? "is" : "are") \(verdict.phrase)\(names)"
    }
    if groups.count == 1, let verdict = findings.first?.verdict {
      return "\(findings.count == 2 ? "Both" : "All \(findings.count)") claims are \(verdict.phrase)."
    }
    return "Of \(findings.count) claims \(groups.joinedInWords())."
  }
}

extension Verdict {
  /// The verdict behind "is".
  fileprivate var phrase: String {
    switch self {
    case .noVerdict: "without verdict, since this is a look"
    case .reproduced, .smallerThanDelta, .notReproduced, .reversed, .qualified, .inconclusive, .invalid, .notRun: word
    }
  }
}
