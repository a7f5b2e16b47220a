import CKernels
import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T02.
  static let maskMoments = Identity(
    "T02", "Classic factors have mean p and variance p q, inverted ones mean 1 and variance q / p.",
    source: "Srivastava et al. 2014, sections 4 and 10"
  ) { subject in
    var evidence = Evidence()
    for p in [0.1, 0.3, 0.8, 0.9] {
      let rate = Rate(retention: p)
      add(p, 1, "classic", moments(subject, .bernoulli(rate: rate, convention: .classic)), to: &evidence)
      add(p, 1 / p, "inverted", moments(subject, .bernoulli(rate: rate, convention: .inverted)), to: &evidence)
    }
    addLimits(subject, to: &evidence)
    return evidence
  }

  private typealias Moments = (mean: Double, variance: Double, third: Double, count: Double)

  private static func moments(_ subject: Subject, _ dropout: Dropout) -> Moments {
    let sample = MaskSample(subject, dropout)
    let values = sample.factors()
    let squares = values.map { $0 * $0 }
    let mean = dl_sum_f32(values, values.count, DL_PATH_FASTEST) / sample.count
    let variance = dl_centered_squares_f32(values, mean, values.count, DL_PATH_FASTEST) / sample.count
    let third = dl_dot_f32(values, squares, values.count, DL_PATH_FASTEST) / sample.count
    return (mean, variance, third, sample.count)
  }

  /// Every moment of a mask times `kept` is a function of the share that is kept, whose error is known.
  private static func add(_ p: Double, _ kept: Double, _ name: String, _ found: Moments, to evidence: inout Evidence) {
    let error = 4.5 * (p * (1 - p) / found.count).squareRoot()
    let cube = kept * kept * kept
    evidence.equal("\(name), p = \(p): mean", found.mean, p * kept, within: error * kept)
    evidence.equal(
      "\(name), p = \(p): variance", found.variance, p * (1 - p) * kept * kept, within: error * kept * kept)
    evidence.equal("\(name), p = \(p): third raw moment", found.third, p * cube, within: error * cube + 1e-5 * cube)
  }

  private static func addLimits(_ subject: Subject, to evidence: inout Evidence) {
    for convention in Convention.allCases {
      let one = MaskSample(subject, .bernoulli(rate: Rate(0), convention: convention), rows: 16, units: 100).factors()
      evidence.true("p = 1, \(convention.rawValue): every factor is exactly 1", one.allSatisfy { $0 == 1 })
    }
    let none = MaskSample(subject, .bernoulli(rate: Rate(1), convention: .classic), rows: 16, units: 100).factors()
    evidence.true("p = 0: every factor is exactly 0, none is NaN", none.allSatisfy { $0 == 0 })
    let eighth = Dropout.bernoulli(rate: Rate(retention: 0.8), convention: .inverted).laws
    evidence.equal("inverted variance at p = .8", eighth.variance ?? .nan, 0.25, within: 1e-15)
    evidence.equal("kept factor at p = .8", Double(largest(subject)), 1.25, within: 1e-7)
  }

  /// The kept factor at p = .8: 1.25, and 5 (mean 4) where the scale is 1 / (1 − p) by mistake.
  private static func largest(_ subject: Subject) -> Float {
    MaskSample(subject, .bernoulli(rate: Rate(retention: 0.8), convention: .inverted), rows: 4, units: 100)
      .factors().max() ?? 0
  }
}
