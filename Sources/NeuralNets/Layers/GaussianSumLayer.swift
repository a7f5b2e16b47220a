import CKernels
import Randomness
import Specifications
import Tensors

/// A dense layer whose noise is summed up: z ~ N(W h + b, (q / p) W² h²), one normal number per sum.
///
/// The law of large numbers for the sums of inputs that are dropped (fast dropout, Wang & Manning 2013, section 2) and
/// of weights multiplied by N(1, q / p) (Gaussian DropConnect): both have these moments. Noise of unit o of an example
/// is addressed as `<layer>.moments`; evaluation uses the mean. A class because it owns weights and scratch.
package final class GaussianSumLayer: NoiseAuditing {
  package let name: String
  package var auditName: String { noiseName }
  /// The address of its noise.
  private var noiseName: String { "\(name).moments" }
  /// The rate of what is dropped ahead of the sums.
  package let rate: ScheduledRate
  package let weight: Parameter
  package let offset: Parameter
  private let weights: DenseWeights
  private let squared: DenseWeights
  private let squares: PanelMatrix
  /// Variances in the forward pass, dz/ds after it, ds in the pullback.
  private let slopes: PanelMatrix
  private let rows: FloatBuffer
  private let normals: PanelMatrix
  private let products: PanelMatrix
  private let back: PanelMatrix
  private let columns: ScalarLists
  private let squareColumns: ScalarLists
  /// Of n ~ N(0, q / p) in z = μ + √s n, s = W² h².
  package var audit = NoiseAudit()

  package var inputs: Int { weights.inputs }
  package var outputs: Int { weights.outputs }
  package var output: MapShape { MapShape(channels: outputs) }

  /// Draws the first weights that a dense layer of this name would have.
  package init(
    name: String, inputs: Int, outputs: Int, rate: ScheduledRate, isFirst: Bool, capacity: Int,
    initialization: Initialization, learning: Learning, plan: ReplicatePlan
  ) {
    self.name = name
    self.rate = rate
    weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: !isFirst)
    squared = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: !isFirst)
    weight = Parameter(
      name: "\(name).weight", shape: [outputs, inputs], kind: .weight, values: weights.values, learning: learning)
    offset = Parameter(offset: "\(name).bias", units: outputs, learning: learning)
    squares = PanelMatrix(rows: capacity, columns: inputs)
    slopes = PanelMatrix(rows: capacity, columns: outputs)
    rows = FloatBuffer(capacity * outputs)
    normals = PanelMatrix(rows: capacity, columns: outputs)
    products = PanelMatrix(rows: inputs, columns: outputs)
    back = PanelMatrix(rows: isFirst ? 0 : capacity, columns: inputs)
    columns = ScalarLists(count: inputs, depth: capacity)
    squareColumns = ScalarLists(count: inputs, depth: capacity)
    let stream = plan.initialization(layer: name)
    weights.set(initialization.weights(inputs: inputs, outputs: outputs, from: stream))
    refresh()
  }

  /// Makes the copies and the squares agree with the weights.
  func refresh() {
    weights.refreshTransposed()
    dl_square_f32(weights.values.base, squared.values.base, weights.values.buffer.count)
    squared.refreshTransposed()
  }

  /// What lists of the non-zero values of one batch the layer asks for.
  func lists(capacity: Int) -> [(count: Int, depth: Int)] { [(capacity, inputs), (capacity, outputs)] }

  /// q / p at a share of training.
  private func ratio(at progress: Double) -> Float {
    let rate = rate.at(progress)
    return Float(rate.dropping / rate.retention)
  }

  // MARK: Forward: z = μ + √((q / p) s) ε, μ = W h + b, s = W² h²

  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    let count = batch.count
    Product.multiply(
      input, rows: count, vectors: weights.values.base, initial: offset.values.base, into: output, lists: lists)
    guard let source = batch.pass.noise(of: noiseName) else { return }
    dl_square_f32(input.base, squares.base, input.count(rows: count))
    Product.multiply(squares, rows: count, vectors: squared.values.base, initial: nil, into: slopes, lists: lists)
    let region = RandomRegion(step: source.step, examples: batch.examples, units: 0..<outputs)
    source.stream.fillNormals(region, into: UnsafeMutableBufferPointer(start: rows.base, count: count * outputs))
    normals.fill(from: rows.base, rows: count)
    dl_add_deviations(
      output.base, slopes.base, normals.base, output.count(rows: count), ratio(at: batch.pass.progress),
      DL_PATH_FASTEST)
    if case .training = batch.pass { self.count(count, rate.at(batch.pass.progress)) }
  }

  /// Counts n = √(q / p) ε of z = μ + √s n, over the first examples of the batch.
  private func count(_ examples: Int, _ rate: Rate) {
    let drawn = min(examples, NoiseAudit.examples) * outputs
    let variance = rate.dropping / rate.retention
    audit.addFactors(
      drawn, sum: variance.squareRoot() * dl_sum_f32(rows.base, drawn, DL_PATH_FASTEST),
      squares: variance * dl_squared_norm_f32(rows.base, drawn, DL_PATH_FASTEST))
  }

  // MARK: Pullback: dh = Wᵀ dz + 2 h ⊙ ((W²)ᵀ ds), ds = dz ⊙ dz/ds

  package func pullback(
    _ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists
  ) {
    var slope = dl_noise(bits: nil, words: 0, multipliers: gradient.base, scale: 1, examples: 0, stride: 0)
    dl_apply_noise(slopes.base, examples, &slope, 0, slopes.panels, DL_PATH_FASTEST)
    guard let previous else { return }
    multiply(gradient, by: weights, rows: examples, into: previous, lists: lists)
    multiply(slopes, by: squared, rows: examples, into: back, lists: lists)
    dl_add_scaled_products(
      previous.base, input.base, back.base, 2, previous.count(rows: examples), DL_PATH_FASTEST)
  }

  private func multiply(
    _ gradient: PanelMatrix, by weights: DenseWeights, rows: Int, into previous: PanelMatrix, lists: ScalarLists
  ) {
    guard let transposed = weights.transposed else { preconditionFailure("\(name) keeps no transposed weights") }
    Product.multiply(gradient, rows: rows, vectors: transposed.base, initial: nil, into: previous, lists: lists)
  }
}

// MARK: - Audit

extension GaussianSumLayer {
  /// Nothing is dropped: the noise is of sums.
  package var hasZeros: Bool { false }

  package var curve: RateCurve? { rate.curve }

  package func expectation(at progress: Double) -> NoiseExpectation? { NoiseExpectation(sumsAt: rate.at(progress)) }
}

// MARK: - Learning: dW = dz hᵀ + 2 W ⊙ (ds (h²)ᵀ), db = Σ dz

extension GaussianSumLayer {
  /// Moves weights and biases by one step after a pullback, in one pass over the weights where the optimizer allows.
  package func update(_ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, by step: UpdateStep) {
    let own = weight.step(step)
    guard case .sgd(var rule) = own.rule, let velocity = weight.state.velocity else {
      storeGradients(input, gradient, examples: examples)
      offset.move(by: step)
      weight.move(by: step)
      return refresh()
    }
    dl_bias_gradient(gradient.base, examples, offset.gradient.base, 0, gradient.panels, DL_PATH_FASTEST)
    offset.move(by: step)
    weight.keepNorm()
    withSource(input, gradient, columns, rows: examples) { source in
      withSource(squares, slopes, squareColumns, rows: examples) { second in
        var sums = dl_square_sums(
          source: second, values: squared.values.base, transposed: squared.transposed?.base)
        dl_summed_weight_step_sgd(
          source, &sums, outputs, weights.values.base, velocity, weights.transposed?.base, &rule, 0,
          weights.values.panels, DL_PATH_FASTEST)
      }
    }
    if let limit = own.maxNorm, weight.project(into: limit) > 0 { refresh() }
  }

  /// Leaves the gradients of the last pullback in the parameters.
  package func storeGradients(_ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int) {
    dl_bias_gradient(gradient.base, examples, offset.gradient.base, 0, gradient.panels, DL_PATH_FASTEST)
    store(input, gradient, columns, rows: examples, in: weight.gradient)
    store(squares, slopes, squareColumns, rows: examples, in: products)
    dl_add_scaled_products(
      weight.gradient.base, weights.values.base, products.base, 2, products.buffer.count, DL_PATH_FASTEST)
  }

  private func store(
    _ input: PanelMatrix, _ gradient: PanelMatrix, _ columns: ScalarLists, rows: Int, in stored: PanelMatrix
  ) {
    withSource(input, gradient, columns, rows: rows) { source in
      dl_weight_gradient(source, stored.base, 0, stored.panels, DL_PATH_FASTEST)
    }
  }

  private func withSource(
    _ input: PanelMatrix, _ gradient: PanelMatrix, _ columns: ScalarLists, rows: Int,
    _ body: (UnsafePointer<dl_gradient_source>) -> Void
  ) {
    let fromLists = ProductPath.automatic.runsFromLists(input, rows: rows)
    if fromLists { columns.collectColumns(of: input, rows: rows) }
    withUnsafePointer(to: columns.lists) { lists in
      var source = dl_gradient_source(
        activations: input.base, columns: fromLists ? lists : nil, gradients: gradient.base, examples: rows,
        inputs: inputs)
      body(&source)
    }
  }
}
