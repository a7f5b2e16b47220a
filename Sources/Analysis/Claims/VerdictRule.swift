import Statistics

/// The rule that turns an interval and a p into a verdict; effects are positive in the claimed direction.
///
/// With [L, U] the interval of level 1 − α, Δ the estimate and δ the smallest effect that counts: *reproduced* L > 0,
/// Δ ≥ δ and adjusted p ≤ α; *smaller than δ* L > 0, U < δ and adjusted p ≤ α; *reversed* U < 0 and adjusted p of the other
/// direction ≤ α; *not reproduced* any other U < δ; otherwise *inconclusive*. Where the weakest of k effects decides, U of
/// the last two is that of level 1 − α / k, since any of them could refute the claim.
package struct VerdictRule: Hashable, Sendable {
  package let alpha: Double

  package init(alpha: Double) { self.alpha = alpha }

  /// Judges an effect against δ; a p that is not known decides nothing. `opposite` is the p of the other direction.
  package func verdict(
    _ interval: Interval, refuting: Interval, delta: Double, p: Double?, opposite: Double?
  ) -> Verdict {
    if refuting.high < 0, isSmall(opposite) { return .reversed }
    if interval.low > 0, interval.estimate >= delta { return isSmall(p) ? .reproduced : .inconclusive }
    if interval.low > 0, interval.high < delta, isSmall(p) { return .smallerThanDelta }
    return refuting.high < delta ? .notReproduced : .inconclusive
  }

  /// Judges whether arms agree: `inner` has the level 1 − 2α of two one-sided tests, `refuting` the level 1 − α / k.
  package func equivalence(inner: Interval, refuting: Interval, margin: Double, p: Double?) -> Verdict {
    if refuting.low >= margin || refuting.high <= -margin { return .notReproduced }
    let isInside = inner.low > -margin && inner.high < margin
    return isInside && isSmall(p) ? .reproduced : .inconclusive
  }

  /// Judges whether an arm is not worse than another by more than the margin.
  package func notWorse(inner: Interval, refuting: Interval, margin: Double, p: Double?) -> Verdict {
    if refuting.high <= -margin { return .notReproduced }
    return inner.low > -margin && isSmall(p) ? .reproduced : .inconclusive
  }

  package func direction(_ interval: Interval, p: Double?, opposite: Double?) -> DirectionFinding {
    if interval.high < 0, isSmall(opposite) { return .reversed }
    return interval.low > 0 && isSmall(p) ? .holds : .undecided
  }

  package func magnitude(_ interval: Interval, delta: Double) -> MagnitudeFinding {
    if interval.estimate >= delta { return .reachesDelta }
    return interval.high < delta ? .below : .undecided
  }

  private func isSmall(_ p: Double?) -> Bool { p.map { $0 <= alpha } ?? false }
}

// MARK: - Claims over claims

extension VerdictRule {
  /// The verdict on "all of these": the weakest of them decides, and no correction is due (Berger 1982).
  package static func allOf(_ parts: [Verdict]) -> Verdict {
    if let open = open(parts) { return open }
    if parts.contains(.invalid) { return .invalid }
    if parts.contains(.reversed) { return parts.allSatisfy { $0 == .reversed } ? .reversed : .notReproduced }
    if parts.contains(.notReproduced) { return .notReproduced }
    if parts.contains(.inconclusive) { return .inconclusive }
    if parts.contains(.smallerThanDelta) { return .smallerThanDelta }
    return parts.contains(.qualified) ? .qualified : .reproduced
  }

  /// How strong the verdict on one of several effects is, from 0: the weakest of them decides "all of these".
  static func rank(_ verdict: Verdict) -> Int {
    switch verdict {
    case .noVerdict, .notRun, .invalid, .reversed: 0
    case .notReproduced: 1
    case .inconclusive: 2
    case .smallerThanDelta: 3
    case .qualified, .reproduced: 4
    }
  }

  /// The verdict on "one of these": the strongest decides; each part is corrected within its family already.
  ///
  /// Where none is reproduced, one that is invalid might have been.
  package static func anyOf(_ parts: [Verdict]) -> Verdict {
    if parts.contains(.reproduced) { return .reproduced }
    if parts.contains(.qualified) { return .qualified }
    if let open = open(parts) { return open }
    if parts.contains(.inconclusive) { return .inconclusive }
    if parts.contains(.invalid) { return .invalid }
    if parts.contains(.smallerThanDelta) { return .smallerThanDelta }
    return parts.allSatisfy { $0 == .reversed } ? .reversed : .notReproduced
  }

  private static func open(_ parts: [Verdict]) -> Verdict? {
    if parts.contains(.notRun) { return .notRun }
    return parts.contains(.noVerdict) ? .noVerdict : nil
  }
}

// MARK: - How many replicates would decide

extension VerdictRule {
  /// The most replicates that are searched for.
  package static let mostPairs = 10_000

  /// Returns the least number of pairs above `n` at which `decides` is true of an interval with the same mean and spread.
  ///
  /// `decides` is given the interval of any level and the p of the t test. Nil without a spread, and where not even
  /// `mostPairs` would do, as when the estimate lies on δ.
  package func pairsNeeded(
    mean: Double, spread: Double, above n: Int, decides: (_ interval: (Double) -> Interval, _ p: Double) -> Bool
  ) -> Int? {
    guard spread > 0, spread.isFinite, mean.isFinite, n >= 1 else { return nil }
    func isEnough(_ pairs: Int) -> Bool {
      let t = StudentT(degreesOfFreedom: Double(pairs - 1))
      let error = spread / Double(pairs).squareRoot()
      func interval(_ level: Double) -> Interval {
        let reach = error * t.quantile(0.5 + level / 2)
        return Interval(
          estimate: mean, low: mean - reach, high: mean + reach, level: level, n: pairs, method: .pairedStudentT)
      }
      return decides(interval, t.twoSided(mean / error))
    }
    var (low, high) = (n, max(n + 1, 2))
    while !isEnough(high) {
      guard high < Self.mostPairs else { return nil }
      (low, high) = (high, min(Self.mostPairs, 2 * high))
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
