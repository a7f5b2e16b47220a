import CKernels
import Randomness
import Specifications
import Tensors

/// A dense layer whose weights are dropped: z = ((M / p) ⊙ W) h + b, M ~ Bernoulli(p) per weight (Wan et al. 2013).
///
/// One mask serves `group` examples that follow each other in a batch; it is addressed by the first of them, its unit is
/// output · inputs + input. Biases have masks of their own where that is asked for. Evaluation uses the mean W and b. A
/// class because it owns weights and masks.
package final class DropConnectLayer {
  package let name: String
  /// The rate, under a curve where that is 1.
  package let rate: Rate
  /// Examples that share a mask.
  package let group: Int
  /// Examples that shared one in the last pass: all of them where a curve rests.
  private var sharing: Int
  package let weight: Parameter
  package let offset: Parameter
  /// The masks: `<layer>.weights`.
  package let noise: NoiseSite
  /// Those of the biases; nil where these stay.
  let biasMasks: BiasMasks?
  private let weights: DenseWeights
  private let matrix: WeightMatrix
  /// A piece of the weights of one group, or of them turned.
  private let scratch: FloatBuffer
  private let groupInput: PanelMatrix
  private let groupOutput: PanelMatrix
  private let groupPrevious: PanelMatrix
  private let groupGradient: PanelMatrix
  private let firsts: UnsafeMutableBufferPointer<UInt32>
  private let columns: ScalarLists

  package var inputs: Int { weights.inputs }
  package var outputs: Int { weights.outputs }
  package var output: MapShape { MapShape(channels: outputs) }
  /// The places of its noise, that of the weights last.
  var sites: [NoiseSite] { (biasMasks.map { [$0.noise] } ?? []) + [noise] }

  /// Draws the first weights that a dense layer of this name would have.
  package init(
    name: String, inputs: Int, outputs: Int, dropout: DropConnect, curve: RateCurve? = nil, isFirst: Bool,
    capacity: Int, initialization: Initialization, learning: Learning, plan: ReplicatePlan
  ) {
    self.name = name
    rate = dropout.rate
    group = min(dropout.group, capacity)
    sharing = group
    let most = curve == nil ? group : capacity
    weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: false)
    matrix = WeightMatrix(inputs: inputs, outputs: outputs)
    scratch = FloatBuffer(max(matrix.scratch(turned: false), isFirst ? 0 : matrix.scratch(turned: true)))
    weight = Parameter(
      name: "\(name).weight", shape: [outputs, inputs], kind: .weight, values: weights.values, learning: learning)
    offset = Parameter(offset: "\(name).bias", units: outputs, learning: learning)
    let groups = (capacity + group - 1) / group
    noise = NoiseSite(name: "\(name).weights", rate: dropout.rate, curve: curve, weights: matrix, capacity: groups)
    biasMasks =
      dropout.masksBias
      ? BiasMasks(layer: name, rate: ScheduledRate(dropout.rate, curve), outputs: outputs, groups: groups) : nil
    groupInput = PanelMatrix(rows: most, columns: inputs)
    groupOutput = PanelMatrix(rows: most, columns: outputs)
    groupPrevious = PanelMatrix(rows: isFirst ? 0 : most, columns: inputs)
    groupGradient = PanelMatrix(rows: inputs, columns: outputs)
    firsts = .allocate(capacity: groups)
    columns = ScalarLists(count: inputs, depth: most)
    let stream = plan.initialization(layer: name)
    weights.set(initialization.weights(inputs: inputs, outputs: outputs, from: stream))
  }

  deinit { firsts.deallocate() }

  /// What lists of the non-zero values of one batch the layer asks for.
  func lists(capacity: Int) -> [(count: Int, depth: Int)] { [(capacity, inputs), (capacity, outputs)] }

  // MARK: Forward

  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    let rows = batch.count
    let groups = (rows + group - 1) / group
    for index in 0..<groups { firsts[index] = batch.examples[index * group] }
    let leading = UnsafeBufferPointer<UInt32>(start: firsts.baseAddress, count: groups)
    noise.prepare(batch.pass, examples: leading)
    biasMasks?.noise.prepare(batch.pass, examples: leading)
    sharing = isResting ? rows : group
    guard noise.noise.bits != nil || biasMasks?.areDrawn == true else {
      Product.multiply(
        input, rows: rows, vectors: weights.values.base, initial: offset.values.base, into: output, lists: lists)
      return
    }
    // Where one mask serves all, nothing is copied.
    if groups == 1 { return multiply(input, rows: rows, group: 0, into: output, lists: lists) }
    for index in 0..<groups {
      let members = self.members(index, of: rows)
      copy(input, rows: rows, members, into: groupInput)
      multiply(groupInput, rows: members.count, group: index, into: groupOutput, lists: lists)
      copy(groupOutput, into: output, rows: rows, members)
    }
  }

  private func multiply(_ input: PanelMatrix, rows: Int, group: Int, into output: PanelMatrix, lists: ScalarLists) {
    matrix.multiply(
      input, rows: rows, weights: weights.values, under: mask(of: group), turned: false,
      initial: biasMasks?.values(of: offset, group: group) ?? UnsafePointer(offset.values.base), into: output,
      lists: lists, scratch: scratch)
  }

  /// Whether a curve drops nothing in the last pass, so that no example is apart from the others.
  private var isResting: Bool { noise.dropout.curve != nil && noise.noise.bits == nil }

  /// The rows of a group.
  private func members(_ index: Int, of rows: Int) -> Range<Int> {
    index * sharing..<min((index + 1) * sharing, rows)
  }

  /// M / p of a group, or no noise where nothing is dropped.
  private func mask(of group: Int) -> dl_noise {
    var own = noise.noise
    guard let bits = own.bits else { return dl_no_noise() }
    own.bits = bits + group * own.words
    return own
  }

  private func copy(_ matrix: PanelMatrix, rows: Int, _ members: Range<Int>, into part: PanelMatrix) {
    for panel in 0..<matrix.panels {
      (part.base + panel * members.count * 16).update(
        from: matrix.base + (panel * rows + members.lowerBound) * 16, count: members.count * 16)
    }
  }

  private func copy(_ part: PanelMatrix, into matrix: PanelMatrix, rows: Int, _ members: Range<Int>) {
    for panel in 0..<matrix.panels {
      (matrix.base + (panel * rows + members.lowerBound) * 16).update(
        from: part.base + panel * members.count * 16, count: members.count * 16)
    }
  }

  // MARK: Pullback: dh = ((M / p) ⊙ W)ᵀ dz

  package func pullback(
    _ gradient: PanelMatrix, examples rows: Int, into previous: PanelMatrix?, lists: ScalarLists
  ) {
    guard let previous else { return }
    if rows <= sharing { return multiplyBack(gradient, rows: rows, group: 0, into: previous, lists: lists) }
    for index in 0..<(rows + sharing - 1) / sharing {
      let members = self.members(index, of: rows)
      copy(gradient, rows: rows, members, into: groupOutput)
      multiplyBack(groupOutput, rows: members.count, group: index, into: groupPrevious, lists: lists)
      copy(groupPrevious, into: previous, rows: rows, members)
    }
  }

  private func multiplyBack(
    _ gradient: PanelMatrix, rows: Int, group: Int, into previous: PanelMatrix, lists: ScalarLists
  ) {
    matrix.multiply(
      gradient, rows: rows, weights: weights.values, under: mask(of: group), turned: true, initial: nil,
      into: previous, lists: lists, scratch: scratch)
  }
}

// MARK: - Learning: dW = Σ over groups of (M / p) ⊙ (dz hᵀ), db = Σ dz, or Σ over groups of (M / p) ⊙ Σ dz

extension DropConnectLayer {
  /// Moves weights and biases by one step, in one pass over the weights where one mask serves the batch.
  package func update(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, by step: UpdateStep) {
    let own = weight.step(step)
    guard case .sgd(var rule) = own.rule, let velocity = weight.state.velocity, rows <= sharing,
      noise.noise.bits != nil || isResting
    else {
      storeGradients(input, gradient, rows: rows)
      offset.move(by: step)
      weight.move(by: step)
      return
    }
    storeBiasGradient(gradient, rows: rows)
    offset.move(by: step)
    weight.keepNorm()
    var mask = noise.noise
    withSource(input, gradient, rows: rows) { source in
      dl_masked_weight_step_sgd(
        source, outputs, &mask, weights.values.base, velocity, &rule, 0, weights.values.panels, DL_PATH_FASTEST)
    }
    if let limit = own.maxNorm { weight.project(into: limit) }
  }

  /// Leaves the gradients of the last pass in the parameters.
  package func storeGradients(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int) {
    storeBiasGradient(gradient, rows: rows)
    weight.gradient.buffer.clear()
    for index in 0..<(rows + sharing - 1) / sharing {
      let members = self.members(index, of: rows)
      copy(input, rows: rows, members, into: groupInput)
      copy(gradient, rows: rows, members, into: groupOutput)
      withSource(groupInput, groupOutput, rows: members.count) { source in
        dl_weight_gradient(source, groupGradient.base, 0, groupGradient.panels, DL_PATH_FASTEST)
      }
      var mask = mask(of: index)
      dl_mask_weights(
        groupGradient.base, inputs, &mask, groupGradient.base, 0, groupGradient.panels, DL_PATH_FASTEST)
      dl_add_examples(
        groupGradient.base, inputs, inputs, nil, weight.gradient.base, 0, groupGradient.panels, DL_PATH_FASTEST)
    }
  }

  private func storeBiasGradient(_ gradient: PanelMatrix, rows: Int) {
    guard let biasMasks, biasMasks.areDrawn else {
      dl_bias_gradient(gradient.base, rows, offset.gradient.base, 0, gradient.panels, DL_PATH_FASTEST)
      return
    }
    offset.gradient.buffer.clear()
    for index in 0..<(rows + sharing - 1) / sharing {
      let members = self.members(index, of: rows)
      copy(gradient, rows: rows, members, into: groupOutput)
      biasMasks.add(groupOutput, rows: members.count, group: index, to: offset.gradient)
    }
  }

  private func withSource(
    _ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, _ body: (UnsafePointer<dl_gradient_source>) -> Void
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
