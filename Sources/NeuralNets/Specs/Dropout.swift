import Specifications

/// The family of dropout: one case per variant.
package enum Dropout: Hashable, Sendable {
  case none
  /// Srivastava et al. 2014: each unit is dropped with the rate, independently per example.
  case bernoulli(rate: Rate, convention: Convention)
  /// The same with one mask for all examples of a batch.
  case batchBernoulli(rate: Rate, convention: Convention)
  /// Tompson et al. 2015: whole channels are dropped, the same at all positions of a map.
  case spatial(rate: Rate)
  /// Ghiasi, Lin & Le 2018: squares of maps are dropped.
  case dropBlock(DropBlockNoise)
  /// Srivastava et al. 2014, section 10: multiplied by N(1, q / p).
  case gaussian(rate: Rate)
  /// The same without its negative factors, which become 0.
  case clippedGaussian(rate: Rate)
  /// Li et al. 2018: multiplied by U(1 − β, 1 + β).
  case uniform(spread: Double)
  /// Kingma, Salimans & Welling 2015: Gaussian noise of a learned variance.
  case variational(VariationalNoise)
  /// Gal, Hron & Kendall 2017: relaxed masks of a learned rate.
  case concrete(ConcreteNoise)
  /// Klambauer et al. 2017: dropped units take SELU's lowest value, and mean and variance are restored.
  case alpha(rate: Rate)
  /// DeVries & Taylor 2017: a square of the input image is zero.
  case cutout(CutoutNoise)
  /// A variant whose rate changes over training.
  indirect case scheduled(Dropout, RateCurve)
  /// Ba & Frey 2013: units are kept with a probability of their own.
  case standout(StandoutNoise)
}

/// Where the scale is applied.
package enum Convention: String, CaseIterable, Hashable, Sendable {
  /// Masks are r / p in training, nothing at evaluation.
  case inverted
  /// Masks are r in training, activations × p at evaluation.
  case classic
}

/// Which dropout acts where: the `dropout:` block of a trial.
package struct DropoutPlacement: Hashable, Sendable {
  package var input: Dropout
  package var hidden: HiddenDropout
  /// Dropout on the maps behind each convolution, from the input up.
  package var maps: HiddenDropout
  /// Dropout of whole residual branches.
  package var residual: LayerDropout<ResidualDropout>
  /// Dropout inside recurrent layers.
  package var recurrent: LayerDropout<RecurrentDropout>?
  /// Dropout inside attention layers.
  package var attention: LayerDropout<AttentionDropout>?
  /// Dropout on what a residual branch hands on, before the sum.
  package var branches: HiddenDropout
  /// Dropout of the weights of hidden layers.
  package var weights: LayerDropout<WeightDropout>
  /// Dropout of symbols and of their vectors.
  package var embedding: EmbeddingDropout?
  /// Dropout on the sums of hidden layers ahead of their batch normalisation, from the input up.
  package var sums: HiddenDropout
  /// Dropout of the paths of a fractal network.
  package var paths: LayerDropout<PathDropout>

  package init(
    input: Dropout = .none, hidden: HiddenDropout = .same(.none), maps: HiddenDropout = .same(.none),
    residual: ResidualDropout = .none, recurrent: RecurrentDropout? = nil,
    attention: AttentionDropout? = nil, branches: Dropout = .none,
    weights: WeightDropout = .none, embedding: EmbeddingDropout? = nil, sums: HiddenDropout = .same(.none),
    paths: PathDropout = .none
  ) {
    self.input = input
    self.hidden = hidden
    self.maps = maps
    self.residual = .same(residual)
    self.recurrent = recurrent.map { .same($0) }
    self.attention = attention.map { .same($0) }
    self.branches = .same(branches)
    self.weights = .same(weights)
    self.embedding = embedding
    self.sums = sums
    self.paths = .same(paths)
  }
}

extension DropoutPlacement {
  /// The entries of every list of one per layer.
  package var lengths: [(place: DropoutPlace, entries: Int)] {
    let lengths: [(place: DropoutPlace, entries: Int?)] = [
      (.sums, sums.length), (.hidden, hidden.length), (.maps, maps.length), (.attention, attention?.length),
      (.recurrent, recurrent?.length),
      (.weights, weights.length), (.paths, paths.length),
      (.branches, branches.length), (.residual, residual.length),
    ]
    return lengths.compactMap { place, entries in entries.map { (place, $0) } }
  }

  /// Whether masks act on weights, drawn by planes of their bits.
  package var masksWeights: Bool {
    if let recurrent, recurrent.variants.contains(where: { $0.weights.dropping > 0 }) { return true }
    return weights.variants.contains {
      if case .dropConnect(let connect) = $0.variant { connect.rate.dropping > 0 } else { false }
    }
  }

  /// Whether a rate is learned by Concrete dropout anywhere.
  package var learnsConcreteRate: Bool {
    ([input, embedding?.vectors ?? .none] + [hidden, maps, sums, branches].flatMap(\.variants)).contains {
      if case .concrete = $0 { true } else { false }
    }
  }

  /// Whether Concrete dropout regularises the same weights from two sites, on the sums of a layer and behind its activation.
  package func addsRegularizers(over layers: Int) -> Bool {
    (0..<layers).contains { sums.regularizes(at: $0) && hidden.regularizes(at: $0) }
  }

  /// Whether noise anywhere is factors that are real numbers, drawn of sixteen bits each.
  package var drawsFactors: Bool {
    let single = [input, embedding?.vectors ?? .none]
    return (single + [hidden, maps, sums, branches].flatMap(\.variants)).contains(where: \.drawsFactors)
  }
}

extension HiddenDropout {
  /// Whether Concrete dropout of a layer adds to the loss a norm of the weights that read it.
  fileprivate func regularizes(at index: Int) -> Bool {
    guard case .concrete(let noise) = dropout(at: index) else { return false }
    return noise.weightRegularizer > 0
  }
}

extension Dropout {
  /// Whether it multiplies by real numbers that depend on nothing but their address and what is learned.
  fileprivate var drawsFactors: Bool {
    switch self {
    case .gaussian, .clippedGaussian, .uniform: !isNeutral
    case .variational, .concrete: true
    case .scheduled(let variant, _): variant.drawsFactors
    case .none, .bernoulli, .batchBernoulli, .spatial, .dropBlock, .alpha, .cutout, .standout: false
    }
  }
}
