import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// Measures a network in evaluation mode on one split at a time.
///
/// Every sum runs over the examples in their order, in Double, so the batch size never shows.
final class Evaluation {
  let batchSize: Int
  let network: Network
  let maxNorm: Double?
  private let measuresLargest: Bool
  private let loss: LossFunction
  private let features: FloatBuffer
  private let targets: TargetBatch
  private let probabilities: FloatBuffer
  /// Of every batch normalisation, the variance that the evaluated training examples had over that of training.
  private var varianceRatios: [(layer: String, ratio: Double)] = []
  /// Of every counted layer, the largest magnitude over the evaluated training examples.
  private var largest: [Float] = []
  private var largestActivations: [(layer: String, value: Double)] = []
  /// The learning rate of the last step.
  var learningRate = 0.0
  /// The norms of the gradients of the layers' weights at the last step, where they are asked for.
  var gradientNorms: [(layer: String, norm: Double)] = []

  /// Takes `batchSize` examples per forward pass, which the network, the loss and the scratch have room for.
  init(
    _ spec: TrialSpec, batchSize: Int, network: Network, loss: LossFunction, features: FloatBuffer,
    targets: TargetBatch
  ) {
    maxNorm = spec.regularization.maxNorm
    measuresLargest = spec.training.evaluate.also.contains(.largestActivation)
    self.batchSize = batchSize
    self.network = network
    self.loss = loss
    self.features = features
    self.targets = targets
    let answers = targets.task.kind.isChoice ? batchSize * targets.task.steps : 0
    probabilities = FloatBuffer(answers * network.outputs)
  }

  /// Measures all examples of a split.
  func measure(_ examples: Examples) -> SplitMeasures {
    var measures = SplitMeasures(
      kind: targets.task.kind, count: examples.count,
      layers: network.activations.map { MeasuredLayer(name: $0.site.noise.name, units: $0.site.noise.units) })
    for batch in examples.batches(of: batchSize) {
      let positions = batch.map { examples.positions[Int($0)] }
      examples.gather(batch, into: UnsafeMutableBufferPointer(start: features.base, count: features.count))
      let targets = targets.take(batch, of: examples, features: features)
      positions.withUnsafeBufferPointer {
        network.forward(features.base, examples: $0, pass: .evaluation)
      }
      take(targets, examples: batch.count, into: &measures)
    }
    return measures
  }

  private func take(_ batch: BatchTargets, examples: Int, into measures: inout SplitMeasures) {
    let steps = targets.task.steps
    loss.measure(network.logits, targets: batch, rows: examples * steps)
    for example in 0..<examples {
      let sum = (0..<steps).reduce(0.0) { $0 + loss.losses[$1 * examples + example] }
      measures.losses.append(sum / Double(steps))
    }
    for (index, activation) in network.activations.enumerated() {
      let rows = examples * activation.site.noise.shape.positions
      measures.nonzero[index] += activation.values.nonzero(rows: rows)
      guard !largest.isEmpty else { continue }
      let magnitude = dl_largest_magnitude(activation.values.base, activation.values.count(rows: rows))
      largest[index] = max(largest[index], magnitude)
    }
    switch batch {
    case .classes(let labels): takeChoices(labels, examples: examples, into: &measures)
    case .numbers(let numbers): takeNumbers(numbers, examples: examples, into: &measures)
    }
  }

  /// What is measured of answers that are right or wrong, in the order of examples and, within one, of steps.
  private func takeChoices(_ labels: UnsafePointer<UInt32>, examples: Int, into measures: inout SplitMeasures) {
    let rows = examples * targets.task.steps
    var predictions = [UInt32](repeating: 0, count: rows)
    var confidences = [Float](repeating: 0, count: rows)
    var nll = [Double](repeating: 0, count: rows)
    dl_softmax_cross_entropy(
      network.logits.base, labels, rows, network.outputs, 0, 1, probabilities.base, &nll, nil, &predictions,
      &confidences, DL_PATH_FASTEST)
    let givesProbabilities = loss.loss.givesProbabilities
    for answer in 0..<rows {
      let row = answer % targets.task.steps * examples + answer / targets.task.steps
      measures.hits.append(predictions[row] == labels[row])
      guard givesProbabilities else { continue }
      measures.nll.append(nll[row])
      measures.confidences.append(confidences[row])
      if targets.task.kind == .classes { measures.brier.append(brier(row, label: Int(labels[row]))) }
    }
  }

  private func brier(_ row: Int, label: Int) -> Double {
    var sum = 0.0
    for k in 0..<network.outputs {
      let distance = Double(probabilities.base[row * network.outputs + k]) - (k == label ? 1 : 0)
      sum += distance * distance
    }
    return sum
  }

  /// The squared distance of the answers, of which the first half are means where a loss asks for variances too.
  private func takeNumbers(_ numbers: UnsafePointer<Float>, examples: Int, into measures: inout SplitMeasures) {
    let width = targets.width
    for example in 0..<examples {
      let answers = network.logits.base + example * network.outputs
      let distance = dl_squared_distance_f32(answers, numbers + example * width, width, DL_PATH_FASTEST)
      measures.squares.append(distance / Double(width))
    }
  }

  /// Measures the evaluated training examples, and what the batch normalisations meet of them.
  func measureTraining(_ examples: Examples) -> SplitMeasures {
    for norm in network.norms { norm.beginMeeting() }
    largest = measuresLargest ? [Float](repeating: 0, count: network.activations.count) : []
    let measures = measure(examples)
    largestActivations = zip(network.activations, largest).map { ($0.site.noise.name, Double($1)) }
    largest = []
    varianceRatios = network.norms.compactMap { norm in norm.endMeeting().map { (norm.name, $0) } }
    return measures
  }

  /// What is measured of the network itself: drop fractions of the epoch, weight norms, variances, learning rate.
  func internals(at epoch: Int) -> [EpochMetric] {
    func metric(_ metric: Metric, _ layer: String, _ value: Double) -> EpochMetric {
      EpochMetric(epoch: epoch, split: .training, metric: metric, layer: layer, value: value)
    }
    let fractions = network.auditing.compactMap { place in
      place.dropFraction.map { metric(.dropFraction, place.auditName, $0) }
    }
    let moments = network.auditing.flatMap { place -> [EpochMetric] in
      guard let moments = place.moments else { return [] }
      return [
        metric(.noiseMean, place.auditName, moments.mean), metric(.noiseVariance, place.auditName, moments.variance),
      ]
    }
    let norms = network.parameters.filter { $0.kind == .weight }.map { metric(.weightNorm, $0.layer, $0.norm) }
    let shifts = varianceRatios.map { metric(.varianceRatio, $0.layer, $0.ratio) }
    let largest = largestActivations.map { metric(.largestActivation, $0.layer, $0.value) }
    let slopes = gradientNorms.map { metric(.gradientNorm, $0.layer, $0.norm) }
    return fractions + moments + norms + shifts + largest + boundedUnits(at: epoch) + slopes + [
      metric(.learningRate, "", learningRate)
    ]
      + learnedRates(at: epoch)
  }
}
