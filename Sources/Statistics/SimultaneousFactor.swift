import CKernels

/// The factor of standard errors that holds for a whole curve of contrasts at once.
struct SimultaneousFactor: Sendable {
  /// Of the space of the contrasts.
  let dimensions: Int
  /// Of the path of their directions.
  let length: Double
  let degreesOfFreedom: Double

  /// Returns the smaller of Scheffé's √(p F) (1953) and of the c at which the tube around the path has its share.
  ///
  /// P(sup |T| > c) ≤ P(|t| > c) + length / π (1 + c² / ν)^(−ν / 2) (Naiman 1986; Sun and Loader 1994): both are bounds.
  func critical(level: Double) -> Double {
    let fisher = FisherF(numerator: Double(dimensions), denominator: degreesOfFreedom)
    let scheffe = (Double(dimensions) * fisher.quantile(level)).squareRoot()
    let student = StudentT(degreesOfFreedom: degreesOfFreedom)
    let tube = MonotoneRoot.rising(from: 0, toAtLeast: 4) { c in
      (1 - level) - student.twoSided(c)
        - length / .pi * dl_exp(-degreesOfFreedom / 2 * dl_log1p(c * c / degreesOfFreedom))
    }
    return min(scheffe, tube)
  }
}
