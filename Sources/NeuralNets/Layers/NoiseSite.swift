import CKernels
import Randomness
import Specifications
import Tensors

/// The place in a network where dropout acts on activations: samples, applies, pulls back, counts.
///
/// A class because it owns the noise of the last forward pass, which the backward pass uses again.
package final class NoiseSite: NoiseAuditing {
  /// The path name that addresses its noise: `input`, `hidden1`, ….
  package let name: String
  package var auditName: String { name }
  package let dropout: Dropout
  /// What the noise acts on; one position where the matrix has one row per example.
  package let shape: MapShape
  package var units: Int { shape.units }
  /// The matrix of weights that its masks act on; nil for noise on activations.
  package let weights: WeightMatrix?
  /// The image that `shape` is of, where it is laid out as one row.
  private let image: MapShape
  private let bits: UnsafeMutableBufferPointer<UInt64>
  /// The probability of DropBlock's seeds on this shape.
  private let seeds: SeedTable?
  private let scratch: UnsafeMutableBufferPointer<UInt64>
  private let factors: FactorPanels
  /// The size of the noise where it is learned.
  package let learned: LearnedRate?
  /// Values before the noise of the last pass of a stage; kept only where they move a learned rate.
  private let plain: PanelMatrix
  /// What evaluation multiplies by.
  private let evaluationScale: Float
  /// The noise of the last pass, as the kernels take it.
  package private(set) var noise = dl_no_noise()
  /// What is added to kept and to dropped units in the last pass.
  private var shift: (kept: Float, dropped: Float)?
  /// Numbers drawn per example in the last pass.
  private var drawn = 0
  /// What was drawn in training since the counts were forgotten.
  package var audit = NoiseAudit()
  /// The stream of training under the plan that was last asked for.
  private var known: (plan: ReplicatePlan, stream: RandomStream)?

  /// Makes room for batches of up to `capacity` examples; a learned rate starts and learns as told.
  ///
  /// `image` is the shape of a picture that is laid out as one row; `weights` that of what masks on weights act on.
  package init(
    name: String, dropout: Dropout, shape: MapShape, image: MapShape? = nil, weights: WeightMatrix? = nil,
    capacity: Int, learning: Learning = .none, trainingExamples: Int = 1
  ) {
    self.name = name
    self.weights = weights
    self.image = image ?? shape
    self.dropout = dropout.isNeutral ? .none : dropout
    self.shape = shape
    learned = self.dropout.learned.map {
      LearnedRate($0, site: name, shape: shape, learning: learning, trainingExamples: trainingExamples)
    }
    let keeps = learned?.readsOutput == false
    plain = PanelMatrix(rows: keeps ? capacity * shape.positions : 0, columns: shape.channels)
    evaluationScale = Float(self.dropout.laws.evaluationFactor)
    let needs = self.dropout.storage
    let words = weights?.words ?? dl_mask_row_words(needs == .channelBits ? shape.channels : shape.units)
    bits = .allocate(capacity: needs == .bits || needs == .channelBits ? capacity * words + 1 : 0)
    factors = FactorPanels(shape, capacity: needs == .factors ? capacity : 0)
    bits.initialize(repeating: 0)
    var scratchWords = 0
    if case .dropBlock(let block) = self.dropout.variant {
      seeds = SeedTable(block, on: shape, isScheduled: self.dropout.curve != nil)
      scratchWords = block.scratchWords(shape: shape, capacity: capacity)
    } else {
      seeds = nil
    }
    scratch = .allocate(capacity: scratchWords)
    scratch.initialize(repeating: 0)
  }

  /// Makes room for noise on one row of units per example.
  package convenience init(name: String, dropout: Dropout, units: Int, capacity: Int) {
    self.init(name: name, dropout: dropout, shape: MapShape(channels: units), capacity: capacity)
  }

  /// Makes room for inverted Bernoulli masks on weights, one for each of up to `capacity` examples.
  package convenience init(
    name: String, rate: Rate, curve: RateCurve? = nil, weights: WeightMatrix, capacity: Int
  ) {
    self.init(
      name: name, dropout: ScheduledRate(rate, curve).masks, shape: MapShape(channels: weights.units),
      weights: weights, capacity: capacity)
  }

  deinit {
    bits.deallocate()
    scratch.deallocate()
  }

  /// Draws the noise of a batch; `examples` are positions in the data set, `sums` what noise may depend on.
  package func prepare(
    _ pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>, sums: PanelMatrix? = nil
  ) {
    _ = prepare(pass, examples: examples, sums: sums, acting: nil)
  }

  /// Draws the noise of a batch and, where it is factors that depend on nothing, lets them act at once; says if it did.
  func prepare(
    _ pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>, sums: PanelMatrix?, acting: FactorAction?
  ) -> Bool {
    shift = nil
    guard let source = source(of: pass) else {
      act(as: pass, examples: examples.count)
      if case .standout(let standout) = dropout, let sums { keepShare(standout, sums, examples: examples.count) }
      return false
    }
    let dropout = dropout.at(pass.progress)
    var hasActed = false
    if let law = law(of: dropout) {
      factors.draw(law, source, examples: examples, acting: acting)
      takeFactors(examples: examples.count)
      hasActed = acting != nil
    } else {
      draw(dropout, source, examples: examples, sums: sums)
    }
    if case .training = pass { count(examples.count) }
    return hasActed
  }

  /// Whether the noise depends on the sums of what it acts on.
  var dependsOnSums: Bool {
    if case .standout = dropout { true } else { false }
  }

  /// How factors are drawn that depend on nothing; nil for noise that is masks.
  private func law(of dropout: Dropout) -> dl_factor_law? {
    switch dropout {
    case .gaussian(let rate): GaussianNoise(rate: rate).factors
    case .clippedGaussian(let rate): GaussianNoise(rate: rate, isClipped: true).factors
    case .uniform(let spread): UniformNoise(spread: spread).factors
    case .variational, .concrete: learned?.factors
    case .none, .bernoulli, .batchBernoulli, .spatial, .dropBlock, .alpha, .cutout, .scheduled, .standout: nil
    }
  }

  private func draw(
    _ dropout: Dropout, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, sums: PanelMatrix?
  ) {
    switch dropout {
    case .none: noise = dl_no_noise()
    case .bernoulli(let rate, let convention):
      let bernoulli = BernoulliNoise(rate: rate, convention: convention)
      if let weights {
        weights.sample(rate, source, examples: examples, into: bits)
      } else {
        bernoulli.sample(source, examples: examples, units: units, into: bits)
      }
      setMask(units: units, stride: shape.channels, scale: bernoulli.scale, examples: examples.count)
    case .batchBernoulli(let rate, let convention):
      let bernoulli = BernoulliNoise(rate: rate, convention: convention)
      bernoulli.sampleOnce(source, rows: examples.count, units: units, into: bits)
      setMask(units: units, stride: shape.channels, scale: bernoulli.scale, examples: examples.count)
    case .alpha(let rate):
      let alpha = AlphaNoise(rate: rate)
      BernoulliNoise(rate: rate, convention: .classic).sample(source, examples: examples, units: units, into: bits)
      setMask(units: units, stride: shape.channels, scale: Float(alpha.factor), examples: examples.count)
      shift = rate.dropping == 0 ? nil : (Float(alpha.shift.kept), Float(alpha.shift.dropped))
    case .cutout(let cutout):
      cutout.sample(source, examples: examples, image: image, words: dl_mask_row_words(units), into: bits)
      setMask(units: units, stride: shape.channels, scale: 1, examples: examples.count)
    case .spatial(let rate):
      let spatial = SpatialNoise(rate: rate)
      spatial.sample(source, examples: examples, channels: shape.channels, into: bits)
      setMask(units: shape.channels, stride: 0, scale: spatial.scale, examples: examples.count)
    case .dropBlock(let block):
      block.sample(
        source, examples: examples, shape: shape, seeds: seeds?.probability(of: block) ?? 0, into: bits,
        scratch: scratch)
      setMask(units: units, stride: shape.channels, scale: realisedScale(examples.count), examples: examples.count)
    case .gaussian, .clippedGaussian, .uniform, .variational, .concrete:
      preconditionFailure("\(name) draws factors by their law")
    case .scheduled: preconditionFailure("\(name) draws a schedule without its progress")
    case .standout(let standout): draw(standout, source, examples: examples, sums: sums)
    }
  }

  /// Does without drawing: multiplies as in evaluation, by another number, or by a given mask.
  private func act(as pass: ForwardPass, examples: Int) {
    noise = dl_no_noise()
    noise.scale = evaluationScale
    guard case .composed(let composition) = pass else { return }
    switch composition.acts[name] {
    case .factor(let factor): noise.scale = Float(factor)
    case .kept(let mask): keep(mask, examples: examples)
    case .drawn, .column, nil: break
    }
  }

  /// Takes one mask for all examples.
  private func keep(_ mask: UInt64, examples: Int) {
    guard case .bernoulli(let rate, let convention) = dropout, units <= 64 else {
      preconditionFailure("\(name) has \(units) units of \(dropout), which no given mask is for")
    }
    let own = weights?.mask(mask) ?? [mask]
    for example in 0..<examples {
      for (word, value) in own.enumerated() { bits[example * own.count + word] = value }
    }
    let scale = BernoulliNoise(rate: rate, convention: convention).scale
    setMask(units: units, stride: shape.channels, scale: scale, examples: examples)
  }

  /// x ← noise ⊙ x, and what a variant adds.
  package func apply(to values: PanelMatrix, examples: Int) {
    multiply(values, examples: examples)
    addShift(to: values, examples: examples)
  }

  private func multiply(_ values: PanelMatrix, examples: Int) {
    var factor = noise
    dl_apply_noise(values.base, examples * shape.positions, &factor, 0, values.panels, DL_PATH_FASTEST)
  }

  /// x ← noise ⊙ x as a stage of a chain, which draws its noise and keeps what a learned rate asks for.
  package func forward(_ values: PanelMatrix, pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>) {
    let action = FactorAction(values: values, plain: learned?.readsOutput == false ? plain : nil)
    if prepare(pass, examples: examples, sums: nil, acting: action) { return }
    apply(to: values, examples: examples.count)
  }

  /// dx = noise ⊙ dy, in place, and the gradient of what is learned; `output` is what is behind the noise.
  package func pullback(_ output: PanelMatrix, _ gradient: PanelMatrix, examples: Int) {
    pullback(plain, output, gradient, examples: examples, rectifies: false)
  }

  /// What the pullback of a pooling ahead of it does for the last pass; nil for masks.
  func pooled(_ output: PanelMatrix) -> dl_pooled_noise? {
    guard let multipliers = noise.multipliers else { return nil }
    guard let learned else {
      return dl_pooled_noise(factors: multipliers, plain: nil, slope: dl_factor_slope(), sums: nil)
    }
    return learned.pooled(factors: multipliers, values: learned.readsOutput ? output : plain)
  }

  /// Lets the factors of the pass act, which `prepare` only drew.
  func act(_ action: FactorAction, examples: Int) { factors.act(action, rows: examples * shape.positions) }

  /// dx = noise ⊙ dy, in place, and the gradient of what is learned; `plain` are the values before noise, if they are
  /// kept, and `output` those behind it.
  ///
  /// Where `rectifies`, dx is 0 where ReLU had cut, if a rate is learned.
  func pullback(
    _ plain: PanelMatrix, _ output: PanelMatrix, _ gradient: PanelMatrix, examples: Int, rectifies: Bool
  ) {
    guard let learned else { return multiply(gradient, examples: examples) }
    learned.pullback(
      learned.readsOutput ? output : plain, gradient, factors: factors.values, rows: examples * shape.positions,
      rectifies: rectifies)
  }

  /// Adds what a variant gives to kept and to dropped units, once the factors have been applied.
  package func addShift(to values: PanelMatrix, examples: Int) {
    guard let shift else { return }
    var mask = noise
    dl_shift_noise(
      values.base, examples * shape.positions, values.columns, &mask, shift.kept, shift.dropped, 0, values.panels,
      DL_PATH_FASTEST)
  }

  /// Keeps units with the probability that follows from their sums, or from sums of zero.
  private func draw(
    _ standout: StandoutNoise, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, sums: PanelMatrix?
  ) {
    factors.drawUniforms(source, examples: examples)
    takeFactors(examples: examples.count)
    keep(standout, sums, examples: examples.count, draws: true)
    factors.values.clearPadding(rows: examples.count * shape.positions)
  }

  /// Multiplies by the probability of keeping.
  private func keepShare(_ standout: StandoutNoise, _ sums: PanelMatrix, examples: Int) {
    keep(standout, sums, examples: examples, draws: false)
    noise = factors.noise(examples: examples)
  }

  private func keep(_ standout: StandoutNoise, _ sums: PanelMatrix?, examples: Int, draws: Bool) {
    dl_standout(
      factors.values.base, sums?.base, factors.values.count(rows: examples * shape.positions), Float(standout.slope),
      Float(standout.shift), draws ? 1 : 0, DL_PATH_FASTEST)
  }

  /// Where the noise of a pass comes from; nil when it is off. The stream of training is looked up once per plan.
  private func source(of pass: ForwardPass) -> NoiseSource? {
    guard case .training(let plan, let step, _) = pass else { return pass.noise(of: name) }
    if let known, known.plan == plan { return NoiseSource(stream: known.stream, step: step) }
    let stream = plan.noise(layer: name)
    known = (plan, stream)
    return NoiseSource(stream: stream, step: step)
  }

  /// Takes `bits`, one row of so many units per example, for the noise of the pass.
  private func setMask(units: Int, stride: Int, scale: Float, examples: Int) {
    noise = dl_noise(
      bits: bits.baseAddress, words: weights?.words ?? dl_mask_row_words(units), multipliers: nil, scale: scale,
      examples: examples, stride: stride)
    drawn = units
  }

  /// One over the share of the batch's units that `bits` keep, 0 where none is.
  private func realisedScale(_ examples: Int) -> Float {
    let kept = dl_count_bits(bits.baseAddress, examples * dl_mask_row_words(units))
    return kept == 0 ? 0 : Float(Double(examples * units) / Double(kept))
  }

  /// Takes the factors in the panels for the noise of the pass.
  private func takeFactors(examples: Int) {
    noise = factors.noise(examples: examples)
    drawn = units
  }

  private func count(_ examples: Int) {
    guard dropout != .none else { return }
    if let words = noise.bits {
      audit.addMask(examples * drawn, kept: dl_count_bits(words, examples * noise.words), scale: Double(noise.scale))
    } else if case .standout = dropout {
      audit.addMask(examples * units, kept: factors.values.nonzero(rows: examples * shape.positions), scale: 1)
    } else if noise.multipliers != nil {
      factors.addMoments(to: &audit, examples: examples)
    } else {
      // A schedule that rests.
      audit.addMask(examples * units, kept: examples * units, scale: 1)
    }
  }

  /// Of clipped noise factors are 0 that were clipped, counted over the first examples of every batch.
  package var hasZeros: Bool {
    if case .clippedGaussian = dropout { return true }
    return dropout.storage != .factors || dropout.laws.isMask
  }

  package var curve: RateCurve? { dropout.curve }

  package func expectation(at progress: Double) -> NoiseExpectation? {
    dropout.at(progress).expectation(on: shape, image: image)
  }

  /// Whether the noise of the last pass is a mask, or none.
  package var isMask: Bool { noise.multipliers == nil }
}

extension Dropout {
  /// What a site keeps of a pass.
  enum Storage {
    case nothing
    /// One bit per unit.
    case bits
    /// One bit per channel, shared by all positions.
    case channelBits
    /// One number per unit.
    case factors
  }

  var storage: Storage {
    switch self {
    case .none: .nothing
    case .bernoulli, .batchBernoulli, .dropBlock, .alpha, .cutout: .bits
    case .spatial: .channelBits
    case .gaussian, .clippedGaussian, .uniform, .variational, .concrete, .standout: .factors
    case .scheduled(let variant, _): variant.storage
    }
  }
}
