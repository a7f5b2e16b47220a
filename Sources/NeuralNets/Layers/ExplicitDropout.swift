import CKernels
import Specifications
import Tensors

/// What dropout of the inputs of the last dense layer adds to the loss on average, as a penalty without any mask.
///
/// R = (q / p) / 2 · mean over examples of Σ_j h_j² w_jᵀ H w_j, H the second derivative of the loss by the answers: exact
/// for squared errors, of second order in the noise for cross-entropy, where π moves with the weights as well.
/// Source: Wager, Wang & Liang 2013, eq. 8 and section 4; Srivastava et al. 2014, section 9.1. A class because it owns
/// scratch memory.
package final class ExplicitDropout {
  /// q / p.
  package let factor: Double
  private let curvature: dl_curvature
  private let shares: DoubleBuffer
  private let scratch: DoubleBuffer
  /// The penalty of the last batch.
  package private(set) var penalty = 0.0

  /// Makes room for batches of up to `capacity` rows.
  package init(rate: Rate, curvature: dl_curvature, inputs: Int, outputs: Int, capacity: Int) {
    factor = rate.dropping / rate.retention
    self.curvature = curvature
    shares = DoubleBuffer(capacity * outputs)
    scratch = DoubleBuffer(max(inputs, 2) * outputs)
  }

  private func layer(_ weights: DenseWeights, _ input: PanelMatrix, rows: Int) -> dl_last_layer {
    dl_last_layer(
      inputs: input.base, weights: weights.values.base, rows: rows, depth: weights.inputs, outputs: weights.outputs,
      curvature: curvature)
  }

  /// Measures the penalty of a batch and adds its slope by the answers to their gradient.
  func begin(
    _ weights: DenseWeights, _ input: PanelMatrix, answers: PanelMatrix, _ gradient: PanelMatrix, rows: Int
  ) {
    var layer = layer(weights, input, rows: rows)
    let scale = factor / Double(rows)
    dl_curvature_shares(&layer, answers.base, shares.base)
    penalty = scale * dl_penalty_and_answer_slopes(&layer, shares.base, scale, gradient.base, scratch.base)
  }

  /// Adds the slope by the inputs to their gradient.
  func addInputSlopes(of weights: DenseWeights, _ input: PanelMatrix, to gradient: PanelMatrix, rows: Int) {
    var layer = layer(weights, input, rows: rows)
    dl_add_penalty_input_slopes(&layer, shares.base, factor / Double(rows), gradient.base)
  }

  /// Adds the slope by the weights to their gradient.
  func addWeightSlopes(of weights: DenseWeights, _ input: PanelMatrix, to gradient: PanelMatrix, rows: Int) {
    var layer = layer(weights, input, rows: rows)
    dl_add_penalty_weight_slopes(&layer, shares.base, factor / Double(rows), gradient.base, scratch.base)
  }
}

extension Loss {
  /// The second derivative by the answers of a layer that stands at the end.
  var curvature: dl_curvature {
    switch self {
    case .crossEntropy: DL_CURVATURE_SOFTMAX
    case .meanSquaredError: DL_CURVATURE_SQUARES
    case .normalLikelihood: preconditionFailure("the penalty of dropout is not for the likelihood of normal laws")
    }
  }
}
