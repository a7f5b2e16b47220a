import CKernels
import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T21.
  static let gaussianNoise = Identity(
    "T21", "Gaussian factors have mean 1 and variance q / p, are negative with probability Φ(−√(p / q)), never 0.",
    source: "Srivastava et al. 2014, section 10"
  ) { subject in
    var evidence = Evidence()
    for golden in goldenTails {
      let sample = MaskSample(subject, .gaussian(rate: Rate(retention: golden.p)))
      let values = sample.factors()
      let mean = dl_sum_f32(values, values.count, DL_PATH_FASTEST) / sample.count
      let variance = dl_centered_squares_f32(values, mean, values.count, DL_PATH_FASTEST) / sample.count
      let exact = (1 - golden.p) / golden.p
      let share = dl_normal_cdf(-(1 / exact).squareRoot())
      let name = "p = \(golden.p)"
      evidence.equal("variance in closed form, \(name)", exact, golden.variance, within: 5e-5)
      evidence.equal("share of negative factors in closed form, \(name)", share, golden.negative, within: 1e-5)
      evidence.score("mean, \(name)", (mean - 1) / (exact / sample.count).squareRoot())
      evidence.score("variance, \(name)", (variance - exact) / (exact * (2 / sample.count).squareRoot()))
      let negative = values.withUnsafeBufferPointer { Double(countNegative($0)) }
      evidence.score(
        "negative factors, \(name)",
        (negative - sample.count * share) / (sample.count * share * (1 - share)).squareRoot())
      evidence.equal(
        "factors of exactly 0, \(name)", Double(dl_count_zeros_f32(values, values.count, DL_PATH_FASTEST)), 0, within: 0
      )
    }
    for (retention, golden) in [(0.8, 0.25), (0.5, -2)] {
      let moments = MaskEnumeration(units: 1, retention: retention).expectation { mask -> [Double] in
        let square = (mask[0] / retention - 1) * (mask[0] / retention - 1)
        return [square, square * square]
      }
      evidence.equal(
        "excess kurtosis of a scaled mask of the same moments, p = \(retention)",
        moments[1] / (moments[0] * moments[0]) - 3, golden)
    }
    return evidence
  }

  private static let goldenTails = [
    (p: 0.9, variance: 0.1111, negative: 0.00135), (p: 0.8, variance: 0.25, negative: 0.02275),
    (p: 0.7, variance: 0.42857, negative: 0.06331), (p: 0.5, variance: 1, negative: 0.15866),
    (p: 0.3, variance: 2.3333, negative: 0.25635),
  ]

  /// Counts negative numbers: those that ReLU makes zero.
  private static func countNegative(_ values: UnsafeBufferPointer<Float>) -> Int {
    var rectified = [Float](repeating: 0, count: values.count)
    dl_leaky_relu_f32(values.baseAddress, 0, &rectified, values.count, DL_PATH_FASTEST)
    return dl_count_zeros_f32(rectified, values.count, DL_PATH_FASTEST)
  }
}
