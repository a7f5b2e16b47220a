import Datasets
import Experiments
import Foundation
import NeuralNets
import Synchronization
import Testing
import Training

/// The scheduler with trainers that only pretend.
struct SchedulerTests {
  private static func trials(_ count: Int) -> [PlannedTrial] {
    let spec = TrialSpec(
      dataset: DatasetSpec(source: .syntheticDigits, training: 10, validation: 0, test: 0),
      network: .mlp(MLPSpec(hidden: [2])), dropout: DropoutPlacement(), loss: .crossEntropy(labelSmoothing: 0),
      regularization: Regularization(), optimizer: .sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false),
      training: TrainingSpec(
        batchSize: 5, epochs: 1, schedule: .constant,
        evaluate: EvaluationSpec(every: 1, training: 0, test: .never)))
    return (0..<count).map {
      PlannedTrial(
        id: TrialID(hex: String(format: "%064d", $0)), spec: spec, seed: 1, replicate: $0, configuration: 0,
        position: $0, purpose: .measurement, keepsWeights: false)
    }
  }

  private static func finished(_ trial: PlannedTrial) -> FinishedTrial {
    FinishedTrial(
      trial: trial,
      outcome: TrialOutcome(
        status: .completed, metrics: [],
        digests: TrialDigests(batchOrder: "", initialWeights: [], finalWeights: trial.id.hex), correctness: [],
        weights: nil),
      measurements: TrialMeasurements(
        startedAt: 0, trainingSeconds: 0, evaluationSeconds: 0, cpuSeconds: 0, peakMemory: 0, host: ""))
  }

  private struct Broken: Error, CustomStringConvertible { let description = "broken on purpose" }

  @Test(arguments: [1, 2, 8])
  func `every trial finishes once, whatever the number of workers`(jobs: Int) async throws {
    let trials = Self.trials(20)
    let scheduler = Scheduler(trials, jobs: jobs) { trial, _, progress in
      progress(EpochProgress(epoch: 1, epochs: 1, trainingLoss: 1, validation: nil, examples: 10))
      return Self.finished(trial)
    }
    var finished: [PlannedTrial] = []
    var epochs = 0
    for await event in try scheduler.run() {
      switch event {
      case .finished(let done): finished.append(done.trial)
      case .epoch: epochs += 1
      case .started, .unfinished: break
      }
    }
    #expect(Set(finished) == Set(trials) && finished.count == 20 && epochs == 20)
    if jobs == 1 { #expect(finished == trials) }
  }

  @Test(arguments: [1, 2, 8])
  func `an error of who hears stops the running trials and is thrown when no worker is left`(jobs: Int) async throws {
    let training = Mutex(0)
    let scheduler = Scheduler(Self.trials(20), jobs: jobs) { trial, isCancelled, _ in
      training.withLock { $0 += 1 }
      defer { training.withLock { $0 -= 1 } }
      while trial.position > 0, !isCancelled() { Thread.sleep(forTimeInterval: 0.002) }
      // A step under way takes its time.
      Thread.sleep(forTimeInterval: 0.02)
      return Self.finished(trial)
    }
    var heard = 0
    await #expect(throws: Broken.self) {
      try await scheduler.run { event in
        guard case .finished = event else { return }
        heard += 1
        throw Broken()
      }
    }
    #expect(heard == 1 && training.withLock { $0 } == 0)
  }

  @Test
  func `a trial that throws is reported and the others go on`() async throws {
    let scheduler = Scheduler(Self.trials(6), jobs: 2) { trial, _, _ in
      if trial.replicate == 2 { throw Broken() }
      return Self.finished(trial)
    }
    var (good, reasons) = (0, [UnfinishedTrial.Reason]())
    for await event in try scheduler.run() {
      switch event {
      case .finished: good += 1
      case .unfinished(let trial): reasons.append(trial.reason)
      case .started, .epoch: break
      }
    }
    #expect(good == 5 && reasons == [.failed("broken on purpose")])
  }

  @Test(arguments: [1, 3])
  func `after the last failure allowed no trial is started`(limit: Int) async throws {
    let scheduler = Scheduler(Self.trials(20), jobs: 1, maxFailures: limit) { trial, _, _ in
      if trial.replicate % 2 == 1 { throw Broken() }
      return Self.finished(trial)
    }
    var (good, failed) = (0, 0)
    for await event in try scheduler.run() {
      switch event {
      case .finished: good += 1
      case .unfinished: failed += 1
      case .started, .epoch: break
      }
    }
    #expect(good == limit && failed == limit)
  }

  @Test
  func `a trial that takes too long is given up`() async throws {
    let scheduler = Scheduler(Self.trials(1), jobs: 1, timeout: 0.05) { _, isCancelled, _ in
      while !isCancelled() { Thread.sleep(forTimeInterval: 0.005) }
      throw TrainingCancelled()
    }
    var reasons: [UnfinishedTrial.Reason] = []
    for await event in try scheduler.run() { if case .unfinished(let trial) = event { reasons.append(trial.reason) } }
    #expect(reasons == [.timedOut(seconds: 0.05)])
  }

  @Test
  func `stopping to start lets running trials finish; stopping now interrupts them`() async throws {
    for now in [false, true] {
      let asked = Mutex(false)
      let scheduler = Scheduler(Self.trials(50), jobs: 2) { trial, isCancelled, _ in
        while now || !asked.withLock({ $0 }) {
          if isCancelled() { throw TrainingCancelled() }
          Thread.sleep(forTimeInterval: 0.005)
        }
        return Self.finished(trial)
      }
      var (good, interrupted) = (0, 0)
      for await event in try scheduler.run() {
        switch event {
        case .started:
          if now { scheduler.stopNow() } else { scheduler.stopStarting() }
          asked.withLock { $0 = true }
        case .finished: good += 1
        case .unfinished(let trial): interrupted += trial.reason == .interrupted ? 1 : 0
        case .epoch: break
        }
      }
      #expect(now ? good == 0 && (1...2).contains(interrupted) : interrupted == 0 && (1...2).contains(good))
    }
  }

  @Test
  func `an empty plan ends at once`() async throws {
    let scheduler = Scheduler([], jobs: 4) { trial, _, _ in Self.finished(trial) }
    var events = 0
    for await _ in try scheduler.run() { events += 1 }
    #expect(events == 0)
  }
}
