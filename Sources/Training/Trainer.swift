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
  /// What two passes per example add; nil for one pass.
  private let divergence: PassDivergence?
  private let evaluation: Evaluation
  private let features: FloatBuffer
  private let targets: TargetBatch
  private let positions: UnsafeMutableBufferPointer<UInt32>
  private var step = 0
  private var doubled: [UInt32] = []

  /// Lays out the network and draws its first weights.
  ///
  /// Evaluation takes so many examples at a time, as many as memory allows unless told; the number never shows.
  package init(_ trial: PlannedTrial, on data: DealtExamples, evaluationBatch: Int? = nil) {
    self.trial = trial
    self.data = data
    let spec = trial.spec
    plan = RandomPlan(seed: trial.seed).replicate(trial.replicate)
    let input = MapShape(data.training.shape)
    let task = LearningTask(of: spec, input: input, targets: data.training.targetShape)
    let size = spec.network.kind.size(input: input, outputs: task.outputs)
    let evaluationBatch = evaluationBatch ?? size.evaluationBatch
    let passes = spec.regularization.rDrop == nil ? 1 : 2
    let capacity = max(passes * spec.training.batchSize, evaluationBatch)
    network = Network(
      spec.network, dropout: spec.dropout, regularization: spec.regularization, optimizer: spec.optimizer,
      input: input, outputs: task.outputs, steps: task.steps, capacity: capacity,
      trainingExamples: data.training.count, plan: plan)
    loss = LossFunction(
      spec.loss, outputs: task.outputs, hasClasses: task.kind.isChoice, capacity: capacity * task.steps)
    divergence = spec.regularization.rDrop.map {
      PassDivergence(weight: $0, outputs: task.outputs, capacity: capacity * task.steps)
    }
    features = FloatBuffer(capacity * input.units)
    targets = TargetBatch(task, targets: data.training.targetShape, input: input.units, capacity: capacity)
    positions = .allocate(capacity: capacity)
    evaluation = Evaluation(
      batchSize: evaluationBatch, network: network, loss: loss, features: features, targets: targets)
  }

  deinit { positions.deallocate() }

  /// Trains to the end or to divergence.
  ///
  /// Throws `TrainingCancelled` when `isCancelled` says so between two steps.
  package func train(
    isCancelled: () -> Bool = { false }, progress: (EpochProgress) -> Void = { _ in }
  ) throws(TrainingCancelled) -> FinishedTrial {
    let start = ResourceUse.now()
    let initial = network.parameters.filter { $0.kind == .weight }.map {
      LayerDigest(layer: $0.layer, digest: Self.digest(of: [$0]))
    }
    var record = EvaluationRecord()
    var order = SHA256Stream()
    var status = TrialStatus.completed
    for epoch in 1...trial.spec.training.epochs {
      let meanLoss = try runEpoch(epoch, order: &order, isCancelled)
      guard let meanLoss, network.isFinite, evaluate(after: epoch, into: &record) else {
        status = .diverged(epoch: epoch)
        break
      }
      progress(
        EpochProgress(
          epoch: epoch, epochs: trial.spec.training.epochs, trainingLoss: meanLoss,
          validation: record.validation, examples: data.training.count))
    }
    let digests = TrialDigests(
      batchOrder: order.finish(), initialWeights: initial,
      finalWeights: Self.digest(of: network.parameters, network.buffers))
    let outcome = TrialOutcome(
      status: status, metrics: record.metrics, digests: digests, correctness: record.correctness,
      weights: trial.keepsWeights && status == .completed ? network.namedTensors : nil)
    let trained = ResourceUse.now().wall
    let answers = status == .completed ? try ask(isCancelled) : Answers()
    record.seconds += ResourceUse.now().wall - trained
    return FinishedTrial(
      trial: trial, outcome: outcome, measurements: start.measurements(evaluationSeconds: record.seconds),
      inference: answers.inference, probes: answers.probes)
  }
}

// MARK: - Inference and probes

extension Trainer {
  private struct Answers {
    var inference: [InferenceRecord] = []
    var probes: [ProbeRecord] = []
  }

  /// Asks the trained network in the modes and by the probes of the trial.
  private func ask(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> Answers {
    guard trial.isAsked else { return Answers() }
    let trained = TrainedNetwork(
      trial, network: network, data: data, plan: plan, evaluationBatch: evaluation.batchSize)
    var answers = Answers()
    if !trial.inference.isEmpty {
      answers.inference = try InferenceRunner(trained).records(isCancelled: isCancelled)
    }
    for request in trial.probes {
      answers.probes.append(try ProbeRunner(trained).record(of: request, isCancelled))
    }
    return answers
  }

  /// Asks a network that was trained before, from its kept weights, instead of training it.
  ///
  /// Returns nil where these are not the very weights of the outcome, as when statistics of batch normalisation or the
  /// factor of classic dropout were rounded away; the network must then be trained again, by another trainer.
  package func answer(
    with weights: [NamedTensor], of outcome: TrialOutcome, isCancelled: () -> Bool = { false }
  ) throws(TrainingCancelled) -> FinishedTrial? {
    let start = ResourceUse.now()
    guard network.take(weights),
      Self.digest(of: network.parameters, network.buffers) == outcome.digests.finalWeights
    else { return nil }
    let answers = try ask(isCancelled)
    return FinishedTrial(
      trial: trial, outcome: outcome,
      measurements: start.measurements(evaluationSeconds: ResourceUse.now().wall - start.wall),
      inference: answers.inference, probes: answers.probes)
  }
}

// MARK: - One epoch

extension Trainer {
  /// Returns the mean loss over the steps, or nil when a loss was not finite; epochs are counted from 1.
  private func runEpoch(
    _ epoch: Int, order: inout SHA256Stream, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> Double? {
    let batches = data.training.batches(of: trial.spec.training.batchSize, shuffledBy: plan.shuffling(epoch: epoch - 1))
    order.update(batches.order)
    network.forgetDropCounts()
    var sum = 0.0
    for index in 0..<batches.count {
      if isCancelled() { throw TrainingCancelled() }
      let value = runStep(batches[index], after: Double(epoch - 1) + Double(index) / Double(batches.count))
      guard value.isFinite else { return nil }
      sum += value
    }
    return sum / Double(batches.count)
  }

  /// Takes one step after so many epochs, fractional within one, and returns its loss.
  private func runStep(_ batch: ArraySlice<UInt32>, after epochs: Double) -> Double {
    let spec = trial.spec
    let rows = divergence == nil ? batch.count : 2 * batch.count
    let answers = take(divergence == nil ? batch : twice(batch))
    let examples = UnsafeBufferPointer(start: positions.baseAddress, count: rows)
    network.forward(
      features.base, examples: examples,
      pass: .training(plan, step: step, progress: epochs / Double(spec.training.epochs)))
    let value = lossAndGradient(answers, rows: rows)
    let total = Double(spec.training.epochs)
    let rate = spec.optimizer.learningRate * spec.training.schedule.factor(epochs: epochs, total: total)
    network.backward(
      rows: rows,
      step: UpdateStep(
        spec.optimizer, regularization: spec.regularization, learningRate: rate,
        momentum: spec.optimizer.momentum(epochs: epochs), epoch: Int(epochs), step: step))
    step += 1
    evaluation.learningRate = rate
    return value
  }

  /// Turns the logits into the gradient of the loss and returns it, with what two passes add.
  private func lossAndGradient(_ answers: BatchTargets, rows: Int) -> Double {
    let steps = targets.task.steps
    guard let divergence else { return loss.meanAndGradient(network.logits, targets: answers, rows: rows * steps) }
    let added = divergence.measure(network.logits, steps: steps, pairs: rows / 2)
    let value = loss.meanAndGradient(network.logits, targets: answers, rows: rows * steps)
    divergence.addSlope(to: network.logits, rows: rows * steps)
    return value + added
  }

  /// The examples of a batch one after the other, and once more.
  private func twice(_ batch: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
    doubled.removeAll(keepingCapacity: true)
    doubled.append(contentsOf: batch)
    doubled.append(contentsOf: batch)
    return doubled[...]
  }

  /// Gathers features, positions and targets of a batch.
  private func take(_ batch: ArraySlice<UInt32>) -> BatchTargets {
    let target = UnsafeMutableBufferPointer(start: features.base, count: features.count)
    data.training.gather(batch, into: target, moved: data.augmenter, step: step)
    for (row, index) in batch.enumerated() { positions[row] = data.training.positions[Int(index)] }
    if divergence != nil {
      for row in batch.count / 2..<batch.count { positions[row] |= PassDivergence.secondPass }
    }
    return targets.take(batch, of: data.training, features: features)
  }
}

// MARK: - Evaluating

extension Trainer {
  /// Evaluates when the epoch is due; returns false, and records nothing, when a measured number is not finite.
  private func evaluate(after epoch: Int, into record: inout EvaluationRecord) -> Bool {
    let spec = trial.spec.training
    let isLast = epoch == spec.epochs
    record.validation = nil
    guard isLast || epoch % spec.evaluate.every == 0 else { return true }
    let begin = ResourceUse.now().wall
    defer { record.seconds += ResourceUse.now().wall - begin }
    let training = evaluation.measureTraining(data.training.prefix(spec.evaluate.training))
    let validation = evaluation.measure(data.validation)
    let unseen = validation.metrics(at: epoch, .validation, reference: training)
    let test = isLast && spec.evaluate.test == .last ? evaluation.measure(data.test) : nil
    let all =
      training.metrics(at: epoch, .training, reference: nil) + evaluation.internals(at: epoch)
      + unseen
      + (test?.metrics(at: epoch, .test, reference: training) ?? [])
    guard all.allSatisfy({ $0.value.isFinite }) else { return false }
    record.metrics += all
    record.correctness = test?.correctness ?? []
    record.validation = unseen.first { $0.metric == validation.kind.leadingMetric }
    return true
  }

  /// Over the arrays in their order, each row-major, then over the buffers.
  private static func digest(of parameters: [Parameter], _ buffers: [(name: String, values: [Double])] = []) -> String {
    var stream = SHA256Stream()
    for parameter in parameters { stream.update(parameter.rowMajor) }
    for buffer in buffers { stream.update(buffer.values) }
    return stream.finish()
  }
}
