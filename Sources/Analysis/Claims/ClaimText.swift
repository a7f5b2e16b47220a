import Experiments
import Statistics

/// Writes a claim and what was found of it for people; every page and command takes its words from here.
package struct ClaimText: Sendable {
  package let finding: ClaimFinding
  private let places: Int

  /// Chooses the places by the interval; one more where the effect or a bound would read as δ and is not.
  package init(_ finding: ClaimFinding) {
    self.finding = finding
    let shown = finding.effect?.shown
    let reach = shown.map { ($0.high - $0.low) / 2 * Self.factor(of: finding.claim) }
    let size = (finding.effect?.estimate.magnitude ?? 0) * Self.factor(of: finding.claim)
    // What is left of rounding has no size.
    let bySize = size > 1e-9 ? max(0, 2 - NumberText.exponent(of: size, digits: 3)) : 2
    let usual = reach.flatMap { NumberText.places(for: $0) }.map { min($0, bySize + 1) } ?? bySize
    let counted = (finding.claim.question.delta ?? finding.claim.question.margin ?? 0) * Self.factor(of: finding.claim)
    let bounds = counted > 0 ? [shown?.low, shown?.high].compactMap { $0?.magnitude } : []
    let isTie = ([size] + bounds.map { $0 * Self.factor(of: finding.claim) }).contains { number in
      number != counted && NumberText.fixed(number, places: usual) == NumberText.fixed(counted, places: usual)
    }
    places = isTie ? usual + 1 : usual
  }

  var claim: Claim { finding.claim }
  var question: ClaimQuestion { finding.claim.question }

  // MARK: Numbers

  private static func isShare(_ claim: Claim) -> Bool {
    guard let arm = claim.question.arms.first, !arm.isVertex else { return false }
    return arm.terms.first.map { MeasureText($0.measure).metric.isShare } ?? false
  }

  private static func isTrend(_ claim: Claim) -> Bool {
    if case .trend = claim.question { true } else { false }
  }

  /// By how much an effect is multiplied to be shown: 100 for shares and relative effects.
  package var factor: Double { Self.factor(of: claim) }

  private static func factor(of claim: Claim) -> Double {
    !isTrend(claim) && (claim.scale == .relative || isShare(claim)) ? 100 : 1
  }

  /// The unit after an effect, with the space before it.
  package var unit: String { unit(after: "") }

  private func unit(after number: String) -> String {
    if Self.isTrend(claim) { return "" }
    if claim.scale == .relative { return NumberText.space + "%" }
    return Self.isShare(claim) ? NumberText.points(after: number) : ""
  }

  /// Returns an effect with its sign: `+1.2`.
  package func number(_ value: Double) -> String {
    NumberText.signed(value * Self.factor(of: claim), places: places)
  }

  /// Returns an effect with its sign and its unit: `+1.2 %`.
  package func signed(_ value: Double) -> String {
    let text = number(value)
    return text + unit(after: text)
  }

  /// Returns half the width of an interval, without unit: `0.26`.
  package func half(_ value: Double) -> String {
    NumberText.fixed(value * Self.factor(of: claim), places: places + 1)
  }

  /// Returns a size as it was written, without sign and with its unit: `5 %`.
  package func size(_ value: Double) -> String {
    let size = NumberText.significant(value * Self.factor(of: claim), digits: 3).trimmingZeros
    return size + unit(after: size)
  }

  /// Such as `+16.3 %`; a dash without an effect.
  package var estimate: String { finding.effect.map { signed($0.estimate) } ?? "–" }

  /// Such as `+14.1 to +18.6 %`; a dash without an interval.
  package var interval: String {
    let factor = Self.factor(of: claim)
    return finding.effect?.shown.map {
      NumberText.signedBounds($0.low * factor, $0.high * factor, places: places) + unit
    } ?? "–"
  }

  /// The level of the test, 1 − α, such as `95 %`.
  package var level: String { Self.percent(1 - finding.alpha) }

  /// The level of the interval that is shown.
  package var shownLevel: String { Self.percent(finding.effect?.shown?.level ?? 1 - finding.alpha) }

  private static func percent(_ share: Double) -> String {
    NumberText.significant(share * 100, digits: 3).trimmingZeros + NumberText.space + "%"
  }

  /// δ or the margin: `δ 5 %`, `± 10 %`; a dash where there is neither.
  package var threshold: String {
    if let delta = question.delta { return "δ\u{A0}" + (delta == 0 ? "0" : size(delta)) }
    guard let margin = question.margin else { return "–" }
    if case .notWorse = question { return "−\u{A0}" + size(margin) }
    return "±\u{A0}" + size(margin)
  }

  /// A p for a table, which reads as α only where it is; a dash where there is none.
  package func p(_ value: Double?) -> String { value.map { NumberText.pValue($0, level: finding.alpha) } ?? "–" }

  /// The published number with its mark: `37 % [R]`, `direction only [M]`; a dash where none is named.
  package var published: String {
    guard let published = claim.published else { return "–" }
    let mark = " [\(published.mark.rawValue)]"
    guard let value = published.value, published.mark != .memory else { return "direction only" + mark }
    return size(value) + mark
  }

  // MARK: Words

  /// What is compared with what: `bernoulli 0.5 better than none`.
  package var contrast: String {
    let arms = finding.arms
    if let arm = arms.first, arms.count > 1, Set(arms).count == 1, let words = contrastOfMeasures {
      return "of \(arm), \(words)"
    }
    switch question {
    case .difference: return "\(arms[0]) \(comparative) than \(arms[1])"
    case .notWorse(_, let margin): return "\(arms[0]) at most \(size(margin)) worse than \(arms[1])"
    case .level(_, .atMost(let bound), _): return "\(arms[0]) at most \(measured(bound))"
    case .level(_, .atLeast(let bound), _): return "\(arms[0]) at least \(measured(bound))"
    case .equivalence(let all, _, let margin):
      return "\(Array(arms.prefix(all.count)).joinedInWords()) within \(size(margin)) of each other"
    case .trend(_, let direction, _): return "\(direction.rawValue) along " + arms.joined(separator: ", ")
    case .optimum: return "\(arms[2]) \(comparative) than both ends, \(arms[0]) and \(arms[1])"
    case .interaction: return "\(arms[0]) gains more over \(arms[1]) than \(arms[2]) over \(arms[3])"
    case .allOf(let parts): return "all of " + parts.joinedInWords()
    case .anyOf(let parts): return "any of " + parts.joinedInWords()
    }
  }

  /// What is compared where it is one arm, measured in several ways; nil where no words fit.
  private var contrastOfMeasures: String? {
    switch question {
    case .difference: "the first measure \(comparative) than the second"
    case .notWorse(_, let margin): "the first measure at most \(size(margin)) worse than the second"
    case .equivalence(_, _, let margin): "the measures within \(size(margin)) of each other"
    case .trend(_, let direction, _): "the measures \(direction == .rises ? "rise" : "fall") in their order"
    case .level, .optimum, .interaction, .allOf, .anyOf: nil
    }
  }

  /// Better, or the direction where neither end of the measure is good in itself.
  private var comparative: String {
    let isOfLevels = question.arms.contains { $0.isVertex }
    return isOfLevels || question.arms.first?.terms.first?.measure.betterEnd == nil
      ? claim.direction.rawValue : "better"
  }

  private func measured(_ value: Double) -> String {
    question.arms.first?.terms.first.map { MeasureText($0.measure).value(value) } ?? ""
  }

  /// What is measured, in what units, and which end is better.
  package var measure: String {
    var titles: [String] = []
    for arm in question.arms {
      for term in arm.terms {
        let title = (arm.isVertex ? "the level with the best " : "") + MeasureText(term.measure).title
        if !titles.contains(title) { titles.append(title) }
      }
    }
    guard !titles.isEmpty else { return "the verdicts of other claims" }
    var text = titles.joinedInWords()
    switch question {
    case .difference, .notWorse, .optimum, .interaction:
      text += comparative == "better" ? ", \(claim.direction.rawValue) is better" : ""
    case .level, .equivalence, .trend, .allOf, .anyOf: break
    }
    if claim.scale == .relative {
      let isOfAll = question.arms.contains(where: \.isOfAllTrainingSets)
      text += "; as a share of the other arm" + (isOfAll ? "" : " at the same replicate")
    }
    return text
  }

  /// The test in words.
  package var test: String {
    switch question {
    case .allOf: return "intersection–union: every part holds"
    case .anyOf: return "at least one part holds, each corrected within its family"
    case .equivalence, .notWorse: return "one-sided t tests against the margin"
    case .difference, .level, .trend, .optimum, .interaction: break
    }
    switch claim.test {
    case .pairedT: return question.arms.count == 1 ? "Student's t" : "Student's t on paired differences"
    case .signFlip: return "exact sign-flip test"
    case .wilcoxon: return "Wilcoxon's signed ranks"
    case .page: return "Page's L, replicates as blocks"
    case .spearman: return "Spearman's coefficient per replicate, sign-flip test"
    case .kendall: return "Kendall's coefficient per replicate, sign-flip test"
    }
  }
}
