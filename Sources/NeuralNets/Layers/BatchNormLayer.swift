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
  package private(set) var running: ChannelStatistics
  /// Averages over the batches seen since re-estimation began; nil outside of it.
  private var estimate: (sums: ChannelStatistics, batches: Int)?
  /// Mean and variance of the last pass that used those of its batch.
  private var batch: ChannelStatistics
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
    batch = running
    (means, scales) = (FloatBuffer(padded), FloatBuffer(padded))
    (slopes, shifts) = (FloatBuffer(padded), FloatBuffer(padded))
  }

  /// The variance that evaluation uses over that of the last training batch, per channel: the shift of Li et al. 2018.
  package var varianceRatios: [Double] {
    (0..<shape.channels).map { running.variances[$0] / batch.variances[$0] }
  }

  // MARK: Forward

  /// Normalises a batch, rows of position · examples + example.
  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch) {
    let rows = batch.count * shape.positions
    switch batch.pass {
    case .training:
      measure(input, rows: rows)
      running.move(by: Self.momentum, to: self.batch, rows: rows)
      normalize(input, rows: rows, by: self.batch, into: output)
    case .evaluation, .sampling:
      if estimate != nil { addToEstimate(input, rows: rows) }
      normalize(input, rows: rows, by: estimate == nil ? running : self.batch, into: output)
    }
  }

  private func measure(_ input: PanelMatrix, rows: Int) {
    let panels = input.panels
    batch.means.withUnsafeMutableBufferPointer { means in
      batch.variances.withUnsafeMutableBufferPointer { variances in
        dl_channel_moments(
          input.base, rows, means.baseAddress, variances.baseAddress, 0, panels, DL_PATH_FASTEST)
      }
    }
  }

  private func normalize(_ input: PanelMatrix, rows: Int, by statistics: ChannelStatistics, into output: PanelMatrix) {
    for channel in 0..<scales.count {
      let deviation = (statistics.variances[channel] + Self.epsilon).squareRoot()
      means.base[channel] = Float(statistics.means[channel])
      scales.base[channel] = Float(Double(gain.values.base[channel]) / deviation)
    }
    dl_normalize_channels(
      input.base, rows, means.base, scales.base, offset.values.base, output.base, 0, output.panels, DL_PATH_FASTEST)
  }

  // MARK: Pullback

  /// dβ = Σ dy, dγ = Σ dy x̂ and dx = γ/σ (dy − dβ / n − x̂ dγ / n), n the rows, of the last training pass.
  package func pullback(_ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    let rows = examples * shape.positions
    var sums = [Double](repeating: 0, count: scales.count)
    var products = sums
    dl_channel_gradients(
      input.base, gradient.base, rows, means.base, &sums, &products, 0, gradient.panels, DL_PATH_FASTEST)
    for channel in 0..<scales.count {
      let deviation = (batch.variances[channel] + Self.epsilon).squareRoot()
      let scale = Double(gain.values.base[channel]) / deviation
      gain.gradient.base[channel] = Float(products[channel] / deviation)
      offset.gradient.base[channel] = Float(sums[channel])
      shifts.base[channel] = Float(scale * sums[channel] / Double(rows))
      slopes.base[channel] = Float(scale * products[channel] / (deviation * deviation) / Double(rows))
    }
    guard let previous else { return }
    dl_normalize_pullback(
      input.base, gradient.base, rows, means.base, scales.base, slopes.base, shifts.base, previous.base, 0,
      gradient.panels, DL_PATH_FASTEST)
  }
}

// MARK: - Re-estimating

extension BatchNormLayer {
  /// Makes the passes in evaluation mode that follow use and collect their own statistics (Li et al. 2018, section 5).
  package func beginEstimating() { estimate = (ChannelStatistics(count: scales.count, value: 0), 0) }

  /// Takes the averages over those passes for the running statistics.
  package func endEstimating() {
    if let estimate, estimate.batches > 0 { running = estimate.sums.divided(by: Double(estimate.batches)) }
    estimate = nil
  }

  private func addToEstimate(_ input: PanelMatrix, rows: Int) {
    measure(input, rows: rows)
    estimate?.sums.add(batch, rows: rows)
    estimate?.batches += 1
  }
}

/// Mean and variance per channel.
package struct ChannelStatistics: Hashable, Sendable {
  package var means: [Double]
  package var variances: [Double]

  /// Means zero, variances one, or both `value`.
  init(count: Int, value: Double? = nil) {
    means = [Double](repeating: value ?? 0, count: count)
    variances = [Double](repeating: value ?? 1, count: count)
  }

  /// The unbiased variance of so many rows over the biased one.
  private static func unbiased(_ rows: Int) -> Double { rows > 1 ? Double(rows) / Double(rows - 1) : 1 }

  mutating func move(by share: Double, to other: ChannelStatistics, rows: Int) {
    let unbiased = Self.unbiased(rows)
    for channel in means.indices {
      means[channel] = (1 - share) * means[channel] + share * other.means[channel]
      variances[channel] = (1 - share) * variances[channel] + share * other.variances[channel] * unbiased
    }
  }

  mutating func add(_ other: ChannelStatistics, rows: Int) {
    let unbiased = Self.unbiased(rows)
    for channel in means.indices {
      means[channel] += other.means[channel]
      variances[channel] += other.variances[channel] * unbiased
    }
  }

  func divided(by count: Double) -> ChannelStatistics {
    var result = self
    for channel in means.indices {
      result.means[channel] /= count
      result.variances[channel] /= count
    }
    return result
  }
}
