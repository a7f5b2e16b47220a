import CKernels
import Datasets
import Experiments
import Files
import Foundation
import NeuralNets
import Randomness
import Tensors

/// Trains one planned trial on the thread that calls it.
///
/// A class because it owns the network and its scratch memory for the length of the trial.
package final class Trainer {
  private let trial: PlannedTrial
  private let data: DealtExamples
  private let plan: ReplicatePlan
  private let network: Network
  private let loss: LossFunction
  private let evaluation: Evaluation
  private let features: FloatBuffer
  private let labels: UnsafeMutableBufferPointer<UInt32>
  private let positions: UnsafeMutableBufferPointer<UInt32>
  private var batchOrder = SHA256Stream()
  private var step = 0

  /// Lays out the network and draws its first weights.
  package init(_ trial: PlannedTrial, on data: DealtExamples) {
    self.trial = trial
    self.data = data
    let spec = trial.spec
    plan = RandomPlan(seed: trial.seed).replicate(trial.replicate)
    let capacity = max(spec.training.batchSize, Evaluation.batchSize)
    let inputs = data.training.shape.features
    network = Network(
      spec.network, dropout: spec.dropout, regularization: spec.regularization, optimizer: spec.optimizer,
      inputs: inputs, outputs: data.training.classes, capacity: capacity, plan: plan)
    loss = LossFunction(spec.loss, classes: data.training.classes, capacity: capacity)
    features = FloatBuffer(capacity * inputs)
    labels = .allocate(capacity: capacity)
    positions = .allocate(capacity: capacity)
    evaluation = Evaluation(network: network, loss: loss, features: features)
  }

  deinit {
    labels.deallocate()
    positions.deallocate()
  }

  /// Trains to the end or to divergence.
  ///
  /// Throws `TrainingCancelled` when `isCancelled` says so between two steps.
  package func train(
    isCancelled: () -> Bool = { false }, progress: (EpochProgress) -> Void = { _ in }
  ) throws(TrainingCancelled) -> FinishedTrial {
    let start = ResourceUse.now()
    let initial = network.layers.map { LayerDigest(layer: $0.name, digest: Self.digest(of: $0)) }
    var record = EvaluationRecord()
    var status = TrialStatus.completed
    for epoch in 0..<trial.spec.training.epochs {
      guard let meanLoss = try runEpoch(epoch, isCancelled), network.isFinite else {
        status = .diverged(epoch: epoch + 1)
        break
      }
      let begin = ResourceUse.now().wall
      let error = evaluate(after: epoch + 1, into: &record)
      record.seconds += ResourceUse.now().wall - begin
      progress(
        EpochProgress(
          epoch: epoch + 1, epochs: trial.spec.training.epochs, trainingLoss: meanLoss, validationError: error,
          examples: data.training.count))
    }
    let digests = TrialDigests(
      batchOrder: batchOrder.digest, initialWeights: initial, finalWeights: Self.digest(of: network))
    let outcome = TrialOutcome(
      status: status, metrics: record.metrics, digests: digests, correctness: record.correctness,
      weights: trial.keepsWeights && status == .completed ? network.namedTensors : nil)
    return FinishedTrial(
      trial: trial, outcome: outcome, measurements: start.measurements(evaluationSeconds: record.seconds))
  }
}

// MARK: - One epoch

extension Trainer {
  /// Returns the mean loss over the steps, or nil when a loss was not finite.
  private func runEpoch(_ epoch: Int, _ isCancelled: () -> Bool) throws(TrainingCancelled) -> Double? {
    let spec = trial.spec.training
    let batches = data.training.batches(of: spec.batchSize, shuffledBy: plan.shuffling(epoch: epoch))
    batchOrder.update(batches.order)
    var sum = 0.0
    for (index, batch) in batches.enumerated() {
      if isCancelled() { throw TrainingCancelled() }
      let epochs = Double(epoch) + Double(index) / Double(batches.count)
      let value = runStep(batch, epoch: epoch, epochs: epochs)
      guard value.isFinite else { return nil }
      sum += value
    }
    return sum / Double(batches.count)
  }

  private func runStep(_ batch: ArraySlice<UInt32>, epoch: Int, epochs: Double) -> Double {
    let spec = trial.spec
    take(batch)
    let rows = batch.count
    let examples = UnsafeBufferPointer(start: positions.baseAddress, count: rows)
    network.forward(features.base, examples: examples, pass: .training(plan, step: step))
    guard let labels = labels.baseAddress else { return 0 }
    let value = loss.meanAndGradient(network.logits, labels: labels, rows: rows)
    let total = Double(spec.training.epochs)
    let rate = spec.optimizer.learningRate * spec.training.schedule.factor(epochs: epochs, total: total)
    network.backward(
      rows: rows,
      step: UpdateStep(
        spec.optimizer, regularization: spec.regularization, learningRate: rate,
        momentum: spec.optimizer.momentum(epochs: epochs), epoch: epoch, step: step))
    step += 1
    evaluation.learningRate = rate
    return value
  }

  /// Gathers features, labels and positions of a batch.
  private func take(_ batch: ArraySlice<UInt32>) {
    let target = UnsafeMutableBufferPointer(start: features.base, count: features.count)
    data.training.gather(batch, into: target, moved: data.augmenter, step: step)
    for (row, index) in batch.enumerated() {
      labels[row] = data.training.labels[Int(index)]
      positions[row] = data.training.positions[Int(index)]
    }
  }
}

// MARK: - Evaluating

extension Trainer {
  /// Evaluates when the epoch is due and returns the validation error.
  private func evaluate(after epoch: Int, into record: inout EvaluationRecord) -> Double? {
    let spec = trial.spec.training
    let isLast = epoch == spec.epochs
    guard isLast || epoch % spec.evaluate.every == 0 else { return nil }
    let training = evaluation.measure(data.training.prefix(spec.evaluate.training))
    let validation = evaluation.measure(data.validation)
    record.append(training, epoch: epoch, split: .training, reference: nil)
    record.append(evaluation.internals(), epoch: epoch)
    record.append(validation, epoch: epoch, split: .validation, reference: training)
    if isLast, spec.evaluate.test == .last {
      let test = evaluation.measure(data.test)
      record.append(test, epoch: epoch, split: .test, reference: training)
      record.correctness = test.correctness
    }
    return validation.count > 0 ? validation.error : nil
  }

  private static func digest(of layer: DenseLayer) -> String {
    var stream = SHA256Stream()
    stream.update(layer.weights.rowMajor)
    return stream.digest
  }

  /// Over every layer's weights, row-major, and biases, from the input up.
  private static func digest(of network: Network) -> String {
    var stream = SHA256Stream()
    for layer in network.layers {
      stream.update(layer.weights.rowMajor)
      stream.update(Array(layer.bias.values.prefix(layer.outputs)))
    }
    return stream.digest
  }
}
