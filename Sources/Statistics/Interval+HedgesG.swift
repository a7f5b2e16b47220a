extension Interval {
  /// Returns Hedges' g of paired differences with the exact interval of the standardised mean; nil as `hedgesG` is.
  ///
  /// The bounds are those δ / √n at which the noncentral t distribution gives the statistic the tail (1 − level) / 2 (Steiger
  /// and Fouladi 1997). They are of the population's effect, so no correction for bias is applied to them.
  package static func hedgesG(_ pairs: PairedSample, level: Double = 0.95) -> Interval? {
    guard let g = pairs.hedgesG, let mean = pairs.differences.mean, let error = pairs.differences.standardError else {
      return nil
    }
    return standardised(
      g, t: mean / error, degreesOfFreedom: Double(pairs.count - 1), scale: Double(pairs.count).squareRoot(),
      n: pairs.count, level: level)
  }

  /// Returns Hedges' g of two independent samples, over their pooled standard deviation, with its exact interval.
  ///
  /// Nil with an empty sample, under two degrees of freedom, or without a spread.
  package static func hedgesG(_ first: Sample, minus second: Sample, level: Double = 0.95) -> Interval? {
    let freedom = first.count + second.count - 2
    guard freedom >= 2, let meanFirst = first.mean, let meanSecond = second.mean else { return nil }
    let squares = [first, second].reduce(0.0) { $0 + ($1.variance ?? 0) * Double($1.count - 1) }
    guard squares > 0 else { return nil }
    let effect = (meanFirst - meanSecond) / (squares / Double(freedom)).squareRoot()
    let scale = (1 / (1 / Double(first.count) + 1 / Double(second.count))).squareRoot()
    return standardised(
      effect * PairedSample.correction(degreesOfFreedom: Double(freedom)), t: effect * scale,
      degreesOfFreedom: Double(freedom), scale: scale, n: first.count + second.count, level: level)
  }

  private static func standardised(
    _ g: Double, t: Double, degreesOfFreedom: Double, scale: Double, n: Int, level: Double
  ) -> Interval {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let tail = (1 - level) / 2
    return Interval(
      estimate: g, low: noncentrality(t, degreesOfFreedom, tail) / scale,
      high: -noncentrality(-t, degreesOfFreedom, tail) / scale, level: level, n: n, method: .noncentralT)
  }

  /// The δ at which P(T ≥ t) is the tail.
  private static func noncentrality(_ t: Double, _ freedom: Double, _ tail: Double) -> Double {
    // P(T ≥ t) rises with δ; far from t / (1 ± spread) it is 0 or 1.
    var reach = 10 + t.magnitude
    func excess(_ delta: Double) -> Double {
      NoncentralT(degreesOfFreedom: freedom, noncentrality: delta).upper(t) - tail
    }
    while excess(-reach) > 0 || excess(reach) < 0 { reach *= 2 }
    return MonotoneRoot.find(from: -reach, to: reach, excess)
  }
}
