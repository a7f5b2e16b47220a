import Specifications

/// What a dropout variant promises about its noise; the tests check what is declared here.
package struct NoiseLaws: Hashable, Sendable {
  /// Mean of the factor in training; nil where it depends on the shape.
  package let mean: Double?
  /// Variance of the factor in training; nil where it depends on the shape.
  package let variance: Double?
  /// What evaluation multiplies by.
  package let evaluationFactor: Double
  /// Whether every factor is 0 or one other number.
  package let isMask: Bool
  /// Whether what is kept is divided by the share that a whole batch kept, so that examples of a batch meet.
  package let isNormalizedByBatch: Bool
  /// The mean of training less the factor of evaluation; 0 but for relaxed masks.
  package let bias: Double
  /// Whether something is added to the values beside, so that the factor alone says little.
  package let isShifted: Bool

  package init(
    mean: Double?, variance: Double?, evaluationFactor: Double, isMask: Bool, isNormalizedByBatch: Bool = false,
    bias: Double = 0, isShifted: Bool = false
  ) {
    self.mean = mean
    self.variance = variance
    self.evaluationFactor = evaluationFactor
    self.isMask = isMask
    self.isNormalizedByBatch = isNormalizedByBatch
    self.bias = bias
    self.isShifted = isShifted
  }
}

extension Dropout {
  /// The laws of this variant at its rate, the final one of a schedule's noise.
  package var laws: NoiseLaws {
    switch self {
    case .none: NoiseLaws(mean: 1, variance: 0, evaluationFactor: 1, isMask: true)
    case .bernoulli(let rate, let convention), .batchBernoulli(let rate, let convention):
      BernoulliNoise(rate: rate, convention: convention).laws
    case .spatial(let rate): SpatialNoise(rate: rate).laws
    case .dropBlock(let block): block.laws
    case .gaussian(let rate): GaussianNoise(rate: rate).laws
    case .clippedGaussian(let rate): GaussianNoise(rate: rate, isClipped: true).laws
    case .uniform(let spread): UniformNoise(spread: spread).laws
    case .variational(let noise): noise.laws
    case .concrete(let noise): noise.laws
    case .alpha(let rate): AlphaNoise(rate: rate).laws
    case .cutout(let cutout): cutout.laws
    case .scheduled(let variant, _): variant.laws
    case .standout(let noise): noise.laws
    }
  }

  /// Whether the variant at this setting changes nothing, in training or at evaluation.
  package var isNeutral: Bool {
    switch self {
    case .none: true
    case .bernoulli(let rate, _), .batchBernoulli(let rate, _), .spatial(let rate), .gaussian(let rate),
      .clippedGaussian(let rate), .alpha(let rate):
      rate.dropping == 0
    case .dropBlock(let block): block.rate.dropping == 0
    case .uniform(let spread): spread == 0
    case .variational, .concrete, .standout: false
    case .cutout(let cutout): cutout.probability == 0
    case .scheduled(let variant, _): variant.isNeutral
    }
  }
}
