import Tensors

/// Stages one after the other with the values between them and their gradients.
///
/// A class because it owns the memory of a pass, laid out once.
package final class Chain {
  package let stages: [Layer]
  /// The shape of one example behind the last stage.
  package let output: MapShape
  /// What each stage that is not in place writes, in order.
  private let values: [PanelMatrix]
  private let gradients: [PanelMatrix]
  /// The first stage that learns; below it nobody wants a gradient but who gave the input.
  private let firstLearner: Int

  /// Lays out room for batches of up to `capacity` examples; the first stage must not work in place.
  package init(_ stages: [Layer], capacity: Int) {
    precondition(stages.first.map { !$0.isInPlace } ?? false, "a chain begins with a stage that writes a matrix")
    for (stage, next) in zip(stages, stages.dropFirst()) where next.isInPlace {
      let reads = stage.noises.contains { $0.learned?.readsOutput == true }
      precondition(!reads, "what a learned rate reads in its pullback is overwritten by the stage behind it")
    }
    let shapes = stages.compactMap(\.output)
    self.stages = stages
    firstLearner = stages.firstIndex(where: \.learns) ?? 0
    output = shapes[shapes.count - 1]
    values = shapes.map { PanelMatrix(rows: capacity * $0.positions, columns: $0.channels) }
    gradients = shapes.map { PanelMatrix(rows: capacity * $0.positions, columns: $0.channels) }
  }

  /// What the last stage wrote.
  package var result: PanelMatrix { values[values.count - 1] }
  /// Takes the gradient of `result` before a pullback.
  package var resultGradient: PanelMatrix { gradients[gradients.count - 1] }

  func lists(capacity: Int) -> [(count: Int, depth: Int)] { stages.flatMap { $0.lists(capacity: capacity) } }

  /// What the first stage wrote.
  var firstValues: PanelMatrix { values[0] }

  /// Runs the stages from `input` and leaves the outcome in `result`.
  func forward(_ input: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    forward(input, from: ChainPlace(stage: 0, value: -1), batch: batch, lists: lists)
  }

  /// Runs the stages from a place on, up to another one or to the end, with what stands in the matrix there.
  func forward(
    _ input: PanelMatrix, from start: ChainPlace, to end: ChainPlace? = nil, batch: LayerBatch, lists: ScalarLists
  ) {
    var place = start.value
    for stage in stages[start.stage..<(end?.stage ?? stages.count)] {
      let read = place < 0 ? input : values[place]
      if !stage.isInPlace { place += 1 }
      stage.forward(read, into: values[place], batch: batch, lists: lists)
    }
  }

  /// Pulls `resultGradient` back to the gradient of the input, if that is wanted.
  ///
  /// Visits every stage from the last one down when its gradient has gone on, those inside other stages included.
  func pullback(
    _ input: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists,
    visit: (PulledStage) -> Void
  ) {
    var place = values.count - 1
    var behind: NoiseSite?
    for (index, stage) in stages.enumerated().reversed() {
      let before = stage.isInPlace ? place : place - 1
      let read = before < 0 ? input : values[before]
      let isLast = previous == nil && index == firstLearner
      let into = isLast ? nil : before < 0 ? previous : gradients[before]
      if !isLast, let site = noiseOfPooling(index) {
        behind = site
        place = before
        continue
      } else if case .pooling(let layer) = stage {
        layer.pullback(gradients[place], noise: behind?.pooled(values[place]), examples: examples, into: into)
        if let site = behind.take() {
          site.learned?.takeSums()
          visit(PulledStage(layer: .noise(site), input: values[place], gradient: gradients[place], examples: examples))
        }
      } else {
        stage.pullback(
          read, values[place], gradients[place], examples: examples, into: into, lists: lists, visit: visit)
      }
      visit(PulledStage(layer: stage, input: read, gradient: gradients[place], examples: examples))
      if isLast { return }
      place = before
    }
  }
}

extension Chain {
  /// The noise at a place right behind a pooling in whose pullback it acts.
  private func noiseOfPooling(_ index: Int) -> NoiseSite? {
    guard index > 0, case .noise(let site) = stages[index], case .pooling(let pooling) = stages[index - 1],
      pooling.takesNoise, !site.isMask
    else { return nil }
    return site
  }
}

/// A place between two stages of a chain.
struct ChainPlace: Hashable, Sendable {
  /// The stage behind it.
  let stage: Int
  /// The matrix that this stage reads; −1 for the input of the chain.
  let value: Int
}

// MARK: - Looking inside

extension Chain {
  /// The hidden layers of the chain itself: what stands behind an activation, or a pooling that rectifies, and its noise.
  package var hiddenLayers: [HiddenLayer] {
    var found: [HiddenLayer] = []
    var value = -1
    for (index, stage) in stages.enumerated() {
      if !stage.isInPlace { value += 1 }
      guard let (name, shape) = hidden(stage, behind: index) else { continue }
      let noise = stages[(index + 1)...].prefix { $0.isInPlace }.count
      found.append(
        HiddenLayer(
          name: name, shape: shape, values: values[value],
          place: ChainPlace(stage: index + noise + 1, value: value)))
    }
    return found
  }

  /// Name and shape of what an activating stage writes.
  private func hidden(_ stage: Layer, behind index: Int) -> (String, MapShape)? {
    switch stage {
    case .activation(let site):
      // Where pooling follows, its output is the layer.
      if stages.indices.contains(index + 1), case .pooling = stages[index + 1] { return nil }
      return (site.noise.name, site.noise.shape)
    case .pooling(let pooling): return convolved(ahead: index).map { ($0, pooling.output) }
    case .dense, .dropConnect, .gaussianSum, .convolution, .flatten, .unflatten, .positions, .embedding, .contrast,
      .attention, .layerNorm, .recurrent, .noise, .copy, .batchNorm, .residual, .fractal:
      return nil
    }
  }

  /// The name of the convolution whose maps a stage pools; nil where they are pooled already.
  private func convolved(ahead index: Int) -> String? {
    for stage in stages[..<index].reversed() {
      if case .convolution(let layer) = stage { return layer.name }
      if case .pooling = stage { return nil }
    }
    return nil
  }

  /// The matrix that the stage at a place of the chain writes.
  func written(behind place: ChainPlace) -> PanelMatrix {
    values[stages[place.stage].isInPlace ? place.value : place.value + 1]
  }
}

extension Chain {
  /// Every stage, those inside other stages before the stage they are in.
  package var allStages: [Layer] { stages.flatMap { stage in stage.inner.flatMap(\.allStages) + [stage] } }

  /// The activations with the matrices they stand in, from the input up.
  package var activations: [(site: ActivationSite, values: PanelMatrix)] {
    var place = -1
    return stages.flatMap { stage -> [(site: ActivationSite, values: PanelMatrix)] in
      if !stage.isInPlace { place += 1 }
      guard case .activation(let site) = stage else { return stage.inner.flatMap(\.activations) }
      return [(site, values[place])]
    }
  }
}
