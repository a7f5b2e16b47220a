import CKernels

/// Nodes and weights for expectations over S = √(χ²_ν / ν), the scale that turns normal statistics into t statistics.
///
/// With S = eᵘ the density of u is proportional to exp(ν u − ν e²ᵘ / 2), analytic and falling on both sides, so that the
/// trapezoidal rule converges geometrically (Trefethen and Weideman 2014).
struct ScaleQuadrature: Sendable {
  private(set) var nodes: [Double] = []
  private(set) var weights: [Double] = []

  /// Makes the rule; in u the integrated function turns like a normal distribution of spread 1 / `sharpness` or wider.
  init(degreesOfFreedom: Double, sharpness: Double = 4) {
    // The product with the density, whose spread is 1 / √(2 ν), has 1.6 steps to its standard deviation.
    let step = min(0.11, 0.62 / (2 * degreesOfFreedom + sharpness * sharpness).squareRoot())
    // Down to shares of e⁻⁴⁰ of the peak on either side.
    for direction in [-1, 1] {
      var index = direction == 1 ? 0 : -1
      while true {
        let u = Double(index) * step
        let exponent = degreesOfFreedom * (u - dl_expm1(2 * u) / 2)
        guard exponent > -40 else { break }
        nodes.append(dl_exp(u))
        weights.append(dl_exp(exponent))
        index += direction
      }
    }
    let total = weights.reduce(0, +)
    weights = weights.map { $0 / total }
  }

  /// Returns the expectation of a function of S.
  func mean(_ function: (Double) -> Double) -> Double {
    var sum = 0.0
    for (node, weight) in zip(nodes, weights) { sum += weight * function(node) }
    return sum
  }
}
