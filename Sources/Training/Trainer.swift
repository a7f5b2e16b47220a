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
  let trial: PlannedTrial
  private let data: DealtExamples
  private let plan: ReplicatePlan
  let network: Network
  private let loss: LossFunction
  /// What two passes per example add; nil for one pass.
  private let divergence: PassDivergence?
  /// Where the gradients of several passes are summed; nil for one.
  private let sum: GradientSum?
  let average: WeightAverage?
  /// The gradient of the mean network's loss, for boosting.
  private let kept: FloatBuffer
  private let evaluation: Evaluation
  private let features: FloatBuffer
  private let targets: TargetBatch
  private let positions: UnsafeMutableBufferPointer<UInt32>
  /// Digests of the first weights of every layer.
  private let initial: [LayerDigest]
  private var step = 0
  /// Where training begins: at the beginning, or where a checkpoint was taken.
  var start = TrainingStart()
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
      trainingExamples: data.training.count, keepsGradients: spec.training.gradient.sums, loss: spec.loss, plan: plan)
    loss = LossFunction(
      spec.loss, outputs: task.outputs, hasClasses: task.kind.isChoice, capacity: capacity * task.steps)
    divergence = spec.regularization.rDrop.map {
      PassDivergence(weight: $0, outputs: task.outputs, capacity: capacity * task.steps)
    }
    sum = spec.training.gradient.sums ? GradientSum(of: network) : nil
    average = spec.training.averageFrom == nil ? nil : WeightAverage(of: network)
    kept = FloatBuffer(spec.training.gradient == .boosting ? network.logits.count : 0)
    features = FloatBuffer(capacity * input.units)
    targets = TargetBatch(task, targets: data.training.targetShape, input: input.units, capacity: capacity)
    positions = .allocate(capacity: capacity)
    evaluation = Evaluation(
      spec, batchSize: evaluationBatch, network: network, loss: loss, features: features, targets: targets)
    initial = network.parameters.filter { $0.kind == .weight }.map {
      LayerDigest(layer: $0.layer, digest: Self.digest(of: [$0]))
    }
  }

  deinit { positions.deallocate() }

  /// Trains to the end or to divergence, from where it stands.
  ///
  /// Throws `TrainingCancelled` when `isCancelled` says so between two steps, once `checkpoints` have been told the state.
  package func train(
    isCancelled: () -> Bool = { false }, checkpoints: Checkpoints? = nil, progress: (EpochProgress) -> Void = { _ in }
  ) throws(TrainingCancelled) -> FinishedTrial {
    let clock = ResourceUse.now()
    var record = start.record
    var order = SHA256Stream()
    takeOrder(ofEpochsBefore: start.place.epoch, into: &order)
    var pauses = Pauses(checkpoints: checkpoints, clock: clock)
    var status = TrialStatus.completed
    for epoch in start.place.epoch...trial.spec.training.epochs {
      let meanLoss = try runEpoch(epoch, order: &order, record, &pauses, isCancelled)
      if epoch == trial.spec.training.epochs { average?.install() }
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
      trial: trial, outcome: outcome,
      measurements: clock.measurements(evaluationSeconds: record.seconds, before: start.spent),
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
      answers.inference =
        trial.spec.answerKind == .numbers
        ? try RegressionRunner(trained).records(isCancelled: isCancelled)
        : try InferenceRunner(trained).records(isCancelled: isCancelled)
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
    _ epoch: Int, order: inout SHA256Stream, _ record: EvaluationRecord, _ pauses: inout Pauses,
    _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> Double? {
    let batches = batches(of: epoch)
    order.update(batches.order)
    var place = TrainingPlace(epoch: epoch)
    if start.place.epoch == epoch { place = start.place }
    if place.steps == 0 { network.forgetDropCounts() }
    while place.steps < batches.count {
      let index = place.steps
      let clock = pauses.clock
      try pauses.pause(isCancelled, at: place) { state(at: place, record, clock) }
      let value = runStep(
        batches[index], after: Double(epoch - 1) + Double(index) / Double(batches.count),
        isLast: index == batches.count - 1 && isEvaluated(epoch))
      guard value.isFinite else { return nil }
      place.lossSum += value
      place.steps += 1
    }
    return place.lossSum / Double(batches.count)
  }

  private func batches(of epoch: Int) -> Batches {
    data.training.batches(of: trial.spec.training.batchSize, shuffledBy: plan.shuffling(epoch: epoch - 1))
  }

  /// Takes the order in, in which earlier epochs presented their examples; it follows from the seed.
  private func takeOrder(ofEpochsBefore end: Int, into order: inout SHA256Stream) {
    for epoch in 1..<end { order.update(batches(of: epoch).order) }
  }

  private func state(at place: TrainingPlace, _ record: EvaluationRecord, _ clock: ResourceUse) -> TrainingState {
    // What the last evaluation found is for progress only.
    var record = record
    record.validation = nil
    return TrainingState(
      trial: trial.id, place: place, step: step, memory: network.memory, average: average?.memory ?? (0, []),
      record: record, spent: clock.spent(evaluationSeconds: record.seconds, before: start.spent))
  }

  /// Goes on from a checkpoint of the same trial; false, with nothing changed, where it is of another.
  package func take(_ state: TrainingState) -> Bool {
    let spec = trial.spec.training
    guard state.trial == trial.id, (1...spec.epochs).contains(state.place.epoch),
      (0..<batches(of: 1).count).contains(state.place.steps),
      state.step == (state.place.epoch - 1) * batches(of: 1).count + state.place.steps,
      average?.memory.sums.map(\.count) ?? [] == state.averageSums.map(\.count), network.take(state.memory),
      average?.take(count: state.averageCount, sums: state.averageSums) ?? true
    else { return false }
    step = state.step
    start = TrainingStart(place: state.place, record: state.record, spent: state.spent)
    return true
  }

  /// Whether the network is evaluated after an epoch.
  private func isEvaluated(_ epoch: Int) -> Bool {
    epoch == trial.spec.training.epochs || epoch % trial.spec.training.evaluate.every == 0
  }

  /// Takes one step after so many epochs, fractional within one, and returns its loss; `isLast` before an evaluation.
  private func runStep(_ batch: ArraySlice<UInt32>, after epochs: Double, isLast: Bool) -> Double {
    let spec = trial.spec
    let rows = divergence == nil ? batch.count : 2 * batch.count
    let answers = take(divergence == nil ? batch : twice(batch))
    let examples = UnsafeBufferPointer(start: positions.baseAddress, count: rows)
    let total = Double(spec.training.epochs)
    let rate = spec.optimizer.learningRate * spec.training.schedule.factor(epochs: epochs, total: total)
    let update = UpdateStep(
      spec.optimizer, regularization: spec.regularization, learningRate: rate,
      momentum: spec.optimizer.momentum(epochs: epochs), epoch: Int(epochs), step: step)
    let value = follow(
      spec.training.gradient, answers, examples, progress: epochs / total, by: update, isLast: isLast)
    step += 1
    if let start = spec.training.averageFrom, epochs >= start * total { average?.add() }
    evaluation.learningRate = rate
    return value
  }

  /// Moves the weights by one step along the gradient of a rule and returns the loss, the mean over the passes.
  private func follow(
    _ rule: GradientRule, _ answers: BatchTargets, _ examples: UnsafeBufferPointer<UInt32>, progress: Double,
    by update: UpdateStep, isLast: Bool
  ) -> Double {
    let rows = examples.count
    func pass(_ draw: Int?) -> ForwardPass {
      draw.map { .training(plan, step: step, draw: $0, progress: progress) } ?? .evaluation
    }
    switch rule {
    case .drawn:
      network.forward(features.base, examples: examples, pass: pass(0))
      let value = lossAndGradient(answers, rows: rows)
      move(rows: rows, by: update, isLast: isLast)
      return value
    case .averaged, .noiseOnly:
      var value = 0.0
      for term in rule.terms {
        network.forward(features.base, examples: examples, pass: pass(term.draw))
        value += lossAndGradient(answers, rows: rows) / Double(rule.terms.count)
        sum?.add(rows: rows, weight: term.weight)
      }
      if isLast, trial.spec.training.evaluate.also.contains(.gradientNorm) {
        evaluation.gradientNorms = sum?.norms ?? []
      }
      sum?.move(by: update)
      return value
    case .boosting:
      network.forward(features.base, examples: examples, pass: .evaluation)
      let value = lossAndGradient(answers, rows: rows)
      kept.base.update(from: network.logits.base, count: kept.count)
      network.forward(features.base, examples: examples, pass: pass(0))
      network.logits.base.update(from: kept.base, count: kept.count)
      move(rows: rows, by: update, isLast: isLast)
      return value
    }
  }

  /// Moves the weights along the gradient of the last pass, whose norms are measured where they are asked for.
  private func move(rows: Int, by update: UpdateStep, isLast: Bool) {
    guard isLast, trial.spec.training.evaluate.also.contains(.gradientNorm) else {
      network.backward(rows: rows, step: update)
      return
    }
    var found: [(layer: String, norm: Double)] = []
    network.backward(rows: rows, step: update) { found.append((layer: $0, norm: $1)) }
    evaluation.gradientNorms = found.reversed()
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
    guard isEvaluated(epoch) else { return true }
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
