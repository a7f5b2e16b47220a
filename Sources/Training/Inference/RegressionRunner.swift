import Datasets
import Experiments
import NeuralNets
import Tensors

/// Asks a trained network that answers with real numbers in the modes of its trial, split by split.
///
/// A class because it owns the scratch memory of its passes; the network is left as it was found.
final class RegressionRunner {
  private let trained: TrainedNetwork
  private let targets: FloatBuffer
  private var sums: NumberSums
  private var network: Network { trained.network }

  init(_ trained: TrainedNetwork) {
    self.trained = trained
    let hasVariances = trained.trial.spec.loss == .normalLikelihood
    let width = hasVariances ? trained.network.outputs / 2 : trained.network.outputs
    sums = NumberSums(width: width, hasVariances: hasVariances)
    targets = FloatBuffer(trained.capacity * width)
  }

  /// One record per request of the trial, in their order.
  func records(isCancelled: () -> Bool) throws(TrainingCancelled) -> [InferenceRecord] {
    var records: [InferenceRecord] = []
    for request in trained.trial.inference {
      let values = try values(of: request.mode, on: trained.examples(of: request.split), isCancelled)
      records.append(InferenceRecord(request: request, values: values))
    }
    return records
  }

  private func values(
    of mode: InferenceMode, on examples: Examples, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [InferenceValue] {
    let passes = Passes(of: mode, trained)
    var measures = [NumberMeasures](repeating: NumberMeasures(), count: passes.marks.count)
    for batch in examples.batches(of: passes.batchSize) {
      trained.take(batch, of: examples)
      examples.gatherNumbers(batch, into: UnsafeMutableBufferPointer(start: targets.base, count: targets.count))
      sums.clear(rows: batch.count)
      var mark = 0
      for pass in 0..<passes.count {
        if isCancelled() { throw TrainingCancelled() }
        trained.forward(passes.pass(pass), rows: batch.count)
        sums.add(network.logits.base, targets: targets.base)
        guard pass + 1 == passes.marks[mark] else { continue }
        sums.measure(
          targets: targets.base, inGap: { self.isInGap(Int(batch[batch.startIndex + $0]), of: examples) },
          into: &measures[mark])
        mark += 1
      }
    }
    return zip(passes.marks, measures).flatMap { mark, measures in
      measures.values.map { InferenceValue(samples: mark, metric: $0.metric, value: $0.value) }
    }
  }

  /// Whether an example lies where training left a gap; nil in sets without one.
  private func isInGap(_ index: Int, of examples: Examples) -> Bool? {
    guard let gap = trained.trial.spec.dataset.gap, let number = examples.firstNumber(index) else { return nil }
    return Double(number.magnitude) < gap
  }
}

/// The forward passes of a mode that knows a mean of real numbers.
private struct Passes {
  let marks: [Int]
  let batchSize: Int
  let pass: (Int) -> ForwardPass
  var count: Int { marks.last ?? 0 }

  init(of mode: InferenceMode, _ trained: TrainedNetwork) {
    switch mode {
    case .weightScaling: (marks, batchSize, pass) = ([1], trained.evaluationBatch, { _ in .evaluation })
    case .singleColumn(let column):
      (marks, batchSize, pass) = ([1], trained.evaluationBatch, { _ in .composed(.column(column)) })
    case .monteCarlo(let samples, .arithmetic):
      marks = InferenceMode.marks(upTo: samples)
      batchSize = trained.meetsInBatches ? trained.trial.spec.training.batchSize : trained.evaluationBatch
      pass = { [plan = trained.plan] in .sampling(plan, sample: $0) }
    case .monteCarlo(_, .geometric), .exhaustive, .meanWeights, .gaussianMoments, .gaussianClosedForm, .reestimate,
      .fault:
      preconditionFailure("\(mode.text) has no mean of real numbers")
    }
  }
}
