import Specifications

extension Dropout: DropoutVariant {
  package var schedule: (variant: Dropout, curve: RateCurve)? {
    guard case .scheduled(let variant, let curve) = self else { return nil }
    return (variant, curve)
  }

  package var scheduleRefusal: ScheduleRefusal? {
    switch self {
    case .none, .scheduled: .rateless
    case .bernoulli(_, .classic), .batchBernoulli(_, .classic), .clippedGaussian: .evaluation
    case .variational, .concrete: .learned
    case .standout: .sums
    case .bernoulli(_, .inverted), .batchBernoulli(_, .inverted), .spatial, .dropBlock, .gaussian, .uniform, .alpha,
      .cutout:
      nil
    }
  }

  package var refusedSetting: String? {
    switch self {
    case .bernoulli(_, let convention), .batchBernoulli(_, let convention): "convention: \(convention.name)"
    case .clippedGaussian: "clip: \(Clipping.zero.name)"
    case .none, .spatial, .dropBlock, .gaussian, .uniform, .variational, .concrete, .alpha, .cutout, .scheduled,
      .standout:
      nil
    }
  }

  package static let settings: [Dropout] = {
    let rate = Rate(0.5)
    return [.none]
      + Convention.allCases.flatMap {
        [.bernoulli(rate: rate, convention: $0), .batchBernoulli(rate: rate, convention: $0)]
      } + [
        .spatial(rate: rate), .dropBlock(DropBlockNoise(rate: rate, size: 3)), .gaussian(rate: rate),
        .clippedGaussian(rate: rate), .uniform(spread: 0.5), .variational(VariationalNoise(divergence: .kingma)),
        .concrete(ConcreteNoise()), .standout(StandoutNoise()), .alpha(rate: rate), .cutout(CutoutNoise(size: 8)),
        .scheduled(.gaussian(rate: rate), .ramp(until: 1)),
      ]
  }()

  /// The variant at a share of training.
  package func at(_ progress: Double) -> Dropout {
    guard case .scheduled(let variant, let curve) = self else { return self }
    let factor = curve.factor(progress)
    guard factor > 0, let scaled = variant.scaled(by: factor) else { return .none }
    return factor == 1 ? variant : scaled
  }
}

/// The probability of DropBlock's seeds by rate, so that a schedule need not solve for it in every step.
struct SeedTable {
  private let full: Double
  private let rate: Double
  /// At even shares of the rate from 0 to 1; empty without a schedule.
  private let knots: [Double]

  init(_ block: DropBlockNoise, on shape: MapShape, isScheduled: Bool) {
    full = block.seedProbability(on: shape)
    rate = block.rate.dropping
    let shares = isScheduled ? (0...64).map { Double($0) / 64 } : []
    knots = shares.compactMap { share in
      guard case .dropBlock(let scaled)? = Dropout.dropBlock(block).scaled(by: share) else { return nil }
      return share == 0 ? 0 : scaled.seedProbability(on: shape)
    }
  }

  /// In a straight line between two knots.
  func probability(of block: DropBlockNoise) -> Double {
    guard !knots.isEmpty, block.rate.dropping < rate else { return full }
    let place = block.rate.dropping / rate * 64
    let index = min(63, Int(place))
    return knots[index] + (place - Double(index)) * (knots[index + 1] - knots[index])
  }
}
