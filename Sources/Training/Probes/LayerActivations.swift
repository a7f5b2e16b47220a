import Datasets
import Experiments
import NeuralNets
import Tensors

/// What the hidden layers of a trained network hand on for fixed examples, in evaluation.
///
/// A class because it owns the memory of all of them; row-major, [examples × positions × channels].
final class LayerActivations {
  let layers: [HiddenLayer]
  let count: Int
  /// One per layer.
  let values: [FloatBuffer]

  init(
    of trained: TrainedNetwork, on examples: Examples, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) {
    layers = trained.network.hiddenLayers
    count = examples.count
    values = layers.map { FloatBuffer(examples.count * $0.shape.units) }
    var first = 0
    for batch in examples.batches(of: trained.evaluationBatch) {
      if isCancelled() { throw TrainingCancelled() }
      trained.take(batch, of: examples)
      trained.forward(.evaluation, rows: batch.count)
      for (layer, buffer) in zip(layers, values) { Self.copy(layer, examples: batch.count, to: buffer, at: first) }
      first += batch.count
    }
  }

  /// Rows of a batch are position · examples + example; those of the copy are example · positions + position.
  private static func copy(_ layer: HiddenLayer, examples: Int, to buffer: FloatBuffer, at first: Int) {
    let (positions, channels) = (layer.shape.positions, layer.shape.channels)
    let rows = layer.values.rowMajor(rows: examples * positions)
    rows.withUnsafeBufferPointer { rows in
      guard let from = rows.baseAddress else { return }
      for example in 0..<examples {
        for position in 0..<positions {
          let to = buffer.base + ((first + example) * positions + position) * channels
          to.update(from: from + (position * examples + example) * channels, count: channels)
        }
      }
    }
  }

  /// One number per example and unit, row-major: the activation of a neuron, the mean of a channel over its map.
  func means(_ place: Int) -> FloatBuffer {
    let shape = layers[place].shape
    guard shape.positions > 1 else { return values[place] }
    let means = FloatBuffer(count * shape.channels)
    for example in 0..<count {
      for channel in 0..<shape.channels {
        var sum = 0.0
        for position in 0..<shape.positions {
          sum += Double(values[place].base[(example * shape.positions + position) * shape.channels + channel])
        }
        means.base[example * shape.channels + channel] = Float(sum / Double(shape.positions))
      }
    }
    return means
  }
}
