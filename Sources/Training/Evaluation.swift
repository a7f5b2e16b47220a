import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// Measures a network in evaluation mode on one split at a time.
///
/// Every sum runs over the examples in their order, in Double, so the batch size never shows.
final class Evaluation {
  /// Examples per forward pass.
  static let batchSize = 250

  private let network: Network
  private let loss: LossFunction
  private let features: FloatBuffer
  private let probabilities: FloatBuffer
  /// The learning rate of the last step.
  var learningRate = 0.0

  /// Uses the network's scratch `features`, which hold at least `batchSize` examples.
  init(network: Network, loss: LossFunction, features: FloatBuffer) {
    self.network = network
    self.loss = loss
    self.features = features
    probabilities = FloatBuffer(Self.batchSize * network.outputs)
  }

  /// Measures all examples of a split.
  func measure(_ examples: Examples) -> SplitMeasures {
    var measures = SplitMeasures(count: examples.count, hidden: network.sites.count)
    for batch in examples.batches(of: Self.batchSize) {
      let labels = batch.map { examples.labels[Int($0)] }
      let positions = batch.map { examples.positions[Int($0)] }
      examples.gather(batch, into: UnsafeMutableBufferPointer(start: features.base, count: features.count))
      positions.withUnsafeBufferPointer {
        network.forward(features.base, examples: $0, pass: .evaluation)
      }
      take(labels, into: &measures)
    }
    measures.countUnits(network.sites.map(\.noise.units))
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
    for index in network.sites.indices {
      measures.nonzero[index] += network.nonzero(inHidden: index, rows: rows)
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

  /// What is measured of the network itself: drop fractions since the last call, weight norms, learning rate.
  func internals() -> [(metric: Metric, layer: String, value: Double)] {
    var found: [(metric: Metric, layer: String, value: Double)] = []
    for site in [network.inputNoise] + network.sites.map(\.noise) {
      if let share = site.takeDropFraction() { found.append((.dropFraction, site.name, share)) }
    }
    for layer in network.layers {
      let squares = dl_squared_norm_f32(
        layer.weights.values.base, layer.weights.values.buffer.count, DL_PATH_FASTEST)
      found.append((.weightNorm, layer.name, squares.squareRoot()))
    }
    found.append((.learningRate, "", learningRate))
    return found
  }
}

/// What was measured on one split, example by example.
struct SplitMeasures {
  let count: Int
  var losses: [Double] = []
  var nll: [Double] = []
  var brier: [Double] = []
  var confidences: [Float] = []
  var hits: [Bool] = []
  /// Activations that are not zero, per hidden layer, over all examples.
  var nonzero: [Int]
  private var units: [Int] = []

  init(count: Int, hidden: Int) {
    self.count = count
    nonzero = [Int](repeating: 0, count: hidden)
  }

  mutating func countUnits(_ units: [Int]) { self.units = units }

  var error: Double { Double(hits.count { !$0 }) / Double(max(count, 1)) }

  /// One bit per example, 1 = right, lowest bit first.
  var correctness: [UInt8] {
    var bits = [UInt8](repeating: 0, count: (hits.count + 7) / 8)
    for (index, hit) in hits.enumerated() where hit { bits[index / 8] |= 1 << (index % 8) }
    return bits
  }

  /// Expected calibration error over 15 bins (b / 15, (b + 1) / 15] of confidence (Guo et al. 2017, eq. 3).
  static func calibrationError(confidences: [Float], hits: [Bool], bins: Int = 15) -> Double {
    var sums = [Double](repeating: 0, count: bins)
    for (confidence, hit) in zip(confidences, hits) {
      let bin = min(bins - 1, max(0, Int((Double(confidence) * Double(bins)).rounded(.up)) - 1))
      sums[bin] += (hit ? 1 : 0) - Double(confidence)
    }
    return sums.reduce(0) { $0 + $1.magnitude } / Double(max(hits.count, 1))
  }

  /// The metrics of this split in catalogue order; `reference` is the training split the gap is taken against.
  func metrics(reference: SplitMeasures?) -> [(metric: Metric, layer: String, value: Double)] {
    guard count > 0 else { return [] }
    func mean(_ values: [Double]) -> Double { dl_sum_f64(values, values.count, DL_PATH_FASTEST) / Double(count) }
    var found: [(metric: Metric, layer: String, value: Double)] = [
      (.loss, "", mean(losses)), (.error, "", error),
      (.accuracy, "", Double(hits.count { $0 }) / Double(count)),
    ]
    if !nll.isEmpty {
      found.append((.nll, "", mean(nll)))
      found.append((.ece, "", Self.calibrationError(confidences: confidences, hits: hits)))
      found.append((.brier, "", mean(brier)))
    }
    if let reference { found.append((.gap, "", error - reference.error)) }
    for (index, active) in nonzero.enumerated() {
      let total = count * units[index]
      found.append((.sparsity, "hidden\(index + 1)", Double(total - active) / Double(total)))
    }
    return found
  }
}

/// The metrics of a trial as they come in.
struct EvaluationRecord {
  var metrics: [EpochMetric] = []
  var correctness: [UInt8] = []
  /// Wall seconds spent evaluating.
  var seconds = 0.0

  mutating func append(_ measures: SplitMeasures, epoch: Int, split: Split, reference: SplitMeasures?) {
    for found in measures.metrics(reference: reference) {
      metrics.append(
        EpochMetric(epoch: epoch, split: split, metric: found.metric, layer: found.layer, value: found.value))
    }
  }

  mutating func append(_ internals: [(metric: Metric, layer: String, value: Double)], epoch: Int) {
    for found in internals {
      metrics.append(
        EpochMetric(epoch: epoch, split: .training, metric: found.metric, layer: found.layer, value: found.value))
    }
  }
}
