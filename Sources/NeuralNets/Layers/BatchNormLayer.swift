import CKernels
import Tensors

/// Batch normalisation per channel: y = γ (x − μ) / √(σ² + ε) + β (Ioffe & Szegedy 2015).
///
/// Training normalises by the mean and variance of the batch over examples and positions, evaluation and Monte-Carlo
/// sampling by the running ones: running ← .9 running + .1 batch, with the unbiased variance, as in PyTorch. A class
/// because it owns what it learns and remembers.
package final class BatchNormLayer {
  package let name: String
  package let shape: MapShape
  /// γ, one at first.
  package let gain: Parameter
  /// β, zero at first.
  package let offset: Parameter
  /// Mean and variance of every channel that evaluation uses.
  package let running: ChannelStatistics
  /// What was seen since re-estimation began; nil outside of it.
  private var estimated: EstimatedRows?
  /// Mean and variance of the last pass that used those of its batch.
  private let batch: ChannelStatistics
  private let sums: DoubleBuffer
  private let products: DoubleBuffer
  /// What the last pass subtracted and multiplied by.
  private let means: FloatBuffer
  private let scales: FloatBuffer
  private let slopes: FloatBuffer
  private let shifts: FloatBuffer

  /// ε, which keeps the root from zero.
  package static let epsilon = 1e-5
  /// The share of a new batch in the running statistics.
  package static let momentum = 0.1

  package init(name: String, shape: MapShape, learning: Learning) {
    self.name = name
    self.shape = shape
    gain = Parameter(offset: "\(name).weight", units: shape.channels, value: 1, learning: learning)
    offset = Parameter(offset: "\(name).bias", units: shape.channels, learning: learning)
    let padded = gain.values.panels * 16
    running = ChannelStatistics(count: padded)
    batch = ChannelStatistics(count: padded)
    (sums, products) = (DoubleBuffer(padded), DoubleBuffer(padded))
    (means, scales) = (FloatBuffer(padded), FloatBuffer(padded))
    (slopes, shifts) = (FloatBuffer(padded), FloatBuffer(padded))
  }

  /// What passes in evaluation mode met since it was asked for; nil when nobody asks.
  private var met: MetMoments?

  // MARK: Forward

  /// Normalises a batch, rows of position · examples + example.
  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch) {
    let rows = batch.count * shape.positions
    switch batch.pass {
    case .training:
      self.batch.measure(input, rows: rows)
      running.move(by: Self.momentum, to: self.batch, rows: rows)
      normalize(input, rows: rows, by: self.batch, into: output)
    case .evaluation, .sampling, .composed:
      met?.add(input, shape: shape, examples: batch.count, center: running)
      if estimated != nil { estimate(input, rows: rows) }
      normalize(input, rows: rows, by: estimated == nil ? running : self.batch, into: output)
    }
  }

  /// Takes a batch into the averages, as much of them as the rows it has.
  private func estimate(_ input: PanelMatrix, rows: Int) {
    batch.measure(input, rows: rows)
    guard let share = estimated?.add(rows) else { return }
    running.move(means: share.means, variances: share.variances, to: batch, rows: rows)
  }

  private func normalize(_ input: PanelMatrix, rows: Int, by statistics: ChannelStatistics, into output: PanelMatrix) {
    for channel in 0..<scales.count {
      let deviation = (statistics.variances.base[channel] + Self.epsilon).squareRoot()
      means.base[channel] = Float(statistics.means.base[channel])
      scales.base[channel] = Float(Double(gain.values.base[channel]) / deviation)
    }
    dl_normalize_channels(
      input.base, rows, means.base, scales.base, offset.values.base, output.base, 0, output.panels, DL_PATH_FASTEST)
  }

  // MARK: Pullback

  /// dβ = Σ dy, dγ = Σ dy x̂ and dx = γ/σ (dy − dβ / n − x̂ dγ / n), n the rows, of the last training pass.
  package func pullback(_ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    let rows = examples * shape.positions
    dl_channel_gradients(
      input.base, gradient.base, rows, means.base, sums.base, products.base, 0, gradient.panels, DL_PATH_FASTEST)
    for channel in 0..<scales.count {
      let deviation = (batch.variances.base[channel] + Self.epsilon).squareRoot()
      let scale = Double(gain.values.base[channel]) / deviation
      gain.gradient.base[channel] = Float(products.base[channel] / deviation)
      offset.gradient.base[channel] = Float(sums.base[channel])
      shifts.base[channel] = Float(scale * sums.base[channel] / Double(rows))
      slopes.base[channel] = Float(scale * products.base[channel] / (deviation * deviation) / Double(rows))
    }
    guard let previous else { return }
    dl_normalize_pullback(
      input.base, gradient.base, rows, means.base, scales.base, slopes.base, shifts.base, previous.base, 0,
      gradient.panels, DL_PATH_FASTEST)
  }
}

// MARK: - Re-estimating

extension BatchNormLayer {
  /// Makes the passes in evaluation mode that follow use their own statistics and average them (Li et al. 2018, section 5).
  package func beginEstimating() { estimated = EstimatedRows() }

  /// Leaves the averages over those passes as the running statistics.
  package func endEstimating() { estimated = nil }
}

/// The rows of the batches that statistics are taken from anew, one batch after the other.
private struct EstimatedRows {
  private var rows = 0
  /// Σ (rows − 1), the weight of the unbiased variances.
  private var freedom = 0

  /// Adds a batch and returns its share in the mean and in the variance, to which a single row says nothing.
  ///
  /// Batches of one size have equal shares, 1 / k for the k-th.
  mutating func add(_ count: Int) -> (means: Double, variances: Double) {
    rows += count
    freedom += count - 1
    return (Double(count) / Double(rows), count > 1 ? Double(count - 1) / Double(freedom) : 0)
  }
}

/// Mean and variance per channel.
///
/// A class because kernels write into it.
package final class ChannelStatistics {
  package let means: DoubleBuffer
  package let variances: DoubleBuffer

  /// Allocates means of zero and variances of one.
  init(count: Int) {
    means = DoubleBuffer(count)
    variances = DoubleBuffer(count, value: 1)
  }

  /// Takes the moments of every channel over so many rows, the variance as the mean of squares.
  func measure(_ matrix: PanelMatrix, rows: Int) {
    dl_channel_moments(matrix.base, rows, means.base, variances.base, 0, matrix.panels, DL_PATH_FASTEST)
  }

  /// Moves a share of the way to the statistics of so many rows, whose variance is made unbiased.
  func move(by share: Double, to other: ChannelStatistics, rows: Int) {
    move(means: share, variances: share, to: other, rows: rows)
  }

  /// Moves the means by one share and the variances by another.
  func move(means mean: Double, variances variance: Double, to other: ChannelStatistics, rows: Int) {
    let unbiased = rows > 1 ? Double(rows) / Double(rows - 1) : 1
    for channel in 0..<means.count {
      means.base[channel] += mean * (other.means.base[channel] - means.base[channel])
      variances.base[channel] += variance * (other.variances.base[channel] * unbiased - variances.base[channel])
    }
  }
}

// MARK: - Variance shift

extension BatchNormLayer {
  /// Begins to measure the variance that passes in evaluation mode meet.
  package func beginMeeting() { met = MetMoments(count: running.means.count) }

  /// The variance met in evaluation mode over the running one of training, mean over the channels (Li et al. 2018).
  ///
  /// One where nothing shifts; dropout ahead of the layer makes it less. Nil when no pass was met. Ends the measuring.
  package func endMeeting() -> Double? {
    defer { met = nil }
    guard let met, met.rows > 0 else { return nil }
    let ratios = (0..<shape.channels).map { channel in
      let mean = met.sums.base[channel] / Double(met.rows)
      let variance = met.squares.base[channel] / Double(met.rows) - mean * mean
      return (variance + Self.epsilon) / (running.variances.base[channel] + Self.epsilon)
    }
    return ratios.reduce(0, +) / Double(shape.channels)
  }
}

/// Sums over the rows that a layer met, around its running means.
private struct MetMoments {
  let sums: DoubleBuffer
  let squares: DoubleBuffer
  var rows = 0

  init(count: Int) { (sums, squares) = (DoubleBuffer(count), DoubleBuffer(count)) }

  mutating func add(_ input: PanelMatrix, shape: MapShape, examples: Int, center: ChannelStatistics) {
    dl_add_example_moments(
      input.base, shape.positions, examples, center.means.base, sums.base, squares.base, 0, input.panels,
      DL_PATH_FASTEST)
    rows += examples * shape.positions
  }
}
