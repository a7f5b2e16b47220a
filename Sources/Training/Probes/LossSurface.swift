import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness
import Tensors

/// The mean loss over fixed examples, and its gradient, as functions of a network's weights.
///
/// Works on a copy of the trained network, whose noise may be of another placement, so the original stays as it was. The loss
/// is that of the trial without penalties. Batches have the size of training. A class because it owns the copy.
final class LossSurface {
  let network: Network
  let examples: Examples
  /// The weights of the trained network, all arrays one after the other as they lie in memory, padding included.
  let origin: FloatBuffer
  private let copy: TrainedNetwork
  private let loss: LossFunction
  private let targets: TargetBatch
  let batchSize: Int

  init(_ trained: TrainedNetwork, _ examples: Examples, dropout: DropoutPlacement? = nil) {
    let spec = trained.trial.spec
    let input = MapShape(trained.data.training.shape)
    let task = LearningTask(of: spec, input: input, targets: trained.data.training.targetShape)
    self.examples = examples
    batchSize = spec.training.batchSize
    // A bound on gradients makes layers keep them instead of moving at once; nothing is bounded here.
    network = Network(
      spec.network, dropout: dropout ?? spec.dropout, regularization: Regularization(clipNorm: 1),
      optimizer: .sgd(learningRate: 0, momentum: .constant(0), nesterov: false), input: input, outputs: task.outputs,
      steps: task.steps, capacity: batchSize, plan: trained.plan)
    copy = TrainedNetwork(
      trained.trial, network: network, data: trained.data, plan: trained.plan, evaluationBatch: batchSize)
    loss = LossFunction(
      spec.loss, outputs: task.outputs, hasClasses: task.kind.isChoice, capacity: batchSize * task.steps)
    targets = TargetBatch(
      task, targets: trained.data.training.targetShape, input: input.units, capacity: batchSize)
    origin = FloatBuffer(network.parameters.reduce(0) { $0 + $1.values.buffer.count })
    precondition(
      network.parameters.map(\.shape) == trained.network.parameters.map(\.shape),
      "the copy has other arrays than the trained network")
    for (offset, parameter) in offsets(of: trained.network) {
      (origin.base + offset).update(from: parameter.values.base, count: parameter.values.buffer.count)
    }
    reset()
  }

  /// Where each array begins among all weights.
  private func offsets(of network: Network) -> [(Int, Parameter)] {
    var offset = 0
    return network.parameters.map { parameter in
      defer { offset += parameter.values.buffer.count }
      return (offset, parameter)
    }
  }

  /// The arrays of the copy with their places among all weights.
  var parameters: [(offset: Int, parameter: Parameter)] { offsets(of: network).map { (offset: $0.0, parameter: $0.1) } }
}

// MARK: - Weights

extension LossSurface {
  /// Goes back to the trained weights.
  func reset() {
    for (offset, parameter) in parameters {
      parameter.values.base.update(from: origin.base + offset, count: parameter.values.buffer.count)
    }
    network.refreshCopies()
  }

  /// Goes to origin + scale · direction.
  func move(along direction: DoubleBuffer, by scale: Double) {
    for (offset, parameter) in parameters {
      dl_offset_weights(
        origin.base + offset, direction.base + offset, scale, parameter.values.base, parameter.values.buffer.count)
    }
    network.refreshCopies()
  }

  /// Goes up by step |w| sign(gradient), within radius |w| of the trained weights w.
  func ascend(_ gradient: DoubleBuffer, step: Double, radius: Double) {
    for (offset, parameter) in parameters {
      dl_ascend_weights(
        origin.base + offset, gradient.base + offset, step, radius, parameter.values.base,
        parameter.values.buffer.count)
    }
    network.refreshCopies()
  }
}

// MARK: - Loss and gradient

extension LossSurface {
  /// Batch b of the examples in orders of a name, epoch after epoch; a last batch that is smaller is passed over.
  func batch(_ index: Int, shuffledAs name: String) -> ArraySlice<UInt32> {
    let whole = max(1, examples.count / batchSize)
    let order = examples.batches(of: batchSize, shuffledBy: copy.plan.probe("\(name).\(index / whole)"))
    return order[index % whole]
  }

  /// The mean loss over all examples in evaluation.
  func meanLoss(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> Double {
    var sum = 0.0
    for batch in examples.batches(of: batchSize) {
      if isCancelled() { throw TrainingCancelled() }
      sum += totalLoss(of: batch, .evaluation)
    }
    return sum / Double(examples.count)
  }

  /// The gradient of that mean.
  func gradient(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> DoubleBuffer {
    let sums = DoubleBuffer(origin.count)
    for batch in examples.batches(of: batchSize) {
      if isCancelled() { throw TrainingCancelled() }
      addGradient(of: batch, .evaluation, weight: Double(batch.count) / Double(examples.count), to: sums)
    }
    return sums
  }

  /// The sum of the losses of a batch.
  func totalLoss(of batch: ArraySlice<UInt32>, _ pass: ForwardPass) -> Double {
    let answers = run(batch, pass)
    loss.measure(network.logits, targets: answers, rows: batch.count)
    return (0..<batch.count).reduce(0) { $0 + loss.losses[$1] }
  }

  /// Adds `weight` times the gradient of a batch's mean loss.
  func addGradient(of batch: ArraySlice<UInt32>, _ pass: ForwardPass, weight: Double, to sums: DoubleBuffer) {
    let answers = run(batch, pass)
    _ = loss.meanAndGradient(network.logits, targets: answers, rows: batch.count)
    network.pullBack(rows: batch.count) { $0.storeGradients() }
    for (offset, parameter) in parameters {
      dl_accumulate(parameter.gradient.base, weight, sums.base + offset, parameter.gradient.buffer.count)
    }
  }

  private func run(_ batch: ArraySlice<UInt32>, _ pass: ForwardPass) -> BatchTargets {
    copy.take(batch, of: examples)
    let answers = targets.take(batch, of: examples, features: copy.features)
    copy.forward(pass, rows: batch.count)
    return answers
  }
}
