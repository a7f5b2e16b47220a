import CKernels
import Randomness
import Tensors

/// A hidden layer's activation followed by its dropout: h = noise ⊙ a(z).
///
/// A class because it owns what the backward pass needs of the forward pass.
package final class ActivationSite {
  package let activation: Activation
  package let noise: NoiseSite
  package let sparsity: SparsityPenalty?
  /// Activations before noise; kept only where the pullback cannot be had from h alone.
  private let plain: PanelMatrix
  /// Slopes a′(z) of the last pass; kept only where they cannot be had from the activations.
  private let slopes: PanelMatrix
  private let means: FloatBuffer
  private let keepsPlain: Bool

  package init(activation: Activation, noise: NoiseSite, sparsity: SparsityPenalty?, capacity: Int) {
    self.activation = activation
    self.noise = noise
    self.sparsity = sparsity
    let multiplies = noise.dropout.storage == .factors && noise.learned?.readsOutput != false
    keepsPlain = sparsity != nil || activation != .relu || !(noise.dropout.laws.isMask || multiplies)
    plain = PanelMatrix(rows: keepsPlain ? capacity * noise.shape.positions : 0, columns: noise.shape.channels)
    slopes = PanelMatrix(rows: activation.keepsSlopes ? plain.capacity : 0, columns: plain.columns)
    means = FloatBuffer(plain.panels * 16)
  }

  // MARK: Forward: h = noise ⊙ a(z), in place

  /// Activates and drops pre-activations, [positions · examples × channels], after drawing the noise of the pass.
  package func forward(_ values: PanelMatrix, pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>) {
    let rows = examples.count * noise.shape.positions
    let rectifies = activation == .relu
    // Standout looks at the sums, all others come after the activation.
    let activatesFirst = !rectifies && !noise.dependsOnSums
    if activatesFirst { activate(values, rows: rows) }
    let action = FactorAction(values: values, plain: keepsPlain ? plain : nil, rectifies: rectifies)
    if noise.prepare(pass, examples: examples, sums: values, acting: action) { return }
    if !rectifies && !activatesFirst { activate(values, rows: rows) }
    var factor = noise.noise
    if factor.multipliers != nil { return noise.act(action, examples: examples.count) }
    guard keepsPlain else {
      dl_relu_noise(values.base, rows, &factor, 0, values.panels, DL_PATH_FASTEST)
      return
    }
    if rectifies { activate(values, rows: rows) }
    plain.base.update(from: values.base, count: values.count(rows: rows))
    dl_apply_noise(values.base, rows, &factor, 0, values.panels, DL_PATH_FASTEST)
    noise.addShift(to: values, examples: examples.count)
  }

  private func activate(_ values: PanelMatrix, rows: Int) {
    let count = values.count(rows: rows)
    switch activation {
    case .relu:
      var none = dl_no_noise()
      dl_relu_noise(values.base, rows, &none, 0, values.panels, DL_PATH_FASTEST)
    case .leakyReLU(let slope): dl_leaky_relu_f32(values.base, Float(slope), values.base, count, DL_PATH_FASTEST)
    case .tanh: dl_tanh_f32(values.base, values.base, count, DL_PATH_FASTEST)
    case .sigmoid:
      dl_sigmoid_f32(values.base, values.base, count, DL_PATH_FASTEST)
      values.clearPadding(rows: rows)
    case .gelu: dl_gelu_f32(values.base, values.base, slopes.base, count, DL_PATH_FASTEST)
    case .selu: dl_selu_f32(values.base, values.base, slopes.base, count, DL_PATH_FASTEST)
    case .identity: break
    }
  }

  // MARK: Pullback: dz = a′(z) ⊙ (noise ⊙ dh + penalty′), in place on dh

  /// Turns the gradient of `values`, the outputs of the last forward pass, into that of the pre-activations.
  package func pullback(_ values: PanelMatrix, _ gradient: PanelMatrix, examples: Int) {
    let rows = examples * noise.shape.positions
    let factor = noise.noise
    guard keepsPlain else {
      if factor.multipliers != nil { return noise.pullback(values, gradient, examples: examples) }
      dl_relu_mask_pullback(
        values.base, gradient.base, rows, factor.scale, 0, gradient.panels, DL_PATH_FASTEST)
      return
    }
    let isDone = activation == .relu && sparsity == nil && noise.learned != nil
    noise.pullback(plain, values, gradient, examples: examples, rectifies: isDone)
    if isDone { return }
    if let sparsity { addPenalty(sparsity, to: gradient, rows: rows) }
    let count = gradient.count(rows: rows)
    switch activation {
    case .relu: dl_relu_pullback(plain.base, gradient.base, rows, 0, gradient.panels, DL_PATH_FASTEST)
    case .leakyReLU(let slope):
      dl_leaky_relu_pullback_f32(
        plain.base, Float(slope), gradient.base, gradient.base, count, DL_PATH_FASTEST)
    case .tanh: dl_tanh_pullback_f32(plain.base, gradient.base, gradient.base, count, DL_PATH_FASTEST)
    case .sigmoid: dl_sigmoid_pullback_f32(plain.base, gradient.base, gradient.base, count, DL_PATH_FASTEST)
    case .gelu, .selu:
      var slope = dl_noise(bits: nil, words: 0, multipliers: slopes.base, scale: 1, examples: 0, stride: 0)
      dl_apply_noise(gradient.base, rows, &slope, 0, gradient.panels, DL_PATH_FASTEST)
    case .identity: break
    }
  }

  /// Adds β (−ρ / ρ̂ + (1 − ρ) / (1 − ρ̂)) / rows, ρ̂ the mean activation of a unit over the batch, within [.001, .999].
  private func addPenalty(_ penalty: SparsityPenalty, to gradient: PanelMatrix, rows: Int) {
    dl_bias_gradient(plain.base, rows, means.base, 0, plain.panels, DL_PATH_FASTEST)
    for unit in 0..<noise.shape.channels {
      let mean = min(max(Double(means.base[unit]) / Double(rows), 0.001), 0.999)
      let slope = penalty.weight * ((1 - penalty.target) / (1 - mean) - penalty.target / mean) / Double(rows)
      let column = gradient.base + unit / 16 * rows * 16 + unit % 16
      for row in 0..<rows { column[row * 16] += Float(slope) }
    }
  }
}

extension Activation {
  /// Whether slopes cannot be had from the activations, so that the forward pass keeps them.
  var keepsSlopes: Bool {
    switch self {
    case .gelu, .selu: true
    case .relu, .leakyReLU, .tanh, .sigmoid, .identity: false
    }
  }
}
