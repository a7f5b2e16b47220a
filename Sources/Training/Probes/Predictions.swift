import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// What a network predicts for each example, as it stands: probabilities of classes, or numbers, with what is true.
///
/// Kept so that predictions of networks from different training sets can be taken apart into bias and variance.
struct Predictions {
  private let trained: TrainedNetwork
  private let examples: Examples
  /// Examples of a batch, those of training where masks make them meet.
  private var batchSize: Int {
    samples > 0 && trained.meetsInBatches ? trained.trial.spec.training.batchSize : trained.evaluationBatch
  }
  /// Masks whose mean is taken; 0 for one pass without noise.
  private let samples: Int

  init(_ trained: TrainedNetwork, _ examples: Examples, samples: Int) {
    self.trained = trained
    self.examples = examples
    self.samples = samples
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let hasClasses = !examples.labels.isEmpty
    let outputs = hasClasses ? trained.network.outputs : 1
    let sums = DoubleBuffer(trained.capacity * outputs)
    let scratch = DoubleBuffer(max(outputs, trained.capacity))
    var targets = [Float](repeating: 0, count: trained.capacity * trained.network.outputs)
    var found: [ProbeValue] = []
    var first = 0
    for batch in examples.batches(of: batchSize) {
      trained.take(batch, of: examples)
      sums.base.update(repeating: 0, count: sums.count)
      for pass in 0..<max(samples, 1) {
        if isCancelled() { throw TrainingCancelled() }
        trained.forward(samples == 0 ? .evaluation : .sampling(trained.plan, sample: pass), rows: batch.count)
        add(rows: batch.count, hasClasses: hasClasses, to: sums, scratch)
      }
      if !hasClasses {
        targets.withUnsafeMutableBufferPointer { examples.gatherNumbers(batch, into: $0) }
      }
      for row in 0..<batch.count {
        let place = Double(first + row)
        let target = hasClasses ? Double(examples.labels[first + row]) : Double(targets[row])
        found.append(ProbeValue(.target, at: place, target))
        for output in 0..<outputs {
          let mean = sums.base[row * outputs + output] / Double(max(samples, 1))
          found.append(ProbeValue(.predicted, layer: "\(output)", at: place, mean))
        }
      }
      first += batch.count
    }
    return found
  }

  private func add(rows: Int, hasClasses: Bool, to sums: DoubleBuffer, _ scratch: DoubleBuffer) {
    let logits = trained.network.logits
    guard hasClasses else {
      for row in 0..<rows { sums.base[row] += Double(logits.base[row * trained.network.outputs]) }
      return
    }
    let entropies = DoubleBuffer(rows)
    dl_add_probabilities(
      logits.base, rows, trained.network.outputs, 1, scratch.base, sums.base, entropies.base)
  }
}
