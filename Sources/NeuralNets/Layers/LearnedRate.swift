import CKernels
import Specifications
import Tensors

/// The learned size of a site's noise: its parameter, the factors that follow from it, its gradient and its penalty.
///
/// A class because it owns a parameter and the scratch of its gradient. The gradient is that of one draw
/// (reparameterisation): the uniform or normal numbers of a pass stand still while the parameter moves. For Concrete
/// dropout df/dθ is f times a polynomial in f, so that what is behind the noise tells the gradient and x need not be kept.
package final class LearnedRate {
  /// What is learned.
  package enum Law {
    /// log α, one per layer or per unit.
    case variational(VariationalNoise)
    /// logit q.
    case concrete(ConcreteNoise)
  }

  package let law: Law
  /// The path name of the site.
  package let site: String
  /// `<site>.log_alpha` or `<site>.logit_rate`.
  package let parameter: Parameter
  /// Units of an example, and how many of them share one number.
  private let units: Int
  private let channels: Int
  /// The examples that the divergence is spread over.
  private let examples: Double
  /// All weights of the layers that read the site, recurrent and output projections included, which Concrete's regulariser
  /// acts on.
  private var readers: [Parameter] = []
  /// √α per channel.
  private let deviations: FloatBuffer
  private let sums: UnsafeMutableBufferPointer<Double>

  /// Starts at the law's own setting, for a training set of so many examples.
  init(_ law: Law, site: String, shape: MapShape, learning: Learning, trainingExamples: Int) {
    self.law = law
    self.site = site
    units = shape.units
    channels = shape.channels
    examples = Double(trainingExamples)
    switch law {
    case .variational(let noise):
      parameter = Parameter(
        offset: "\(site).log_alpha", units: noise.sharing == .unit ? shape.channels : 1,
        value: Float(dl_log(noise.start)), bounds: noise.divergence.bounds, learning: learning)
    case .concrete(let noise):
      parameter = Parameter(
        offset: "\(site).logit_rate", units: 1, value: Float(ConcreteNoise.logit(noise.start.dropping)),
        bounds: -16...16, learning: learning)
    }
    deviations = FloatBuffer(dl_panels(shape.channels) * 16)
    sums = .allocate(capacity: dl_panels(shape.channels) * 16)
    sums.initialize(repeating: 0)
  }

  deinit { sums.deallocate() }

  /// Makes Concrete's regulariser act on weights that read the site.
  func add(reader: Parameter) {
    readers.append(reader)
    if case .concrete(let noise) = law, noise.weightRegularizer > 0 { reader.measureNorm() }
  }

  /// Learned number `index`, of the units or of all.
  private func value(_ index: Int) -> Double { Double(parameter.values.base[index]) }
  private var count: Int { parameter.values.columns }
}

// MARK: - Forward

extension LearnedRate {
  /// How factors are drawn at the values of the moment.
  var factors: dl_factor_law {
    switch law {
    case .variational(let noise):
      spread(noise.sharing)
      return dl_factor_law(kind: DL_FACTORS_WIDENED, first: 0, second: 0, third: 0, deviations: deviations.base)
    case .concrete(let noise):
      return dl_factor_law(
        kind: DL_FACTORS_RELAXED, first: Float(value(0)), second: Float(1 / noise.temperature),
        third: Float(1 / dl_sigmoid(-value(0))), deviations: nil)
    }
  }

  /// Fills in √α of every channel, by way of the sums, which only a pullback needs.
  private func spread(_ sharing: RateSharing) {
    switch sharing {
    case .layer: deviations.base.update(repeating: Float(dl_exp(value(0) / 2)), count: channels)
    case .unit:
      for channel in 0..<channels { sums[channel] = value(channel) / 2 }
      dl_exp_f64(sums.baseAddress, sums.baseAddress, channels, DL_PATH_FASTEST)
      for channel in 0..<channels { deviations.base[channel] = Float(sums[channel]) }
    }
  }

  /// Fixes the penalties of a training step: Concrete's on the weights takes the q that the step begins with.
  ///
  /// Those of several sites ahead of the same weights add up.
  static func beginStep(_ rates: [LearnedRate]) {
    for rate in rates {
      for reader in rate.regularized {
        reader.forgetNorm()
        reader.ownL2 = 0
      }
    }
    for rate in rates {
      guard case .concrete(let noise) = rate.law else { continue }
      let slope = Float(2 * noise.weightRegularizer / dl_sigmoid(-rate.value(0)))
      for reader in rate.regularized { reader.ownL2 += slope }
    }
  }

  /// The weights that the site's regulariser acts on.
  private var regularized: [Parameter] {
    guard case .concrete(let noise) = law, noise.weightRegularizer > 0 else { return [] }
    return readers
  }
}

// MARK: - Pullback: dθ = Σ dy · x · df/dθ + the slope of the penalty

extension LearnedRate {
  /// Whether the pullback asks for the values behind the noise, not for those before it.
  var readsOutput: Bool {
    switch law {
    case .variational: false
    case .concrete: true
    }
  }

  /// Leaves the gradient in the parameter and makes that of `values` of it, cut where ReLU had cut if `rectifies`.
  ///
  /// `values` are those before noise, or behind it where `readsOutput`; `gradient` is that of what is behind it.
  func pullback(_ values: PanelMatrix, _ gradient: PanelMatrix, factors: PanelMatrix, rows: Int, rectifies: Bool) {
    var slope = slope
    dl_factor_pullback(
      values.base, gradient.base, factors.base, rows, rectifies ? 1 : 0, &slope, sums.baseAddress, 0, factors.panels,
      DL_PATH_FASTEST)
    takeSums()
  }

  /// The same as the pullback of a pooling ahead does it, which asks for `takeSums` behind it.
  func pooled(factors: UnsafePointer<Float>, values: PanelMatrix) -> dl_pooled_noise {
    dl_pooled_noise(factors: factors, plain: values.base, slope: slope, sums: sums.baseAddress)
  }

  /// Leaves the gradient in the parameter, once the sums over the rows are there.
  func takeSums() {
    let to = parameter.gradient.base
    if count == 1 {
      to[0] = Float(dl_sum_f64(sums.baseAddress, sums.count, DL_PATH_FASTEST) + penaltySlope(0))
    } else {
      for channel in 0..<count { to[channel] = Float(sums[channel] + penaltySlope(channel)) }
    }
  }

  /// What the values that the pullback reads are multiplied by, as a polynomial in f.
  ///
  /// df/dθ = (f − 1) / 2 for log α; df/dθ / f = q − z / t, z = 1 − f (1 − q), for logit q.
  private var slope: dl_factor_slope {
    switch law {
    case .variational: return dl_factor_slope(constant: -0.5, linear: 0.5, square: 0)
    case .concrete(let noise):
      let rate = dl_sigmoid(value(0))
      return dl_factor_slope(
        constant: rate - 1 / noise.temperature, linear: dl_sigmoid(-value(0)) / noise.temperature, square: 0)
    }
  }

  private func penaltySlope(_ index: Int) -> Double {
    switch law {
    case .variational(let noise):
      return noise.weight / examples * share * noise.divergence.slope(value(index))
    case .concrete(let noise):
      let (rate, retention) = (dl_sigmoid(value(0)), dl_sigmoid(-value(0)))
      // Readers stand behind the site and may have moved by now.
      let norm = noise.weightRegularizer == 0 ? 0 : readers.reduce(0) { $0 + $1.normOfStep() }
      return noise.weightRegularizer * norm * rate / retention
        + noise.dropoutRegularizer * Double(units) * value(0) * rate * retention
    }
  }

  /// Units of an example that share one learned number.
  private var share: Double { Double(units) / Double(count) }
}

// MARK: - Looking inside

extension LearnedRate {
  /// What the site adds to the loss at the weights of the moment.
  package var penalty: Double {
    switch law {
    case .variational(let noise):
      let sum = (0..<count).reduce(0.0) { $0 + noise.divergence.value(value($1)) }
      return noise.weight / examples * share * sum
    case .concrete(let noise):
      let (rate, retention) = (dl_sigmoid(value(0)), dl_sigmoid(-value(0)))
      return noise.weightRegularizer * readers.reduce(0) { $0 + $1.squaredNorm } / retention
        + noise.dropoutRegularizer * Double(units) * ConcreteNoise.negativeEntropy(rate)
    }
  }

  /// The probability of dropping, α / (1 + α) for variational noise; the mean over what is learned.
  package var rate: Double {
    switch law {
    case .variational: (0..<count).reduce(0.0) { $0 + dl_sigmoid(value($1)) } / Double(count)
    case .concrete: dl_sigmoid(value(0))
    }
  }
}

extension Dropout {
  /// What a site of this variant learns; nil for the variants that learn nothing.
  package var learned: LearnedRate.Law? {
    switch self {
    case .variational(let noise): .variational(noise)
    case .concrete(let noise): .concrete(noise)
    case .none, .bernoulli, .batchBernoulli, .spatial, .dropBlock, .gaussian, .clippedGaussian, .uniform, .alpha,
      .cutout, .scheduled, .standout:
      nil
    }
  }
}
