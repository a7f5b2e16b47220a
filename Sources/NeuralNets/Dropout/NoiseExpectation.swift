import CKernels
import Specifications

/// What theory says of the factors of one place, to hold what was realised against; nil where it says nothing.
package struct NoiseExpectation: Hashable, Sendable {
  /// The share that is 0.
  package let dropFraction: Double?
  package let mean: Double?
  package let variance: Double?

  package init(dropFraction: Double?, mean: Double?, variance: Double?) {
    (self.dropFraction, self.mean, self.variance) = (dropFraction, mean, variance)
  }

  /// Of noise on sums, z = μ + √s n with n ~ N(0, q / p) and s = Σ w² h²: that of n.
  package init(sumsAt rate: Rate) {
    self.init(dropFraction: nil, mean: 0, variance: rate.dropping / rate.retention)
  }
}

extension Dropout {
  /// Of the factors of activations; nothing of what is learned, scheduled, or depends on a shape or on the data.
  package var expectation: NoiseExpectation? {
    switch self {
    case .none, .scheduled, .variational, .concrete, .standout: nil
    case .bernoulli, .batchBernoulli, .spatial, .dropBlock, .gaussian, .clippedGaussian, .uniform, .alpha, .cutout:
      NoiseExpectation(dropFraction: droppedShare, mean: laws.mean, variance: laws.variance)
    }
  }

  private var droppedShare: Double? {
    switch self {
    case .bernoulli(let rate, _), .batchBernoulli(let rate, _), .spatial(let rate), .alpha(let rate): rate.dropping
    // P(z ≤ 0) for z ~ N(1, q / p).
    case .clippedGaussian(let rate): dl_normal_cdf(-(rate.retention / rate.dropping).squareRoot())
    case .none, .dropBlock, .gaussian, .uniform, .variational, .concrete, .cutout, .scheduled, .standout: nil
    }
  }
}

extension BranchSurvival {
  /// Of the factors of a branch at a share of training: b / p_l where it is inverted, b elsewhere.
  package func expectation(at progress: Double) -> NoiseExpectation {
    let p = probability(at: progress)
    let isInverted = scaling == .inverted
    return NoiseExpectation(
      dropFraction: 1 - p, mean: isInverted ? 1 : p, variance: isInverted ? (1 - p) / p : p * (1 - p))
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
