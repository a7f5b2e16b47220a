import CKernels
import Randomness
import Tensors

/// A multilayer perceptron laid out once for a trial: weights, buffers and noise, and no allocation in a step.
///
/// ```
/// x → noise(input) → [dense → activation → noise](hidden1 …) → dense(output) → logits
/// ```
///
/// A class because it owns memory that training changes; one trial owns it and uses it on one thread.
package final class Network {
  package let inputs: Int
  package let outputs: Int
  package let capacity: Int
  package let inputNoise: NoiseSite
  /// Hidden layers from the input up, then the output layer.
  package let layers: [DenseLayer]
  /// One per hidden layer.
  package let sites: [ActivationSite]
  /// Activations: the input after its noise, then every layer's output.
  private let values: [PanelMatrix]
  /// Gradients of every layer's output.
  private let gradients: [PanelMatrix]
  private let lists: ScalarLists
  /// Row-major logits of the last forward pass, [rows × outputs]; the loss gradient takes their place.
  package let logits: FloatBuffer

  /// Lays out a network for batches of up to `capacity` examples and draws its first weights.
  package init(
    _ spec: NetworkSpec, dropout: DropoutPlacement, regularization: Regularization, optimizer: Optimizer, inputs: Int,
    outputs: Int, capacity: Int, plan: ReplicatePlan
  ) {
    let mlp = spec.mlp
    self.inputs = inputs
    self.outputs = outputs
    self.capacity = capacity
    let widths = [inputs] + mlp.hidden + [outputs]
    inputNoise = NoiseSite(name: "input", dropout: dropout.input, units: inputs, capacity: capacity)
    layers = (0..<widths.count - 1).map { index in
      DenseLayer(
        name: Self.layerName(index, of: mlp.hidden.count), inputs: widths[index], outputs: widths[index + 1],
        isFirst: index == 0, capacity: capacity, initialization: mlp.initialization, optimizer: optimizer, plan: plan)
    }
    sites = mlp.hidden.indices.map { index in
      let noise = NoiseSite(
        name: Self.layerName(index, of: mlp.hidden.count), dropout: dropout.hidden.dropout(at: index),
        units: mlp.hidden[index], capacity: capacity)
      return ActivationSite(
        activation: mlp.activation, noise: noise, sparsity: regularization.sparsity, capacity: capacity)
    }
    values = widths.map { PanelMatrix(rows: capacity, columns: $0) }
    gradients = widths.dropFirst().map { PanelMatrix(rows: capacity, columns: $0) }
    lists = ScalarLists(count: capacity, depth: widths.max() ?? 0)
    logits = FloatBuffer(capacity * outputs)
  }

  /// The path name of layer `index` of a network of `hidden` hidden layers: `hidden1` …, `output`.
  package static func layerName(_ index: Int, of hidden: Int) -> String {
    index < hidden ? "hidden\(index + 1)" : "output"
  }
}

// MARK: - Forward and back

extension Network {
  /// Computes the logits of a batch of dense rows, [examples × inputs]; `examples` are positions in the data set.
  package func forward(
    _ features: UnsafePointer<Float>, examples: UnsafeBufferPointer<UInt32>, pass: ForwardPass
  ) {
    let rows = examples.count
    precondition(rows <= capacity, "a batch of \(rows) does not fit into \(capacity)")
    inputNoise.prepare(pass, examples: examples)
    values[0].fill(from: features, rows: rows, noise: inputNoise.noise)
    for index in layers.indices {
      layers[index].forward(values[index], rows: rows, into: values[index + 1], lists: lists)
      if index < sites.count {
        sites[index].forward(values[index + 1], rows: rows, pass: pass, examples: examples)
      }
    }
    dl_scatter_rows(values[layers.count].base, rows, outputs, logits.base)
  }

  /// Pulls the gradient of the loss, which stands in `logits`, back and moves every weight by one step.
  package func backward(rows: Int, step: UpdateStep) {
    takeLogitGradient(rows: rows)
    for index in layers.indices.reversed() {
      pullBack(through: index, rows: rows)
      layers[index].update(values[index], gradients[index], rows: rows, by: step)
    }
  }

  /// Pulls the gradient back without moving anything and returns every layer's gradients, from the input up.
  package func weightGradients(rows: Int) -> [(weights: [Float], bias: [Float])] {
    takeLogitGradient(rows: rows)
    let reversed = layers.indices.reversed().map { index in
      pullBack(through: index, rows: rows)
      return layers[index].gradients(values[index], gradients[index], rows: rows)
    }
    return reversed.reversed()
  }

  private func takeLogitGradient(rows: Int) { gradients[layers.count - 1].fill(from: logits.base, rows: rows) }

  private func pullBack(through index: Int, rows: Int) {
    guard index > 0 else { return }
    layers[index].inputGradient(gradients[index], rows: rows, into: gradients[index - 1], lists: lists)
    sites[index - 1].pullback(values[index], gradients[index - 1], rows: rows)
  }
}

// MARK: - Looking inside

extension Network {
  /// The activations of a hidden layer in the last pass, after noise, [rows × units] row-major.
  package func activations(ofHidden index: Int, rows: Int) -> [Float] { values[index + 1].rowMajor(rows: rows) }

  /// How many activations of a hidden layer are not zero in the last pass.
  package func nonzero(inHidden index: Int, rows: Int) -> Int { values[index + 1].nonzero(rows: rows) }

  /// Begins to count dropped units anew at every site.
  package func forgetDropCounts() {
    inputNoise.forgetDropCounts()
    for site in sites { site.noise.forgetDropCounts() }
  }

  /// Whether every weight and bias is finite.
  package var isFinite: Bool {
    layers.allSatisfy { layer in
      dl_all_finite_f32(layer.weights.values.base, layer.weights.values.buffer.count, DL_PATH_FASTEST)
        && dl_all_finite_f32(layer.bias.base, layer.bias.count, DL_PATH_FASTEST)
    }
  }
}
