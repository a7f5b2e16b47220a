import CKernels
import Tensors

/// A hidden layer whose values can be changed before the stages behind it run on.
package struct HiddenLayer {
  /// The path name of the layer: `hidden1`, `conv1`, `fc1`.
  package let name: String
  package let shape: MapShape
  /// What it hands on in the last pass, evaluation factors included, [positions · examples × channels].
  package let values: PanelMatrix
  let place: ChainPlace

  /// Units that are removed as one: neurons, or whole channels of maps.
  package var units: Int { shape.channels }
}

extension Network {
  /// The hidden layers from the input up, where they stand one behind the other.
  package var hiddenLayers: [HiddenLayer] { chain.hiddenLayers }

  /// Runs the stages behind a hidden layer in evaluation, with what stands in its matrix: up to what another hidden
  /// layer hands on, or to the logits.
  package func resume(
    behind layer: HiddenLayer, upTo next: HiddenLayer? = nil, examples: UnsafeBufferPointer<UInt32>
  ) {
    run(from: layer.place, to: next?.place, examples: examples)
  }

  /// The weights into the layer behind a hidden one, where that is dense and reads units one by one.
  package func reader(of layer: HiddenLayer) -> DenseLayer? {
    guard case .dense(let dense) = chain.stages[layer.place.stage], layer.shape.positions == 1, dense.positions == 1
    else { return nil }
    return dense
  }

  /// Writes the sums of the dense layer behind a hidden one for `rows` rows.
  package func sums(behind layer: HiddenLayer, rows: Int, into sums: PanelMatrix) {
    guard let dense = reader(of: layer) else { preconditionFailure("behind \(layer.name) stands no dense layer") }
    dense.forward(layer.values, rows: rows, into: sums, lists: lists)
  }

  /// Runs in evaluation from the sums of the dense layer behind a hidden one, less what one unit adds to them.
  ///
  /// One fused multiply-add per sum (a change of rank one) instead of a product. The layer keeps its values.
  package func resume(
    behind layer: HiddenLayer, sums: PanelMatrix, without units: [Int], examples: UnsafeBufferPointer<UInt32>
  ) {
    guard let dense = reader(of: layer) else { preconditionFailure("behind \(layer.name) stands no dense layer") }
    let out = chain.written(behind: layer.place)
    var from = sums
    for unit in units {
      dl_remove_unit(
        from.base, layer.values.base, unit, dense.weights.values.base, dense.inputs, examples.count, 0, out.panels,
        out.base, DL_PATH_FASTEST)
      from = out
    }
    run(from: ChainPlace(stage: layer.place.stage + 1, value: layer.place.value + 1), examples: examples)
  }

  private func run(from place: ChainPlace, to end: ChainPlace? = nil, examples: UnsafeBufferPointer<UInt32>) {
    chain.forward(
      features, from: place, to: end, batch: LayerBatch(pass: .evaluation, examples: examples), lists: lists)
    if end == nil { takeLogits(rows: examples.count) }
  }
}
