import CKernels
import Randomness
import Specifications
import Tensors

/// The place in a network where dropout acts on activations: samples, applies, pulls back, counts.
///
/// A class because it owns the noise of the last forward pass, which the backward pass uses again.
package final class NoiseSite {
  /// The path name that addresses its noise: `input`, `hidden1`, ….
  package let name: String
  package let dropout: Dropout
  /// What the noise acts on; one position where the matrix has one row per example.
  package let shape: MapShape
  package var units: Int { shape.units }
  /// The image that `shape` is of, where it is laid out as one row.
  private let image: MapShape
  private let bits: UnsafeMutableBufferPointer<UInt64>
  private let rows: FloatBuffer
  /// Where row r of a matrix of maps stands among dense rows of (example, position), for the last count of examples.
  private let order: UnsafeMutableBufferPointer<UInt32>
  private var ordered = 0
  /// The probability of DropBlock's seeds on this shape.
  private let seeds: SeedTable?
  private let scratch: UnsafeMutableBufferPointer<UInt64>
  private let factors: PanelMatrix
  /// The size of the noise where it is learned.
  package let learned: LearnedRate?
  /// Values before the noise of the last pass of a stage; kept only where their gradient moves a learned rate.
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
  private var audit = NoiseAudit()
  /// The stream of training under the plan that was last asked for.
  private var known: (plan: ReplicatePlan, stream: RandomStream)?

  /// Makes room for batches of up to `capacity` examples; a learned rate starts and learns as told.
  ///
  /// `image` is the shape of a picture that is laid out as one row.
  package init(
    name: String, dropout: Dropout, shape: MapShape, image: MapShape? = nil, capacity: Int,
    learning: Learning = .none, trainingExamples: Int = 1
  ) {
    self.name = name
    self.image = image ?? shape
    self.dropout = dropout.isNeutral ? .none : dropout
    self.shape = shape
    learned = self.dropout.learned.map {
      LearnedRate($0, site: name, shape: shape, learning: learning, trainingExamples: trainingExamples)
    }
    plain = PanelMatrix(rows: learned == nil ? 0 : capacity * shape.positions, columns: shape.channels)
    evaluationScale = Float(self.dropout.laws.evaluationFactor)
    let needs = self.dropout.storage
    let words = dl_mask_row_words(needs == .channelBits ? shape.channels : shape.units)
    bits = .allocate(capacity: needs == .bits || needs == .channelBits ? capacity * words + 1 : 0)
    rows = FloatBuffer(needs == .factors ? capacity * shape.units : 0)
    factors = PanelMatrix(rows: needs == .factors ? capacity * shape.positions : 0, columns: shape.channels)
    order = .allocate(capacity: needs == .factors ? capacity * shape.positions : 0)
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

  deinit {
    bits.deallocate()
    order.deallocate()
    scratch.deallocate()
  }

  /// Draws the noise of a batch; `examples` are positions in the data set, `sums` what noise may depend on.
  package func prepare(
    _ pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>, sums: PanelMatrix? = nil
  ) {
    guard let source = source(of: pass) else {
      shift = nil
      act(as: pass, examples: examples.count)
      if case .standout(let standout) = dropout, let sums { keepShare(standout, sums, examples: examples.count) }
      return
    }
    shift = nil
    draw(dropout.at(pass.progress), source, examples: examples, sums: sums)
    if case .training = pass { count(examples.count) }
  }

  private func draw(
    _ dropout: Dropout, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, sums: PanelMatrix?
  ) {
    switch dropout {
    case .none: noise = dl_no_noise()
    case .bernoulli(let rate, let convention):
      let bernoulli = BernoulliNoise(rate: rate, convention: convention)
      bernoulli.sample(source, examples: examples, units: units, into: bits)
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
    case .gaussian(let rate):
      GaussianNoise(rate: rate).sample(source, examples: examples, units: units, into: dense(examples.count))
      setFactors(examples: examples.count)
    case .clippedGaussian(let rate):
      GaussianNoise(rate: rate, isClipped: true)
        .sample(source, examples: examples, units: units, into: dense(examples.count))
      setFactors(examples: examples.count)
    case .uniform(let spread):
      UniformNoise(spread: spread).sample(source, examples: examples, units: units, into: dense(examples.count))
      setFactors(examples: examples.count)
    case .variational, .concrete: drawLearned(source, examples: examples)
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
    case .drawn, nil: break
    }
  }

  /// Takes one mask for all examples.
  private func keep(_ mask: UInt64, examples: Int) {
    guard case .bernoulli(let rate, let convention) = dropout, units <= 64 else {
      preconditionFailure("\(name) has \(units) units of \(dropout), which no given mask is for")
    }
    for example in 0..<examples { bits[example] = mask }
    let scale = BernoulliNoise(rate: rate, convention: convention).scale
    setMask(units: units, stride: shape.channels, scale: scale, examples: examples)
  }

  private func dense(_ examples: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: rows.base, count: examples * units)
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
    prepare(pass, examples: examples)
    if learned != nil, case .training = pass {
      plain.base.update(from: values.base, count: values.count(rows: examples.count * shape.positions))
    }
    apply(to: values, examples: examples.count)
  }

  /// dx = noise ⊙ dy, in place, and the gradient of what is learned.
  package func pullback(_ gradient: PanelMatrix, examples: Int) {
    learn(plain, gradient, examples: examples)
    multiply(gradient, examples: examples)
  }

  /// Leaves the gradient of a learned rate in its parameter; `values` are those before noise.
  package func learn(_ values: PanelMatrix, _ gradient: PanelMatrix, examples: Int) {
    learned?.pullback(values, gradient, factors: factors, rows: examples * shape.positions)
  }

  /// Draws noise whose size is learned.
  private func drawLearned(_ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>) {
    guard let learned else { return }
    learned.sample(
      source, examples: examples, into: UnsafeMutableBufferPointer(start: rows.base, count: examples.count * units))
    setFactors(examples: examples.count)
    learned.finish(factors, rows: examples.count * shape.positions)
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
    let region = RandomRegion(step: source.step, examples: examples, units: 0..<units)
    source.stream.fillUniforms(region, into: dense(examples.count))
    setFactors(examples: examples.count)
    dl_standout(
      factors.base, sums?.base, factors.count(rows: examples.count * shape.positions), Float(standout.slope),
      Float(standout.shift), 1, DL_PATH_FASTEST)
    factors.clearPadding(rows: examples.count * shape.positions)
  }

  /// Multiplies by the probability of keeping.
  private func keepShare(_ standout: StandoutNoise, _ sums: PanelMatrix, examples: Int) {
    let count = factors.count(rows: examples * shape.positions)
    dl_standout(factors.base, sums.base, count, Float(standout.slope), Float(standout.shift), 0, DL_PATH_FASTEST)
    noise = dl_noise(bits: nil, words: 0, multipliers: factors.base, scale: 1, examples: examples, stride: 0)
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
      bits: bits.baseAddress, words: dl_mask_row_words(units), multipliers: nil, scale: scale, examples: examples,
      stride: stride)
    drawn = units
  }

  /// One over the share of the batch's units that `bits` keep, 0 where none is.
  private func realisedScale(_ examples: Int) -> Float {
    let kept = dl_count_bits(bits.baseAddress, examples * dl_mask_row_words(units))
    return kept == 0 ? 0 : Float(Double(examples * units) / Double(kept))
  }

  /// Takes `rows`, dense rows of all units of an example, for the noise of the pass.
  private func setFactors(examples: Int) {
    arrange(examples)
    var none = dl_no_noise()
    dl_gather_rows(
      rows.base, shape.channels, order.baseAddress, examples * shape.positions, &none, factors.base, DL_PATH_FASTEST)
    noise = dl_noise(bits: nil, words: 0, multipliers: factors.base, scale: 1, examples: examples, stride: 0)
    drawn = units
  }

  /// Row position · examples + example of a map is row example · positions + position of dense rows.
  private func arrange(_ examples: Int) {
    guard ordered != examples else { return }
    for position in 0..<shape.positions {
      for example in 0..<examples {
        order[position * examples + example] = UInt32(example * shape.positions + position)
      }
    }
    ordered = examples
  }

  private func count(_ examples: Int) {
    guard dropout != .none else { return }
    if let words = noise.bits {
      audit.addMask(examples * drawn, kept: dl_count_bits(words, examples * noise.words), scale: Double(noise.scale))
    } else if case .standout = dropout {
      audit.addMask(examples * units, kept: factors.nonzero(rows: examples * shape.positions), scale: 1)
    } else if noise.multipliers != nil {
      if case .variational = dropout {
        dl_scatter_rows(factors.base, examples * shape.positions, shape.channels, rows.base)
      }
      audit.addFactors(rows.base, count: min(examples, NoiseAudit.examples) * drawn)
    } else {
      // A schedule that rests.
      audit.addMask(examples * units, kept: examples * units, scale: 1)
    }
  }

  /// The share of units dropped in training since the counts were forgotten; nil where no mask drops any.
  package var dropFraction: Double? {
    dropout.storage != .factors || dropout.laws.isMask ? audit.dropFraction : nil
  }

  /// Mean and variance of the factors of training since the counts were forgotten; nil without any.
  package var moments: (mean: Double, variance: Double)? { audit.moments }

  /// Begins to count dropped units anew.
  package func forgetDropCounts() { audit = NoiseAudit() }

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
