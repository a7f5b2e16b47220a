import CKernels
import Randomness
import Tensors

/// A network laid out once for a trial: weights, buffers and noise, and no allocation in a step.
///
/// ```
/// x → noise(input) → [dense → activation with noise](hidden1 …) → dense(output) → logits
/// ```
///
/// A class because it owns memory that training changes; one trial owns it and uses it on one thread.
package final class Network {
  package let inputs: Int
  package let outputs: Int
  package let capacity: Int
  /// The noise of the input, which joins the copying of a batch into the first matrix.
  package let inputNoise: NoiseSite
  /// The stages that follow, from the input up.
  package let stages: [Layer]
  /// The stages with weights: hidden layers from the input up, then the output layer.
  package let layers: [DenseLayer]
  /// The activations with their noise, one per hidden layer.
  package let sites: [ActivationSite]
  /// The input after its noise, then the output of every stage that is not in place.
  private let values: [PanelMatrix]
  /// Gradients of `values`; none for the input.
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
    let layers = (0..<widths.count - 1).map { index in
      DenseLayer(
        name: Self.layerName(index, of: mlp.hidden.count), inputs: widths[index], outputs: widths[index + 1],
        isFirst: index == 0, capacity: capacity, initialization: mlp.initialization, optimizer: optimizer, plan: plan)
    }
    let sites = mlp.hidden.indices.map { index in
      let noise = NoiseSite(
        name: layers[index].name, dropout: dropout.hidden.dropout(at: index), units: mlp.hidden[index],
        capacity: capacity)
      return ActivationSite(
        activation: mlp.activation, noise: noise, sparsity: regularization.sparsity, capacity: capacity)
    }
    stages = layers.indices.flatMap { index in
      [Layer.dense(layers[index])] + (index < sites.count ? [.activation(sites[index])] : [])
    }
    self.layers = layers
    self.sites = sites
    values = widths.map { PanelMatrix(rows: capacity, columns: $0) }
    gradients = widths.enumerated().map { PanelMatrix(rows: $0 == 0 ? 0 : capacity, columns: $1) }
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
    let batch = LayerBatch(pass: pass, examples: examples)
    inputNoise.prepare(pass, examples: examples)
    values[0].fill(from: features, rows: rows, noise: inputNoise.noise)
    var place = 0
    for stage in stages {
      let next = stage.isInPlace ? place : place + 1
      stage.forward(values[place], into: values[next], batch: batch, lists: lists)
      place = next
    }
    dl_scatter_rows(values[place].base, rows, outputs, logits.base)
  }

  /// Pulls the gradient of the loss, which stands in `logits`, back and moves every weight by one step.
  package func backward(rows: Int, step: UpdateStep) {
    pullBack(rows: rows) { stage, input, gradient in stage.update(input, gradient, rows: rows, by: step) }
  }

  /// Pulls the gradient back without moving anything and returns every layer's gradients, from the input up.
  package func weightGradients(rows: Int) -> [(weights: [Float], bias: [Float])] {
    var found: [(weights: [Float], bias: [Float])] = []
    pullBack(rows: rows) { stage, input, gradient in
      if case .dense(let layer) = stage { found.append(layer.gradients(input, gradient, rows: rows)) }
    }
    return found.reversed()
  }

  /// Visits the stages from the output down, each with its input and the gradient of its output.
  private func pullBack(rows: Int, _ visit: (Layer, _ input: PanelMatrix, _ gradient: PanelMatrix) -> Void) {
    var place = values.count - 1
    gradients[place].fill(from: logits.base, rows: rows)
    for stage in stages.reversed() {
      let before = stage.isInPlace ? place : place - 1
      stage.pullback(
        values[place], gradients[place], rows: rows, into: before > 0 ? gradients[before] : nil, lists: lists)
      visit(stage, values[before], gradients[place])
      place = before
    }
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
