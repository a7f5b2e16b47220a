import CKernels

/// What BCa needs of the resamples.
struct BiasCorrection {
  let estimate: Double
  let distribution: [Double]
  /// The statistic without each value in turn.
  let jackknife: [Double]

  /// Returns the quantiles at Φ(z₀ + (z₀ ± z) / (1 − a (z₀ ± z))).
  ///
  /// z₀ is Φ⁻¹ of the share below the estimate, equals counted half, and kept half a resample away from 0 and 1; a is the
  /// skewness of the jackknife, Σ d³ / (6 (Σ d²)^1.5), 0 where that has no spread.
  func bounds(level: Double) -> (low: Double, high: Double) {
    let sorted = distribution.sorted()
    let count = Double(sorted.count)
    let below = sorted.reduce(0.0) { $0 + ($1 < estimate ? 1 : $1 == estimate ? 0.5 : 0) } / count
    let bias = dl_normal_quantile(min(1 - 0.5 / count, max(0.5 / count, below)))
    let z = dl_normal_quantile(0.5 + level / 2)
    return (
      OrderedQuantile.at(share(bias, bias - z), of: sorted), OrderedQuantile.at(share(bias, bias + z), of: sorted)
    )
  }

  private func share(_ bias: Double, _ z: Double) -> Double {
    let stretch = 1 - acceleration * z
    // Beyond the pole of the transformation the bound is the extreme one.
    guard stretch > 0 else { return z > 0 ? 1 : 0 }
    return dl_normal_cdf(bias + z / stretch)
  }

  private var acceleration: Double {
    guard let mean = Sample(jackknife)?.mean else { return 0 }
    var (squares, cubes) = (0.0, 0.0)
    for value in jackknife {
      let distance = mean - value
      squares += distance * distance
      cubes += distance * distance * distance
    }
    return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
  }
}
