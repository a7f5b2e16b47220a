import CKernels
import Randomness
import Specifications
import Tensors

/// Multi-head self-attention over the positions of an example: softmax(Q Kᵀ / √width) V per head, then a projection.
///
/// Source: Vaswani et al. 2017, section 3.2; arrays as in PyTorch's MultiheadAttention. Noise sites are
/// `<layer>.weights`, unit = (head · positions + row) · positions + column, and `<layer>.heads`. A class because it owns
/// weights and what the backward pass needs.
package final class AttentionLayer {
  package let name: String
  /// The shape of one example, before and behind the layer.
  package let shape: MapShape
  package let heads: Int
  /// Whether a position sees only itself and those before it.
  package let isCausal: Bool
  package let weightNoise: NoiseSite
  package let headNoise: NoiseSite
  private let entering: Projection
  private let leaving: Projection
  /// Q, K and V side by side, and their gradients.
  private let projected: PanelMatrix
  private let projectedGradient: PanelMatrix
  private let context: PanelMatrix
  private let contextGradient: PanelMatrix
  private let weights: FloatBuffer
  private let scratch: FloatBuffer

  /// Lays the layer out for batches of up to `capacity` examples and draws its first weights; biases are zero.
  package init(
    name: String, shape: MapShape, heads: Int, isCausal: Bool = false, dropout: AttentionDropout = AttentionDropout(),
    isFirst: Bool, capacity: Int, initialization: Initialization = .glorot, learning: Learning, plan: ReplicatePlan
  ) {
    let channels = shape.channels
    precondition(heads > 0 && channels % heads == 0, "\(channels) channels cannot be shared by \(heads) heads")
    (self.name, self.shape, self.heads, self.isCausal) = (name, shape, heads, isCausal)
    let rows = capacity * shape.positions
    entering = Projection(
      weight: "\(name).in_proj_weight", offset: "\(name).in_proj_bias", inputs: channels, outputs: 3 * channels,
      rows: rows, needsInputGradient: !isFirst, initialization: initialization, learning: learning, plan: plan)
    leaving = Projection(
      weight: "\(name).out_proj.weight", offset: "\(name).out_proj.bias", inputs: channels, outputs: channels,
      rows: rows, needsInputGradient: true, initialization: initialization, learning: learning, plan: plan)
    weightNoise = NoiseSite(
      name: "\(name).weights", dropout: dropout.weights.masks,
      units: heads * shape.positions * shape.positions, capacity: capacity)
    headNoise = NoiseSite(
      name: "\(name).heads", dropout: dropout.heads.masks, units: heads, capacity: capacity)
    projected = PanelMatrix(rows: rows, columns: 3 * channels)
    projectedGradient = PanelMatrix(rows: rows, columns: 3 * channels)
    context = PanelMatrix(rows: rows, columns: channels)
    contextGradient = PanelMatrix(rows: rows, columns: channels)
    weights = FloatBuffer(capacity * dl_attention_weights(shape.positions, heads))
    scratch = FloatBuffer(dl_attention_scratch(shape.positions, channels / heads))
  }

  package var parameters: [Parameter] { [entering.weight, entering.offset, leaving.weight, leaving.offset] }

  /// The noise sites that drop something.
  package var sites: [NoiseSite] { [weightNoise, headNoise].filter { $0.dropout != .none } }

  /// What lists of the non-zero values of one batch the layer asks for.
  package func lists(capacity: Int) -> [(count: Int, depth: Int)] {
    let rows = capacity * shape.positions
    return entering.lists(rows: rows) + leaving.lists(rows: rows)
  }

  private func pass(examples: Int) -> dl_attention {
    dl_attention(
      positions: shape.positions, examples: examples, heads: heads, width: shape.channels / heads,
      causal: isCausal ? 1 : 0, projected: projected.base, weights: weights.base, context: context.base,
      noise: weightNoise.noise, head_noise: headNoise.noise, scratch: scratch.base)
  }

  // MARK: Forward

  /// Attends over the positions of every example of a batch.
  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    let examples = batch.examples.count
    let rows = examples * shape.positions
    weightNoise.prepare(batch.pass, examples: batch.examples)
    headNoise.prepare(batch.pass, examples: batch.examples)
    entering.forward(input, rows: rows, into: projected, lists: lists)
    var pass = pass(examples: examples)
    dl_attention_forward(&pass, 0, examples, DL_PATH_FASTEST)
    leaving.forward(context, rows: rows, into: output, lists: lists)
  }

  // MARK: Pullback

  /// Leaves the gradients of all arrays and pulls that of the output back to the input where that is wanted.
  package func pullback(
    _ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists
  ) {
    let rows = examples * shape.positions
    leaving.pullback(context, gradient, rows: rows, into: contextGradient, lists: lists)
    var pass = pass(examples: examples)
    dl_attention_backward(&pass, contextGradient.base, projectedGradient.base, 0, examples, DL_PATH_FASTEST)
    // A batch of another size left its numbers where this one has padding, which norms of gradients sum over.
    projectedGradient.clearPadding(rows: rows)
    entering.pullback(input, projectedGradient, rows: rows, into: previous, lists: lists)
  }
}

// MARK: - Looking inside

extension AttentionLayer {
  /// The attention weights of the last pass before their mask, [positions × positions] row-major of one example and head.
  package func attention(example: Int, head: Int) -> [Float] {
    let positions = shape.positions
    let size = dl_attention_weights(positions, 1)
    var result = [Float](repeating: 0, count: positions * positions)
    dl_scatter_rows(weights.base + (example * heads + head) * size, positions, positions, &result)
    return result.map(\.magnitude)
  }
}
