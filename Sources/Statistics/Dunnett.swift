/// Several arms against one control, with intervals and p values that hold for all of them at once (Dunnett 1955).
package struct Dunnett: Sendable {
  /// One arm minus the control.
  package struct Contrast: Hashable, Sendable {
    package let statistic: Double
    /// P(max ≥ this statistic) where no arm differs: comparable with α without further correction.
    package let p: Double
    /// At the simultaneous level; without an end where one side is claimed.
    package let interval: Interval
  }

  package let contrasts: [Contrast]
  package let degreesOfFreedom: Double
  /// The factor of the standard errors.
  package let critical: Double

  /// Compares independent samples of one variance; nil without arms, an empty sample, or no degree of freedom.
  ///
  /// The pooled variance has N − k − 1 degrees of freedom; statistics i and j correlate by λᵢ λⱼ with
  /// λᵢ² = nᵢ / (nᵢ + n₀).
  package init?(control: Sample, arms: [Sample], alternative: Alternative = .twoSided, level: Double = 0.95) {
    guard !arms.isEmpty, let centre = control.mean else { return nil }
    let means = arms.compactMap(\.mean)
    let freedom = ([control] + arms).reduce(0) { $0 + $1.count - 1 }
    guard means.count == arms.count, freedom >= 1 else { return nil }
    let squares = ([control] + arms).reduce(0.0) { $0 + ($1.variance ?? 0) * Double($1.count - 1) }
    let variance = squares / Double(freedom)
    self.init(
      estimates: means.map { $0 - centre },
      errors: arms.map { (variance * (1 / Double($0.count) + 1 / Double(control.count))).squareRoot() },
      loadings: arms.map { (Double($0.count) / Double($0.count + control.count)).squareRoot() },
      sizes: arms.map { $0.count + control.count }, degreesOfFreedom: Double(freedom), alternative: alternative,
      level: level)
  }

  /// Compares arms measured on the same replicates; nil without arms, under two replicates or with a value not finite.
  ///
  /// Blocks and arms add up; their residual variance σ² has (n − 1) k degrees of freedom, standard errors are σ √(2 / n) and
  /// statistics correlate by ½. That holds where all differences between arms have one variance; where that is in doubt,
  /// Holm's correction of paired t tests needs no such assumption.
  package init?(
    pairedControl control: [Double], arms: [[Double]], alternative: Alternative = .twoSided, level: Double = 0.95
  ) {
    precondition(arms.allSatisfy { $0.count == control.count }, "each arm has a value per replicate")
    let table = control.indices.map { replicate in [control[replicate]] + arms.map { $0[replicate] } }
    guard !arms.isEmpty, let fit = TwoWay(table) else { return nil }
    let error = (2 * fit.residualVariance / Double(control.count)).squareRoot()
    self.init(
      estimates: fit.levelMeans.dropFirst().map { $0 - fit.levelMeans[0] }, errors: arms.map { _ in error },
      loadings: arms.map { _ in 0.5.squareRoot() }, sizes: arms.map { _ in control.count },
      degreesOfFreedom: fit.degreesOfFreedom, alternative: alternative, level: level)
  }

  private init(
    estimates: [Double], errors: [Double], loadings: [Double], sizes: [Int], degreesOfFreedom: Double,
    alternative: Alternative, level: Double
  ) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let law = ManyToOne(loadings: loadings, degreesOfFreedom: degreesOfFreedom)
    let critical = law.critical(level: level, twoSided: alternative == .twoSided)
    self.critical = critical
    self.degreesOfFreedom = degreesOfFreedom
    contrasts = estimates.indices.map { arm in
      let statistic = Self.statistic(estimates[arm], errors[arm])
      let reach = critical * errors[arm]
      return Contrast(
        statistic: statistic, p: Self.p(statistic, law, alternative),
        interval: Interval(
          estimate: estimates[arm], low: alternative == .less ? -.infinity : estimates[arm] - reach,
          high: alternative == .greater ? .infinity : estimates[arm] + reach, level: level, n: sizes[arm],
          method: .dunnett))
    }
  }

  /// Estimate over standard error; without a spread 0 for no difference and ±∞ for any other.
  private static func statistic(_ estimate: Double, _ error: Double) -> Double {
    error > 0 ? estimate / error : estimate == 0 ? 0 : estimate > 0 ? .infinity : -.infinity
  }

  private static func p(_ statistic: Double, _ law: ManyToOne, _ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: statistic.isInfinite ? 0 : statistic == 0 ? 1 : law.upper(statistic.magnitude, twoSided: true)
    case .greater: statistic.isInfinite ? (statistic > 0 ? 0 : 1) : law.upper(statistic, twoSided: false)
    case .less: statistic.isInfinite ? (statistic < 0 ? 0 : 1) : law.upper(-statistic, twoSided: false)
    }
  }
}
