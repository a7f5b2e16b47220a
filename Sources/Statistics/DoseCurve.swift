import CKernels

/// A polynomial through the means at several doses, with a band that holds for the whole curve at once.
package struct DoseCurve: Sendable {
  /// What the values at different doses share.
  package enum Replicates: String, Hashable, Sendable {
    /// Nothing: the band is of the curve itself.
    case independent
    /// Each block, such as a seed, has a level of its own that adds to its values at all doses: the band is of the curve's shape,
    /// its distance from its mean over the doses, and says nothing of the level.
    case blocks
  }

  package let doses: [Double]
  package let degree: Int
  package let replicates: Replicates
  package let level: Double
  /// The factor of the standard errors that holds for all doses between the first and the last.
  package let critical: Double
  package let degreesOfFreedom: Double
  /// The p value that the means lie on such a polynomial, by F against the spread of the replicates; nil without a dose to spare.
  package let lackOfFitP: Double?
  private let basis: PolynomialBasis
  private let coefficients: [Double]
  private let standardError: Double
  private let blocks: Int

  /// Fits values per block and dose; nil under two blocks, with fewer doses than degree + 1, or with a value not finite.
  ///
  /// The spread is the variance within doses, or the rest of blocks + doses; the polynomial's lack of fit is not in it. Doses
  /// differ from each other.
  package init?(
    doses: [Double], blocks table: [[Double]], degree: Int = 2, replicates: Replicates = .blocks, level: Double = 0.95
  ) {
    precondition(degree >= 1, "a dose–response curve has degree 1 or more, not \(degree)")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    precondition(
      table.allSatisfy { $0.count == doses.count }, "every block has a value at each of \(doses.count) doses")
    guard doses.count > degree, Set(doses).count == doses.count, doses.allSatisfy(\.isFinite), let fit = TwoWay(table)
    else { return nil }
    let basis = PolynomialBasis(places: doses, degree: degree)
    self.init(basis, fit, table, replicates, level)
  }

  private init(
    _ basis: PolynomialBasis, _ fit: TwoWay, _ table: [[Double]], _ replicates: Replicates, _ level: Double
  ) {
    (doses, degree, self.replicates, self.level, self.basis) = (basis.places, basis.degree, replicates, level, basis)
    let rows = basis.places.map { basis.values(at: $0) }
    coefficients = (0...basis.degree).map { term in
      zip(rows, fit.levelMeans).reduce(0) { $0 + $1.0[term] * $1.1 }
    }
    let (variance, freedom) = Self.spread(fit, table, replicates)
    degreesOfFreedom = freedom
    standardError = (variance / Double(fit.blocks)).squareRoot()
    blocks = fit.blocks
    let skipped = replicates == .blocks ? 1 : 0
    critical = SimultaneousFactor(
      dimensions: basis.degree + 1 - skipped, length: basis.pathLength(skipping: skipped), degreesOfFreedom: freedom
    ).critical(level: level)
    let found = coefficients
    let lack = zip(rows, fit.levelMeans).reduce(0) { sum, point in
      let distance = point.1 - zip(point.0, found).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + distance * distance
    }
    let spare = Double(basis.places.count - basis.degree - 1)
    lackOfFitP =
      spare == 0 || variance == 0
      ? nil : FisherF(numerator: spare, denominator: freedom).upper(lack * Double(fit.blocks) / spare / variance)
  }

  private static func spread(_ fit: TwoWay, _ table: [[Double]], _ replicates: Replicates) -> (Double, Double) {
    switch replicates {
    case .blocks: return (fit.residualVariance, fit.degreesOfFreedom)
    case .independent:
      var squares = 0.0
      for values in table {
        for (level, value) in values.enumerated() {
          squares += (value - fit.levelMeans[level]) * (value - fit.levelMeans[level])
        }
      }
      let freedom = Double(fit.levels * (fit.blocks - 1))
      return (squares / freedom, freedom)
    }
  }

  /// Returns the fitted mean at a dose.
  package func estimate(at dose: Double) -> Double {
    zip(basis.values(at: dose), coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Returns the fitted mean with its part of the band; of no width where the replicates have no spread.
  package func band(at dose: Double) -> Interval {
    let values = basis.values(at: dose).dropFirst(replicates == .blocks ? 1 : 0)
    let reach = critical * standardError * values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let middle = estimate(at: dose)
    return Interval(estimate: middle, low: middle - reach, high: middle + reach, level: level, n: blocks, method: .band)
  }
}
