import CKernels

/// Two finite samples measured on the same replicates, compared pair by pair.
///
/// A spread of the differences that is no larger than the rounding of the subtraction, 2⁻⁴⁴ of the largest value, counts
/// as none, and so does their mean where they have no spread: they would otherwise make any two methods look different.
package struct PairedSample: Hashable, Sendable {
  /// First minus second.
  package let differences: Sample
  /// What the subtraction may have rounded away; smaller differences count as none.
  let rounding: Double
  /// Whether the values are shares of counted examples, of which a few pairs differ by the same by chance.
  package let isCounted: Bool

  /// Returns nil when a value is NaN or infinite, or so large that a difference is; the counts must agree.
  ///
  /// `size` is that of the numbers which the values are differences of, where they are: their rounding counts. Equal
  /// differences of values that are `isCounted` have no more weight than the signs of as many pairs.
  package init?(_ first: [Double], minus second: [Double], size: Double = 0, isCounted: Bool = false) {
    precondition(first.count == second.count, "\(first.count) values cannot be paired with \(second.count)")
    guard Sample(first + second) != nil, let differences = Sample(zip(first, second).map { $0 - $1 }) else {
      return nil
    }
    self.differences = differences
    self.isCounted = isCounted
    rounding = (first + second).reduce(size) { max($0, $1.magnitude) } * 0x1p-44
  }

  /// Pairs the places at which both have a value, and says how many lack one; nil as above.
  package static func complete(_ first: [Double?], minus second: [Double?]) -> (sample: PairedSample, missing: Int)? {
    precondition(first.count == second.count, "\(first.count) values cannot be paired with \(second.count)")
    let pairs = zip(first, second).compactMap { x, y in x.flatMap { x in y.map { (x, $0) } } }
    return PairedSample(pairs.map(\.0), minus: pairs.map(\.1)).map { ($0, first.count - pairs.count) }
  }

  package var count: Int { differences.count }

  /// The standard deviation of the differences, 0 where they differ by rounding only; nil with fewer than two pairs.
  package var spread: Double? { isConstant && count > 1 ? 0 : differences.standardDeviation }

  /// The two-sided p of Student's t test that the mean difference is 0; nil with fewer than two pairs.
  ///
  /// When all differences are the same: 1 if they are 0, otherwise 0, the limit of a vanishing spread; where they are
  /// counted, 2 / 2ⁿ, the share of the signs that are as equal.
  package var tTest: Double? { tTest(.twoSided) }

  /// Returns the p of Student's t test against one side or both; nil with fewer than two pairs.
  ///
  /// When all differences are the same: 0 if they lie on the claimed side of 0, otherwise 1; where they are counted, 1 / 2ⁿ
  /// in place of 0.
  package func tTest(_ alternative: Alternative) -> Double? {
    guard let mean = differences.mean, let error = differences.standardError else { return nil }
    if !isConstant, error > 0 { return StudentT(degreesOfFreedom: Double(count - 1)).p(mean / error, alternative) }
    return switch alternative {
    case .twoSided: mean.magnitude > rounding ? min(1, 2 * constantP) : 1
    case .greater: mean > rounding ? constantP : 1
    case .less: mean < -rounding ? constantP : 1
    }
  }

  /// The one-sided p of equal differences on the claimed side of a bound.
  var constantP: Double { isCounted ? Double(sign: .plus, exponent: -count, significand: 1) : 0 }

  /// The exact two-sided sign-flip p; nil without pairs or with more than `SignFlip.limit`.
  package var signFlip: Double? { SignFlip.twoSided(differences, tolerance: rounding * Double(count)) }

  /// Hedges' g of the differences: their mean over their standard deviation, times J(n − 1); nil without a spread.
  ///
  /// J(m) = Γ(m / 2) / (√(m / 2) Γ((m − 1) / 2)) removes the bias of small samples (Hedges 1981, equation 6e). With two
  /// pairs, m = 1, J is 0: nil too.
  package var hedgesG: Double? {
    guard count >= 3, !isConstant, let mean = differences.mean, let spread = differences.standardDeviation else {
      return nil
    }
    return mean / spread * Self.correction(degreesOfFreedom: Double(count - 1))
  }

  /// The share of pairs in which the first is lower, ties counted half; nil without pairs.
  package var shareLower: Double? {
    guard count > 0 else { return nil }
    var share = 0.0
    for difference in differences.values {
      share += difference.magnitude <= rounding ? 0.5 : difference < 0 ? 1 : 0
    }
    return share / Double(count)
  }

  /// Whether all differences are the same, up to rounding.
  package var isConstant: Bool {
    guard let low = differences.minimum, let high = differences.maximum else { return true }
    return high - low <= rounding
  }

  /// J(m), which removes the bias of a standardised mean difference.
  static func correction(degreesOfFreedom m: Double) -> Double {
    dl_exp(dl_lgamma(m / 2) - dl_lgamma((m - 1) / 2)) / (m / 2).squareRoot()
  }
}
