import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// How well a linear model of classes does where rare features say something, and what weights it gives them.
///
/// A feature is rare when it is 0 in more than four of five training examples; an example is active when one of its rare
/// features is not 0. After Wager, Wang & Liang 2013, section 4, table 1.
struct RareFeatureUse {
  private let trained: TrainedNetwork
  private let examples: Examples
  private let isRare: [Bool]

  init(_ trained: TrainedNetwork, _ examples: Examples) {
    self.trained = trained
    self.examples = examples
    let training = trained.data.training
    let (features, width) = (training.features, training.shape.features)
    var counts = [Int](repeating: 0, count: width)
    for row in 0..<training.count {
      for feature in 0..<width where features[row * width + feature] != 0 { counts[feature] += 1 }
    }
    isRare = counts.map { 5 * $0 < training.count }
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    var (active, hits, others, otherHits) = (0, 0, 0, 0)
    for batch in examples.batches(of: trained.evaluationBatch) {
      if isCancelled() { throw TrainingCancelled() }
      trained.take(batch, of: examples)
      trained.forward(.evaluation, rows: batch.count)
      let (logits, outputs) = (trained.network.logits, trained.network.outputs)
      for (row, index) in batch.enumerated() {
        let start = logits.base + row * outputs
        let best = (0..<outputs).reduce(0) { start[$1] > start[$0] ? $1 : $0 }
        let isHit = best == Int(examples.labels[Int(index)])
        if isActive(row) {
          (active, hits) = (active + 1, hits + (isHit ? 1 : 0))
        } else {
          (others, otherHits) = (others + 1, otherHits + (isHit ? 1 : 0))
        }
      }
    }
    var found: [ProbeValue] = [ProbeValue(.activeShare, Double(active) / Double(max(active + others, 1)))]
    if active > 0 { found.append(ProbeValue(.activeAccuracy, Double(hits) / Double(active))) }
    if others > 0 { found.append(ProbeValue(.otherAccuracy, Double(otherHits) / Double(others))) }
    if let ratio = weightRatio { found.append(ProbeValue(.rareWeightRatio, ratio)) }
    return found
  }

  private func isActive(_ row: Int) -> Bool {
    let start = trained.taken + row * isRare.count
    return isRare.indices.contains { isRare[$0] && start[$0] != 0 }
  }

  /// Mean |w| of rare features over that of the others; nil where one kind is missing.
  private var weightRatio: Double? {
    guard let layer = trained.network.layers.first else { return nil }
    let weights = layer.weights.rowMajor
    var (sums, counts) = ([0.0, 0.0], [0, 0])
    for (place, weight) in weights.enumerated() {
      let kind = isRare[place % isRare.count] ? 0 : 1
      sums[kind] += Double(weight.magnitude)
      counts[kind] += 1
    }
    guard counts[0] > 0, counts[1] > 0, sums[1] > 0 else { return nil }
    return sums[0] / Double(counts[0]) / (sums[1] / Double(counts[1]))
  }
}
