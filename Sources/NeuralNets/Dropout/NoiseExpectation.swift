import CKernels
import Specifications

/// What theory says of the factors of one place, to hold what was realised against.
package struct NoiseExpectation: Hashable, Sendable {
  /// The share that is 0; nil where no factor can be.
  package let dropFraction: Double?
  package let mean: Double
  package let variance: Double

  package init(dropFraction: Double?, mean: Double, variance: Double) {
    (self.dropFraction, self.mean, self.variance) = (dropFraction, mean, variance)
  }

  /// Of a mask that is 0 with a probability and one other number.
  package init(mask dropping: Double, kept: Double) {
    self.init(
      dropFraction: dropping, mean: (1 - dropping) * kept, variance: kept * kept * dropping * (1 - dropping))
  }

  /// Of noise on sums, z = μ + √s n with n ~ N(0, q / p) and s = Σ w² h²: that of n.
  package init(sumsAt rate: Rate) {
    self.init(dropFraction: nil, mean: 0, variance: rate.dropping / rate.retention)
  }

  /// Of factors that are drawn evenly from several laws; nil of none.
  package init?(mixing laws: [NoiseExpectation]) {
    guard let first = laws.first else { return nil }
    guard laws.contains(where: { $0 != first }) else {
      self = first
      return
    }
    func average(_ value: (NoiseExpectation) -> Double) -> Double {
      laws.reduce(0) { $0 + value($1) } / Double(laws.count)
    }
    let mean = average(\.mean)
    self.init(
      dropFraction: average { $0.dropFraction ?? 0 }, mean: mean,
      variance: average { $0.variance + $0.mean * $0.mean } - mean * mean)
  }
}

extension Dropout {
  /// Of the factors of a site whose units are of a shape, on an input of images; nil of what is learned or scheduled, or
  /// depends on the data.
  package func expectation(on shape: MapShape, image: MapShape) -> NoiseExpectation? {
    switch self {
    case .scheduled, .variational, .concrete, .standout: nil
    case .dropBlock(let block): block.expectation(on: shape)
    case .cutout(let cutout): NoiseExpectation(mask: 1 - cutout.keptShare(of: image), kept: 1)
    case .none: declared(zeros: 0)
    case .bernoulli(let rate, _), .batchBernoulli(let rate, _), .spatial(let rate), .alpha(let rate):
      declared(zeros: rate.dropping)
    // P(z ≤ 0) for z ~ N(1, q / p).
    case .clippedGaussian(let rate): declared(zeros: dl_normal_cdf(-(rate.retention / rate.dropping).squareRoot()))
    case .gaussian, .uniform: declared(zeros: nil)
    }
  }

  /// With the mean and the variance of the laws.
  private func declared(zeros: Double?) -> NoiseExpectation? {
    guard let mean = laws.mean, let variance = laws.variance else { return nil }
    return NoiseExpectation(dropFraction: zeros, mean: mean, variance: variance)
  }

  /// Whether what is expected depends on the shape that the noise acts on.
  package var isExpectedByShape: Bool {
    switch self {
    case .dropBlock, .cutout: true
    case .scheduled(let variant, _): variant.isExpectedByShape
    case .none, .bernoulli, .batchBernoulli, .spatial, .gaussian, .clippedGaussian, .uniform, .variational, .concrete,
      .alpha, .standout:
      false
    }
  }
}

extension DropBlockNoise {
  /// Of the factors n / k of the k units of n that a batch keeps, or 0.
  ///
  /// The variance is that of large batches, in which k / n is the share that is kept on average.
  func expectation(on shape: MapShape) -> NoiseExpectation {
    let dropped: Double =
      switch gamma {
      case .exact: rate.dropping
      case .paper: Self.dropShare(seeds: seedProbability(on: shape), shape: shape, side: side(on: shape))
      }
    return NoiseExpectation(mask: dropped, kept: dropped < 1 ? 1 / (1 - dropped) : 0)
  }
}

extension BranchSurvival {
  /// Of the factors of a branch at a share of training: b / p_l where it is inverted, b elsewhere.
  package func expectation(at progress: Double) -> NoiseExpectation {
    let p = probability(at: progress)
    return NoiseExpectation(mask: 1 - p, kept: scaling == .inverted ? 1 / p : 1)
  }
}

extension PathDropout {
  /// Of the factors n / k or 0 of the n inputs of joins of which k are kept, over the joins of a block.
  package func expectation(columns: Int) -> NoiseExpectation? {
    let choice = JoinChoice(columns: columns)
    let sizes = choice.meetings.map { choice.inputs(at: $0).count }
    guard self != .none, schedule == nil, !sizes.isEmpty else { return nil }
    let inputs = Double(sizes.reduce(0, +))
    func perInput(_ sum: (Int) -> Double) -> Double { sizes.reduce(0) { $0 + sum($1) } / inputs }
    let kept = perInput { size in self.mean(of: size, columns) { Double($0) } }
    let mean = perInput { size in self.mean(of: size, columns) { $0 > 0 ? Double(size) : 0 } }
    let squares = perInput { size in self.mean(of: size, columns) { $0 > 0 ? Double(size * size) / Double($0) : 0 } }
    return NoiseExpectation(dropFraction: 1 - kept, mean: mean, variance: squares - mean * mean)
  }

  /// The mean of what depends on how many of so many inputs of a join are kept.
  private func mean(of inputs: Int, _ columns: Int, _ value: (_ kept: Int) -> Double) -> Double {
    func local(_ rate: Rate) -> Double {
      // Where none survives, one is kept.
      var (sum, ways) = (dl_pow(rate.dropping, Double(inputs)) * value(1), 1.0)
      for kept in 1...inputs {
        ways = ways * Double(inputs - kept + 1) / Double(kept)
        let chance = dl_pow(rate.retention, Double(kept)) * dl_pow(rate.dropping, Double(inputs - kept))
        sum += ways * chance * value(kept)
      }
      return sum
    }
    // The one column that is kept ends here, or elsewhere.
    let reached = Double(inputs) / Double(columns)
    let global = reached * value(1) + (1 - reached) * value(0)
    return switch self {
    case .none, .scheduled: value(inputs)
    case .local(let rate): local(rate)
    case .global: global
    case .mixed(let rate): (local(rate) + global) / 2
    }
  }
}
