import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// How large and how sparse the activations of each hidden layer are; the population of an example is its whole layer.
///
/// Exact zeros and Hoyer's sparsity do not change with the scale of a layer, which a ReLU network can move from one layer to
/// the next; its mean does, so h ‖w_out‖, what reaches the next layer, is given beside it where that layer is dense.
struct ActivationStatistics {
  private let trained: TrainedNetwork
  private let examples: Examples

  init(_ trained: TrainedNetwork, _ examples: Examples) {
    self.trained = trained
    self.examples = examples
  }

  /// The share of the layer's largest activation that counts as low.
  static let low = 0.05

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let activations = try LayerActivations(of: trained, on: examples, isCancelled)
    return activations.layers.indices.flatMap { values(of: $0, activations) }
  }

  private func values(of place: Int, _ activations: LayerActivations) -> [ProbeValue] {
    let (layer, values) = (activations.layers[place], activations.values[place])
    let threshold = Self.low * Double(dl_largest(values.base, values.count))
    let units = DoubleBuffer(layer.shape.units)
    var sums = dl_sparsity()
    dl_measure_sparsity(values.base, activations.count, layer.shape.units, threshold, units.base, &sums)
    let count = Double(values.count)
    // A layer that is 0 everywhere is as sparse as can be.
    let live = Double(sums.live)
    var found: [(ProbeStatistic, Double)] = [
      (.activationMean, sums.sum / count), (.zeroShare, Double(sums.zeros) / count),
      (.lowShare, Double(sums.low) / count), (.hoyer, sums.live == 0 ? 1 : sums.hoyer / live),
      (.trevesRolls, sums.live == 0 ? 1 : sums.treves_rolls / live),
    ]
    if let reader = trained.network.reader(of: layer) {
      let norms = Self.outgoingNorms(reader)
      let sum = zip(units.values, norms).reduce(0) { $0 + $1.0 * $1.1 }
      found.append((.effectiveActivation, sum / count))
    }
    return found.map { ProbeValue($0.0, layer: layer.name, $0.1) }
  }

  /// The Euclidean norm of the weights that read each unit.
  static func outgoingNorms(_ reader: DenseLayer) -> [Double] {
    let weights = reader.weights.rowMajor
    var squares = [Double](repeating: 0, count: reader.inputs)
    for output in 0..<reader.outputs {
      for input in 0..<reader.inputs {
        let weight = Double(weights[output * reader.inputs + input])
        squares[input] += weight * weight
      }
    }
    return squares.map { $0.squareRoot() }
  }
}
