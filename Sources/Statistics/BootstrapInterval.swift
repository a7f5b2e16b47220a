/// An interval by resampling, with what was drawn to find it and what to beware of.
package struct BootstrapInterval: Hashable, Sendable {
  /// The fewest values for which BCa and bootstrap t are made without being asked twice; `docs/statistics.md` has their coverage.
  package static let fewest = 10

  package let interval: Interval
  package let resampling: Resampling
  package let warning: BootstrapWarning?

  /// Makes the bias-corrected and accelerated interval of a statistic (Efron 1987).
  ///
  /// `statistic` gets values in any order and returns a finite number, by default their mean. The acceleration is that of
  /// the jackknife. Equal values give an interval of no width. Under `fewest` values it is refused unless `evenIfFew`.
  package static func bca(
    _ sample: Sample, level: Double = 0.95, _ resampling: Resampling, evenIfFew: Bool = false,
    statistic: (([Double]) -> Double)? = nil
  ) throws(BootstrapRefusal) -> BootstrapInterval {
    try require(sample, level, .bca, evenIfFew: evenIfFew)
    let statistic = statistic ?? Self.mean
    let sorted = sample.values.sorted()
    let distribution = resampling.values(of: [sorted]) { statistic($0[0]) }
    let jackknife = sorted.indices.map { left in
      statistic(Array(sorted[..<left]) + Array(sorted[(left + 1)...]))
    }
    let bounds = BiasCorrection(estimate: statistic(sorted), distribution: distribution, jackknife: jackknife)
      .bounds(level: level)
    return make(sample, statistic(sorted), bounds, level, .bca, resampling)
  }

  /// Makes the bootstrap t interval of the mean (Efron 1982): m − t*₍₁₋α/₂₎ s / √n … m − t*₍α/₂₎ s / √n.
  ///
  /// Each resample is studentised with its own standard error; one without a spread counts as ±∞ and can make a bound
  /// infinite where values are few. Equal values give an interval of no width. Under `fewest` values refused unless `evenIfFew`.
  package static func bootstrapT(
    _ sample: Sample, level: Double = 0.95, _ resampling: Resampling, evenIfFew: Bool = false
  ) throws(BootstrapRefusal) -> BootstrapInterval {
    try require(sample, level, .bootstrapT, evenIfFew: evenIfFew)
    let (mean, error) = (sample.mean ?? 0, sample.standardError ?? 0)
    let ratios = resampling.values(of: [sample.values]) { Self.studentised($0[0], around: mean) }.sorted()
    let bounds = Self.bounds(mean: mean, error: error, ratios: ratios, level: level)
    return make(sample, mean, error == 0 ? (mean, mean) : bounds, level, .bootstrapT, resampling)
  }

  /// The ends by the quantiles of the studentised means of resamples, ascending.
  static func bounds(mean: Double, error: Double, ratios: [Double], level: Double) -> (low: Double, high: Double) {
    let quantiles = OrderedQuantile.middle(level, of: ratios)
    return (mean - error * quantiles.high, mean - error * quantiles.low)
  }

  /// Makes the percentile interval of a statistic (Efron 1979): never the default, and with a warning under `fewest` values.
  package static func percentile(
    _ sample: Sample, level: Double = 0.95, _ resampling: Resampling, statistic: (([Double]) -> Double)? = nil
  ) throws(BootstrapRefusal) -> BootstrapInterval {
    try require(sample, level, .percentile, evenIfFew: true)
    let statistic = statistic ?? Self.mean
    let distribution = resampling.values(of: [sample.values]) { statistic($0[0]) }.sorted()
    let bounds = OrderedQuantile.middle(level, of: distribution)
    return make(sample, statistic(sample.values.sorted()), bounds, level, .percentile, resampling)
  }

  private static func require(
    _ sample: Sample, _ level: Double, _ method: IntervalMethod, evenIfFew: Bool
  ) throws(BootstrapRefusal) {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    if sample.count == 0 { throw .noValues }
    if sample.count == 1 { throw .oneValue }
    if sample.count < fewest && !evenIfFew { throw .fewValues(sample.count, method: method) }
  }

  private static func make(
    _ sample: Sample, _ estimate: Double, _ bounds: (low: Double, high: Double), _ level: Double,
    _ method: IntervalMethod, _ resampling: Resampling
  ) -> BootstrapInterval {
    BootstrapInterval(
      interval: Interval(
        estimate: estimate, low: bounds.low, high: bounds.high, level: level, n: sample.count, method: method),
      resampling: resampling, warning: sample.count < fewest ? .fewValues(sample.count) : nil)
  }

  private static func mean(_ values: [Double]) -> Double { Sample(values)?.mean ?? .nan }

  /// How many of its own standard errors a resample's mean lies above a centre.
  static func studentised(_ values: [Double], around centre: Double) -> Double {
    guard let sample = Sample(values), let mean = sample.mean, let error = sample.standardError else { return .nan }
    if error > 0 { return (mean - centre) / error }
    return mean == centre ? 0 : mean > centre ? .infinity : -.infinity
  }
}
