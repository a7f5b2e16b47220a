import CKernels
import Randomness

extension Identity {
  /// T17.
  static let gaussianMatching = Identity(
    "T17", "The mean of ReLU of a normal number is μ Φ(μ / s) + s φ(μ / s); sampling approaches it by 1 / √K.",
    source: "Wan et al. 2013, section 3.2"
  ) { _ in
    var evidence = Evidence()
    for golden in goldenUnits {
      let (mean, variance) = weightNoise(golden.unit, p: golden.p)
      let name = "unit \(golden.unit), p = \(golden.p)"
      let terms = terms(golden.unit)
      let exact = MaskEnumeration(units: 4, retention: golden.p).expectation { mask -> Double in
        max(zip(mask, terms).reduce(Fixture.regression.bias[golden.unit]) { $0 + $1.0 * $1.1 }, 0)
      }
      evidence.equal("enumerated, \(name)", exact, golden.exact, within: 1e-5)
      evidence.equal("matched, \(name)", rectified(mean, variance), golden.matched, within: 1e-6)
      evidence.equal("of the mean, \(name)", max(mean, 0), golden.ofMean, within: 1e-12)
    }
    let (few, many) = (error(samples: 64), error(samples: 1024))
    evidence.equal("error of 64 samples over that of 1024", few / many, 4, within: 1)
    return evidence
  }

  private static let goldenUnits = [
    (unit: 0, p: 0.5, exact: 0.675, matched: 0.677066, ofMean: 0.675),
    (unit: 1, p: 0.5, exact: 0.015625, matched: 0.018253, ofMean: 0),
    (unit: 2, p: 0.5, exact: 0.259375, matched: 0.251907, ofMean: 0.175),
    (unit: 2, p: 0.8, exact: 0.29992, matched: 0.283239, ofMean: 0.25),
  ]

  /// E max(z, 0) for z ~ N(μ, s²).
  private static func rectified(_ mean: Double, _ variance: Double) -> Double {
    let deviation = variance.squareRoot()
    let score = mean / deviation
    let density = dl_exp(-score * score / 2) / (2 * Double.pi).squareRoot()
    return mean * dl_normal_cdf(score) + deviation * density
  }

  /// Root of the mean squared error of the mean of so many samples, over 200 repetitions, for unit 2 at p = .5.
  private static func error(samples: Int) -> Double {
    let (mean, variance) = weightNoise(2, p: 0.5)
    let exact = rectified(mean, variance)
    let stream = RandomPlan(seed: 17).resampling("T17")
    let deviation = variance.squareRoot()
    var squares = 0.0
    for repetition in 0..<200 {
      let draws = stream.normals(samples, example: samples, step: repetition)
      let estimate = draws.reduce(0) { $0 + max(mean + deviation * $1, 0) } / Double(samples)
      squares += (estimate - exact) * (estimate - exact)
    }
    return (squares / 200).squareRoot()
  }
}
