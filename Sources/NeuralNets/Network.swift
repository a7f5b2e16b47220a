import CKernels
import Randomness
import Tensors

/// A network laid out once for a trial: weights, buffers and noise, and no allocation in a step.
///
/// ```
/// x → noise(input) → stage → stage → … → logits
/// ```
///
/// A class because it owns memory that training changes; one trial owns it and uses it on one thread.
package final class Network {
  package let kind: any NetworkKind
  package let input: MapShape
  package let outputs: Int
  package let capacity: Int
  /// Steps at which it answers: one, or one per symbol of a sequence.
  package var steps: Int { chain.output.positions }
  /// The noise of the input, which joins the copying of a batch into the first matrix.
  package let inputNoise: NoiseSite
  /// The stages from the input to the logits.
  package let chain: Chain
  /// Every learned array, from the input up.
  package let parameters: [Parameter]
  /// The activations with their noise and the matrices they stand in, from the input up.
  package let activations: [(site: ActivationSite, values: PanelMatrix)]
  /// The noise whose size is learned, from the input up.
  package let learnedRates: [LearnedRate]
  /// The gates of residual branches, from the input up.
  package let gates: [ResidualGate]
  /// The blocks of paths, from the input up.
  package let fractals: [FractalBlock]
  /// The layers whose sums are noisy, from the input up.
  let noisySums: [GaussianSumLayer]
  /// The input after its noise, [examples × inputs].
  let features: PanelMatrix
  let lists: ScalarLists
  private let clipNorm: Double?
  /// Row-major logits of the last forward pass, [steps · examples × outputs]; the loss gradient takes their place.
  package let logits: FloatBuffer

  /// Lays out a network for batches of up to `capacity` examples and draws its first weights.
  ///
  /// It answers `outputs` numbers at each of `steps` steps. `keepsGradients` lets gradients of several passes be summed;
  /// `loss` is what a penalty of the last layer depends on.
  package init(
    _ spec: NetworkSpec, dropout: DropoutPlacement, regularization: Regularization, optimizer: Optimizer,
    input: MapShape, outputs: Int, steps: Int = 1, capacity: Int, trainingExamples: Int = 1,
    keepsGradients: Bool = false, loss: Loss? = nil, plan: ReplicatePlan
  ) {
    kind = spec.kind
    self.input = input
    self.outputs = outputs
    self.capacity = capacity
    inputNoise = NoiseSite(
      name: "input", dropout: dropout.input.learned == nil ? dropout.input : .none,
      shape: MapShape(channels: input.units), image: input, capacity: capacity)
    let layout = NetworkLayout(
      dropout: dropout, regularization: regularization, optimizer: optimizer, steps: steps, capacity: capacity,
      trainingExamples: trainingExamples, keepsGradients: keepsGradients, loss: loss, plan: plan)
    chain = Chain(
      layout.learnedInput(units: input.units) + kind.stages(layout, input: input, outputs: outputs), capacity: capacity)
    chain.connectLearnedRates()
    precondition(
      chain.output.positions == steps && chain.output.channels == outputs,
      "the stages answer \(chain.output), not \(outputs) at \(steps) steps")
    parameters = chain.allStages.flatMap(\.parameters)
    activations = chain.activations
    gates = chain.allStages.compactMap(\.gate)
    learnedRates = chain.allStages.flatMap(\.noises).compactMap(\.learned)
    fractals = chain.allStages.compactMap(\.fractal)
    noisySums = chain.allStages.compactMap(\.gaussianSum)
    features = PanelMatrix(rows: capacity, columns: input.units)
    lists = ScalarLists(chain.lists(capacity: capacity))
    clipNorm = regularization.clipNorm
    logits = FloatBuffer(capacity * chain.output.positions * outputs)
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
    self.features.fill(from: features, rows: rows, noise: inputNoise.noise)
    if case .training = pass { LearnedRate.beginStep(learnedRates) }
    inputNoise.addShift(to: self.features, examples: rows)
    chain.forward(self.features, batch: LayerBatch(pass: pass, examples: examples), lists: lists)
    takeLogits(rows: rows)
  }

  /// Lays the result of the last stage out as rows.
  func takeLogits(rows: Int) {
    dl_scatter_rows(chain.result.base, rows * chain.output.positions, outputs, logits.base)
  }

  /// Whether the first stage gives the same values in every pass over a batch, since no noise reaches it.
  package var hasConstantFirstStage: Bool {
    guard inputNoise.dropout == .none, case .dense = chain.stages[0] else { return false }
    return chain.stages.count > 1
  }

  /// Computes what the first stage makes of a batch, for passes that differ behind it only.
  package func holdFirstStage(_ features: UnsafePointer<Float>, rows: Int) -> [Float] {
    precondition(hasConstantFirstStage, "noise reaches the first stage, or it is not dense")
    self.features.fill(from: features, rows: rows)
    if case .dense(let layer) = chain.stages[0] {
      layer.forward(self.features, rows: rows, into: chain.firstValues, lists: lists)
    }
    return Array(UnsafeBufferPointer(start: chain.firstValues.base, count: chain.firstValues.count(rows: rows)))
  }

  /// Computes the logits of a batch whose first stage was held; no gradients.
  package func forward(held: [Float], examples: UnsafeBufferPointer<UInt32>, pass: ForwardPass) {
    let rows = examples.count
    chain.firstValues.base.update(from: held, count: held.count)
    chain.forward(
      features, from: ChainPlace(stage: 1, value: 0), batch: LayerBatch(pass: pass, examples: examples), lists: lists)
    takeLogits(rows: rows)
  }

  /// Pulls the gradient of the loss, which stands in `logits`, back and moves every weight by one step.
  ///
  /// `norms` is told the norm of the gradient of each weight array it meets, from the output down.
  package func backward(rows: Int, step: UpdateStep, norms: ((_ layer: String, _ norm: Double) -> Void)? = nil) {
    guard clipNorm != nil else {
      pullBack(rows: rows) {
        if let norms { $0.measureGradients(norms) }
        $0.update(by: step)
      }
      return
    }
    var pulled: [Layer] = []
    pullBack(rows: rows) {
      if let norms { $0.measureGradients(norms) }
      $0.storeGradients()
      pulled.append($0.layer)
    }
    move(pulled, by: step)
  }

  /// Bounds the stored gradients of layers together, if asked, and moves their arrays by one step.
  func move(_ layers: [Layer], by step: UpdateStep) {
    if let clipNorm { clip(layers.flatMap(\.parameters), to: clipNorm) }
    for layer in layers { layer.move(by: step) }
  }

  /// Pulls the gradient back without moving anything, once per forward pass; `visit` meets the stages from the output.
  package func pullBack(rows: Int, _ visit: (PulledStage) -> Void) {
    chain.resultGradient.fill(from: logits.base, rows: rows * chain.output.positions)
    chain.pullback(features, examples: rows, into: nil, lists: lists, visit: visit)
  }

  /// Scales gradients so that their norm over all arrays is at most `limit` (Pascanu, Mikolov & Bengio 2013).
  private func clip(_ parameters: [Parameter], to limit: Double) {
    let norm = parameters.map(\.squaredGradientNorm).reduce(0, +).squareRoot()
    guard norm > limit else { return }
    for parameter in parameters { parameter.scaleGradient(by: Float(limit / norm)) }
  }
}

// MARK: - Looking inside

extension Network {
  /// The dense layers of the chain, from the input up.
  package var layers: [DenseLayer] {
    chain.allStages.compactMap { stage in
      guard case .dense(let layer) = stage else { return nil }
      return layer
    }
  }

  /// The gradients of the dense layers of the last pass, from the input up; nothing moves.
  package func weightGradients(rows: Int) -> [(weights: [Float], bias: [Float])] {
    var found: [(weights: [Float], bias: [Float])] = []
    pullBack(rows: rows) { pulled in
      guard case .dense(let layer) = pulled.layer else { return }
      found.append(layer.gradients(pulled.input, pulled.gradient, rows: rows * layer.positions))
    }
    return found.reversed()
  }

  /// The gradients of all arrays that the last pass used, row-major, from the input up; nothing moves.
  package func gradients(rows: Int) -> [(name: String, values: [Float])] {
    var found: [(name: String, values: [Float])] = []
    pullBack(rows: rows) { pulled in found = pulled.gradients + found }
    return found
  }

  /// Gives one of the network's arrays other values, in row-major order of its shape.
  package func set(_ parameter: Parameter, _ rowMajor: [Float]) {
    parameter.set(rowMajor)
    for stage in chain.allStages where stage.parameters.contains(where: { $0 === parameter }) { stage.refresh() }
  }

  /// Makes copies of arrays agree with them after their memory was written.
  package func refreshCopies() {
    for stage in chain.allStages { stage.refresh() }
  }

  /// What evaluation needs beside the learned arrays: running means and variances, in Double.
  package var buffers: [(name: String, values: [Double])] { chain.allStages.flatMap(\.buffers) }

  /// The batch normalisations, from the input up.
  package var norms: [BatchNormLayer] {
    chain.allStages.compactMap { stage in
      guard case .batchNorm(let layer) = stage else { return nil }
      return layer
    }
  }

  /// The activations of a site in the last pass, after noise, [rows × units] row-major.
  package func activations(ofHidden index: Int, rows: Int) -> [Float] {
    activations[index].values.rowMajor(rows: rows)
  }

  /// What learned rates add to the loss at the weights of the moment, and explicit dropout to that of the last step;
  /// nil where there is neither.
  package var penalty: Double? {
    let explicit = layers.compactMap(\.explicitDropout)
    guard !learnedRates.isEmpty || !explicit.isEmpty else { return nil }
    return learnedRates.reduce(0) { $0 + $1.penalty } + explicit.reduce(0) { $0 + $1.penalty }
  }

  /// Every site of noise, from the input up.
  package var sites: [NoiseSite] { [inputNoise] + chain.allStages.flatMap(\.noises) }

  /// The sites that act on units, from the input up, without those on weights and inside of layers.
  package var unitSites: [NoiseSite] { [inputNoise] + chain.allStages.flatMap(\.unitNoises) }

  /// Begins to count anew wherever noise is drawn.
  package func forgetDropCounts() {
    for place in auditing { place.forgetDropCounts() }
  }

  /// Whether every weight and bias is finite.
  package var isFinite: Bool { parameters.allSatisfy(\.isFinite) }
}
