import CKernels

/// The weights of a dense layer, [outputs × inputs], with what training keeps beside them.
package final class DenseWeights {
  package let inputs: Int
  package let outputs: Int
  /// Panels over the outputs, `[panel][input][16]`.
  package let values: PanelMatrix
  /// Panels over the inputs, `[panel][output][16]`; absent where no input gradient is needed.
  package let transposed: PanelMatrix?

  /// Allocates zeros.
  package init(inputs: Int, outputs: Int, needsInputGradient: Bool) {
    self.inputs = inputs
    self.outputs = outputs
    values = PanelMatrix(rows: inputs, columns: outputs)
    transposed = needsInputGradient ? PanelMatrix(rows: outputs, columns: inputs) : nil
  }

  /// Takes weights in row-major order, [outputs × inputs].
  package func set(_ rowMajor: [Float]) {
    precondition(rowMajor.count == inputs * outputs, "\(rowMajor.count) values for \(outputs) × \(inputs) weights")
    values.buffer.clear()
    for output in 0..<outputs {
      let panel = output / 16 * inputs * 16 + output % 16
      for input in 0..<inputs { values.base[panel + input * 16] = rowMajor[output * inputs + input] }
    }
    refreshTransposed()
  }

  /// The weights in row-major order, [outputs × inputs].
  package var rowMajor: [Float] {
    var result = [Float](repeating: 0, count: inputs * outputs)
    for output in 0..<outputs {
      let panel = output / 16 * inputs * 16 + output % 16
      for input in 0..<inputs { result[output * inputs + input] = values.base[panel + input * 16] }
    }
    return result
  }

  /// Makes the transposed copy agree with the weights.
  package func refreshTransposed(path: dl_path = DL_PATH_FASTEST) {
    guard let transposed else { return }
    dl_transpose_weights(values.base, inputs, outputs, transposed.base, 0, values.panels, path)
  }
}
