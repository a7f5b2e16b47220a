import CKernels
import Randomness
import Tensors

/// The place in a network where dropout acts on activations: samples, applies, pulls back, counts.
///
/// A class because it owns the noise of the last forward pass, which the backward pass uses again.
package final class NoiseSite {
  /// The path name that addresses its noise: `input`, `hidden1`, ….
  package let name: String
  package let dropout: Dropout
  package let units: Int
  private let bits: UnsafeMutableBufferPointer<UInt64>
  private let rows: FloatBuffer
  private let factors: PanelMatrix
  /// The noise of the last pass, as the kernels take it.
  package private(set) var noise = dl_no_noise()
  /// Units dropped and units met in training since the counts were forgotten.
  private var dropped = 0
  private var met = 0
  /// The stream of training under the plan that was last asked for.
  private var known: (plan: ReplicatePlan, stream: RandomStream)?

  /// Makes room for batches of up to `capacity` examples.
  package init(name: String, dropout: Dropout, units: Int, capacity: Int) {
    self.name = name
    self.dropout = dropout.isNeutral ? .none : dropout
    self.units = units
    let needs = self.dropout.storage
    bits = .allocate(capacity: needs == .bits ? capacity * dl_mask_row_words(units) : 0)
    rows = FloatBuffer(needs == .factors ? capacity * units : 0)
    factors = PanelMatrix(rows: needs == .factors ? capacity : 0, columns: units)
  }

  deinit { bits.deallocate() }

  /// Draws the noise of a batch; `examples` are positions in the data set.
  package func prepare(_ pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>) {
    guard let source = source(of: pass) else {
      noise = dl_no_noise()
      noise.scale = Float(dropout.laws.evaluationFactor)
      return
    }
    switch dropout {
    case .none: noise = dl_no_noise()
    case .bernoulli(let rate, let convention):
      let bernoulli = BernoulliNoise(rate: rate, convention: convention)
      bernoulli.sample(source, examples: examples, units: units, into: bits)
      noise = dl_noise(
        bits: bits.baseAddress, words: dl_mask_row_words(units), multipliers: nil, scale: bernoulli.scale)
    case .gaussian(let rate):
      let dense = UnsafeMutableBufferPointer(start: rows.base, count: examples.count * units)
      GaussianNoise(rate: rate).sample(source, examples: examples, units: units, into: dense)
      factors.fill(from: rows.base, rows: examples.count)
      noise = dl_noise(bits: nil, words: 0, multipliers: factors.base, scale: 1)
    }
    if case .training = pass { count(examples.count) }
  }

  /// Where the noise of a pass comes from; nil when it is off. The stream of training is looked up once per plan.
  private func source(of pass: ForwardPass) -> NoiseSource? {
    guard case .training(let plan, let step) = pass else { return pass.noise(of: name) }
    if let known, known.plan == plan { return NoiseSource(stream: known.stream, step: step) }
    let stream = plan.noise(layer: name)
    known = (plan, stream)
    return NoiseSource(stream: stream, step: step)
  }

  private func count(_ examples: Int) {
    met += examples * units
    guard let words = noise.bits else { return }
    dropped += examples * units - dl_count_bits(words, examples * noise.words)
  }

  /// The share of units dropped in training since the counts were forgotten; nil where no mask drops any.
  package var dropFraction: Double? {
    met > 0 && dropout.storage == .bits ? Double(dropped) / Double(met) : nil
  }

  /// Begins to count dropped units anew.
  package func forgetDropCounts() { (dropped, met) = (0, 0) }

  /// Whether the noise of the last pass is a mask, or none.
  package var isMask: Bool { noise.multipliers == nil }
}

extension Dropout {
  /// What a site keeps of a pass.
  enum Storage { case nothing, bits, factors }

  var storage: Storage {
    switch self {
    case .none: .nothing
    case .bernoulli: .bits
    case .gaussian: .factors
    }
  }
}
