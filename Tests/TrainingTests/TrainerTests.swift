import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

struct TrainerTests {
  // MARK: The same bits

  @Test func `a trial has the bits it has always had`() throws {
    let outcome = try TrialFixture(epochs: 12, dropout: TrialFixture.dropping.spec.dropout).finished().outcome
    #expect(outcome.status == .completed)
    let bits = outcome.metrics.filter { $0.split == .test && $0.layer.isEmpty }.map(\.value.bitPattern)
    #expect(
      outcome.digests
        == TrialDigests(
          batchOrder: "1451eb136a6607d750a75df419adcf98b0ef1680b0c0b09a6806450983dd2669",
          initialWeights: [
            LayerDigest(
              layer: "hidden1", digest: "794b6499e7ea12e00c4e9e892ce94ea15a87c94aabc8a202136d2d37f05c8963"),
            LayerDigest(
              layer: "hidden2", digest: "c2c5ee694c86cb5e318100f1853f4cd0e3f0690cc90ebd53dab79520a5bbc3ce"),
            LayerDigest(
              layer: "output", digest: "65128397bc96d4de4a6d8c379301da4cb0f94fae4012f3a42f52741da960ac16"),
          ], finalWeights: "0903ceb9b08c837c6ef685166a9292156124db6f7021ff89a0c28c9495c21aa4"))
    #expect(
      bits == [
        0x3ff5_f78a_0215_e8ac, 0x3fe3_ef36_8eb0_4326, 0x3fd8_2192_e29f_79b4, 0x3ff5_f78a_0215_e8ac,
        0x3fbe_0038_a3ac_10c9, 0x3fe7_c930_4c04_a8ff, 0x3fb5_3c43_d1ab_0ef0,
      ])
  }

  @Test func `a trial has the same outcome again, on other threads and beside others`() throws {
    let expected = try TrialFixture.dropping.finished().outcome
    let outcomes = ParallelThreads.map(3) { _ in Result { try TrialFixture.dropping.finished().outcome } }
    for outcome in outcomes { #expect(try outcome.get() == expected) }
  }

  @Test(arguments: [1, 7, 61, 500])
  func `the batch size of evaluation never shows`(_ size: Int) throws {
    let expected = try TrialFixture.dropping.finished().outcome
    #expect(try TrialFixture.dropping.finished(evaluationBatch: size).outcome == expected)
  }

  @Test func `configurations of a replicate share data order and first weights, replicates do not`() throws {
    let plain = try TrialFixture().finished().outcome.digests
    let dropping = try TrialFixture.dropping.finished().outcome.digests
    #expect(plain.batchOrder == dropping.batchOrder)
    #expect(plain.initialWeights == dropping.initialWeights)
    #expect(plain.initialWeights.map(\.layer) == ["hidden1", "hidden2", "output"])
    #expect(plain.finalWeights != dropping.finalWeights)
    var other = TrialFixture()
    other.replicate = 2
    let digests = try other.finished().outcome.digests
    #expect(digests.batchOrder != plain.batchOrder && digests.initialWeights != plain.initialWeights)
  }

  @Test func `evaluation leaves no trace in training`() throws {
    var rare = TrialFixture.dropping
    rare.spec.training.evaluate = EvaluationSpec(every: 100, training: 0, test: .never)
    let often = try TrialFixture.dropping.finished().outcome
    #expect(try rare.finished().outcome.digests == often.digests)
  }

  @Test func `augmentation leaves the masks of dropout as they are (T32)`() throws {
    var moved = TrialFixture.dropping
    moved.spec.dataset.augmentation = Augmentation(shift: 1, rotation: 0)
    let outcome = try moved.finished().outcome
    let plain = try TrialFixture.dropping.finished().outcome
    for layer in ["input", "hidden1", "hidden2"] {
      let share = outcome.value(.dropFraction, .training, epoch: 3, layer: layer)
      #expect(share != nil && share == plain.value(.dropFraction, .training, epoch: 3, layer: layer))
    }
    #expect(outcome.digests.finalWeights != plain.digests.finalWeights)
  }

  // MARK: Steps

  @Test func `training learns, and the last batch may be smaller`() throws {
    let outcome = try TrialFixture(training: 103, epochs: 12).finished().outcome
    let first = try #require(outcome.value(.loss, .training, epoch: 1))
    let last = try #require(outcome.value(.loss, .training, epoch: 12))
    #expect(last < 0.5 * first)
    #expect(try #require(outcome.value(.error, .test, epoch: 12)) < 0.4)
  }

  @Test func `a trial counts its drops in each epoch`() throws {
    let outcome = try TrialFixture.dropping.finished().outcome
    for epoch in 1...3 {
      let input = try #require(outcome.value(.dropFraction, .training, epoch: epoch, layer: "input"))
      let hidden = try #require(outcome.value(.dropFraction, .training, epoch: epoch, layer: "hidden2"))
      #expect((input * 103 * 35).rounded() == input * 103 * 35 && (input - 0.2).magnitude < 0.03)
      #expect((hidden * 103 * 18 - (hidden * 103 * 18).rounded()).magnitude < 1e-9)
      #expect((hidden - 0.5).magnitude < 0.05)
    }
    let shares = (1...3).map { outcome.value(.dropFraction, .training, epoch: $0, layer: "input") }
    #expect(Set(shares).count > 1)
    #expect(try TrialFixture().finished().outcome.metrics.allSatisfy { $0.metric != .dropFraction })
  }

  @Test func `a trial that blows up ends as diverged in that epoch and keeps what was measured before`() throws {
    var fixture = TrialFixture(epochs: 6)
    fixture.keepsWeights = true
    fixture.spec.loss = .meanSquaredError
    fixture.spec.network = .mlp(MLPSpec(hidden: [24], activation: .identity))
    fixture.spec.training.schedule = .warmUp(epochs: 6, then: .constant)
    fixture.spec.optimizer = .sgd(learningRate: 0.9, momentum: .constant(0.9), nesterov: false)
    let outcome = try fixture.finished().outcome
    guard case .diverged(let epoch) = outcome.status else {
      Issue.record("the trial ended as \(outcome.status)")
      return
    }
    #expect((2...6).contains(epoch))
    #expect(outcome.metrics.allSatisfy { $0.epoch < epoch && $0.value.isFinite })
    #expect(outcome.correctness.isEmpty && outcome.weights == nil)
    #expect(try fixture.finished().outcome == outcome)
  }

  @Test func `a trial whose scores are infinite while its weights are not ends as diverged`() throws {
    var fixture = TrialFixture()
    fixture.spec.training.batchSize = fixture.spec.dataset.training
    fixture.spec.optimizer = .sgd(learningRate: 1e20, momentum: .constant(0), nesterov: false)
    #expect(try fixture.finished().outcome.status == .diverged(epoch: 1))
  }

  @Test func `a cancelled trial stops between two steps and has no outcome`() throws {
    let trainer = try Trainer(TrialFixture().trial, on: TrialFixture().dealt())
    var asked = 0
    var epochs = 0
    #expect(throws: TrainingCancelled.self) {
      try trainer.train(
        isCancelled: {
          asked += 1
          return asked == 9
        }, progress: { _ in epochs += 1 })
    }
    #expect(asked == 9 && epochs == 1)
  }

  // MARK: Evaluation

  @Test func `splits are evaluated when they are due, the test split once at the end`() throws {
    var fixture = TrialFixture(epochs: 5)
    fixture.spec.training.evaluate = EvaluationSpec(every: 2, training: 50, test: .last)
    var heard: [EpochProgress] = []
    let outcome = try Trainer(fixture.trial, on: fixture.dealt()).train(progress: { heard.append($0) }).outcome
    func epochs(_ split: Split) -> [Int] { Set(outcome.metrics.filter { $0.split == split }.map(\.epoch)).sorted() }
    #expect(epochs(.training) == [2, 4, 5])
    #expect(epochs(.validation) == [2, 4, 5])
    #expect(epochs(.test) == [5])
    #expect(heard.map(\.epoch) == [1, 2, 3, 4, 5])
    #expect(heard.map { $0.validation != nil } == [false, true, false, true, true])
    #expect(heard.allSatisfy { $0.examples == 103 && $0.epochs == 5 && $0.trainingLoss > 0 })
    #expect(heard[1].validation?.value == outcome.value(.error, .validation, epoch: 2))
  }

  @Test func `the metrics of an epoch come in one order and agree with each other`() throws {
    let outcome = try TrialFixture.dropping.finished().outcome
    let last = outcome.metrics.filter { $0.epoch == 3 && $0.split == .test }
    #expect(
      last.map(\.metric) == [.loss, .error, .accuracy, .nll, .ece, .brier, .gap, .sparsity, .sparsity])
    let error = try #require(outcome.value(.error, .test, epoch: 3))
    let training = try #require(outcome.value(.error, .training, epoch: 3))
    #expect(outcome.value(.accuracy, .test, epoch: 3).map { ($0 - (1 - error)).magnitude < 1e-15 } == true)
    #expect(outcome.value(.gap, .test, epoch: 3) == error - training)
    #expect(outcome.value(.loss, .test, epoch: 3) == outcome.value(.nll, .test, epoch: 3))
    #expect(outcome.value(.learningRate, .training, epoch: 3).map { ($0 - 0.1 / 18).magnitude < 1e-12 } == true)
    let right = outcome.correctness.reduce(0) { $0 + $1.nonzeroBitCount }
    #expect(outcome.correctness.count == 8 && Double(61 - right) / 61 == error)
  }

  @Test func `squared error has no probabilities to calibrate, and no training examples no gap`() throws {
    var fixture = TrialFixture()
    fixture.spec.loss = .meanSquaredError
    fixture.spec.training.evaluate.training = 0
    let outcome = try fixture.finished().outcome
    let found = Set(outcome.metrics.filter { $0.split == .validation }.map(\.metric))
    #expect(found == [.loss, .error, .accuracy, .sparsity])
  }

  @Test func `without a test evaluation the test split is never read`() throws {
    var fixture = TrialFixture()
    fixture.spec.training.evaluate.test = .never
    let outcome = try fixture.finished().outcome
    #expect(outcome.metrics.allSatisfy { $0.split != .test } && outcome.correctness.isEmpty)
  }

  // MARK: Weights

  @Test func `weights are kept on request, and their digest is the one of the outcome`() throws {
    var fixture = TrialFixture.dropping
    #expect(try fixture.finished().outcome.weights == nil)
    fixture.keepsWeights = true
    let outcome = try fixture.finished().outcome
    let tensors = try #require(outcome.weights)
    #expect(tensors.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"])
    #expect(tensors.map(\.shape) == [[24, 35], [24], [18, 24], [18], [4, 18], [4]])
    var stream = SHA256Stream()
    for tensor in tensors { stream.update(tensor.values) }
    #expect(stream.finish() == outcome.digests.finalWeights)
  }
}
