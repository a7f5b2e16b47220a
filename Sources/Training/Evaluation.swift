import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// Measures a network in evaluation mode on one split at a time.
///
/// Every sum runs over the examples in their order, in Double, so the batch size never shows.
final class Evaluation {
  private let batchSize: Int
  private let network: Network
  private let loss: LossFunction
  private let features: FloatBuffer
  private let probabilities: FloatBuffer
  /// The learning rate of the last step.
  var learningRate = 0.0

  /// Takes `batchSize` examples per forward pass, which the scratch `features`, the network and the loss have room for.
  init(batchSize: Int, network: Network, loss: LossFunction, features: FloatBuffer) {
    self.batchSize = batchSize
    self.network = network
    self.loss = loss
    self.features = features
    probabilities = FloatBuffer(batchSize * network.outputs)
  }

  /// Measures all examples of a split.
  func measure(_ examples: Examples) -> SplitMeasures {
    var measures = SplitMeasures(
      count: examples.count,
      layers: network.activations.map { MeasuredLayer(name: $0.site.noise.name, units: $0.site.noise.units) })
    for batch in examples.batches(of: batchSize) {
      let labels = batch.map { examples.labels[Int($0)] }
      let positions = batch.map { examples.positions[Int($0)] }
      examples.gather(batch, into: UnsafeMutableBufferPointer(start: features.base, count: features.count))
      positions.withUnsafeBufferPointer {
        network.forward(features.base, examples: $0, pass: .evaluation)
      }
      take(labels, into: &measures)
    }
    return measures
  }

  private func take(_ labels: [UInt32], into measures: inout SplitMeasures) {
    let rows = labels.count
    loss.measure(network.logits, labels: labels, rows: rows)
    measures.losses += Array(loss.losses.prefix(rows))
    var predictions = [UInt32](repeating: 0, count: rows)
    var confidences = [Float](repeating: 0, count: rows)
    var nll = [Double](repeating: 0, count: rows)
    dl_softmax_cross_entropy(
      network.logits.base, labels, rows, network.outputs, 0, 1, probabilities.base, &nll, nil, &predictions,
      &confidences, DL_PATH_FASTEST)
    for (index, label) in labels.enumerated() { measures.hits.append(predictions[index] == label) }
    for (index, activation) in network.activations.enumerated() {
      measures.nonzero[index] += activation.values.nonzero(rows: rows * activation.site.noise.shape.positions)
    }
    guard case .crossEntropy = loss.loss else { return }
    measures.nll += nll
    measures.confidences += confidences
    measures.brier += brier(labels)
  }

  private func brier(_ labels: [UInt32]) -> [Double] {
    labels.enumerated().map { row, label in
      var sum = 0.0
      for k in 0..<network.outputs {
        let distance = Double(probabilities.base[row * network.outputs + k]) - (k == Int(label) ? 1 : 0)
        sum += distance * distance
      }
      return sum
    }
  }

  /// What is measured of the network itself: drop fractions of the epoch, weight norms, learning rate.
  func internals(at epoch: Int) -> [EpochMetric] {
    func metric(_ metric: Metric, _ layer: String, _ value: Double) -> EpochMetric {
      EpochMetric(epoch: epoch, split: .training, metric: metric, layer: layer, value: value)
    }
    let fractions = network.sites.compactMap { site in site.dropFraction.map { metric(.dropFraction, site.name, $0) } }
    let skipped = network.gates.compactMap { gate in gate.dropFraction.map { metric(.dropFraction, gate.name, $0) } }
    let norms = network.parameters.filter { $0.kind == .weight }.map { metric(.weightNorm, $0.layer, $0.norm) }
    return fractions + skipped + norms + [metric(.learningRate, "", learningRate)]
  }
}
