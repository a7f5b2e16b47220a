import Experiments
import Files
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

/// The law of checkpoints: a trial that is stopped anywhere and goes on elsewhere ends with the bits of one that was not.
struct CheckpointTests {
  /// Runs a trial until a step, keeps its state as bytes, and goes on from them with a new trainer, again and again.
  private func interrupted(_ fixture: TrialFixture, every steps: Int) throws -> (TrialOutcome, stops: Int) {
    let data = try fixture.dealt()
    var kept: [UInt8]?
    var stops = 0
    while true {
      let trainer = Trainer(fixture.trial, on: data)
      if let kept { #expect(trainer.take(try TrainingState(kept))) }
      var left = steps
      do {
        let finished = try trainer.train(
          isCancelled: {
            left -= 1
            return left < 0
          }, checkpoints: Checkpoints(.whenStopped) { kept = $0.bytes })
        return (finished.outcome, stops)
      } catch {
        stops += 1
      }
    }
  }

  @Test(arguments: NetworkKindsTests.kinds.indices)
  func `every kind of network goes on from any place to the same bits`(_ index: Int) throws {
    var fixture = TrialFixture(training: 63, epochs: 3, dropout: NetworkKindsTests.kinds[index].dropout)
    fixture.spec.network = NetworkKindsTests.kinds[index].network
    fixture.spec.training.evaluate.also = [.gradientNorm, .largestActivation]
    fixture.keepsWeights = true
    let expected = try fixture.finished().outcome
    // Four steps make an epoch: once after each epoch, once within and at other places every time.
    for (steps, stops) in [(4, 2), (3, 3)] {
      let (outcome, count) = try interrupted(fixture, every: steps)
      #expect(count == stops)
      #expect(outcome.differences(from: expected) == [], "\(NetworkKindsTests.kinds[index].name), every \(steps) steps")
    }
  }

  @Test(arguments: NoiseCatalogue.all.indices)
  func `every variant of dropout, optimizer, schedule and gradient goes on to the same bits`(_ index: Int) throws {
    let fixture = NoiseCatalogue.all[index].fixture
    let expected = try fixture.finished().outcome
    #expect(expected.status == .completed)
    #expect(try interrupted(fixture, every: 5).0 == expected, "\(NoiseCatalogue.all[index].name)")
    #expect(try interrupted(fixture, every: 6).0 == expected, "\(NoiseCatalogue.all[index].name)")
  }

  @Test func `a trial that diverges does so after going on, in the same epoch`() throws {
    var fixture = TrialFixture.dropping
    fixture.spec.optimizer = .sgd(learningRate: 3e7, momentum: .constant(0.9), nesterov: false)
    let expected = try fixture.finished().outcome
    guard case .diverged = expected.status else { return #expect(Bool(false), "\(expected.status)") }
    #expect(try interrupted(fixture, every: 2).0 == expected)
  }

  @Test func `what was spent before is counted`() throws {
    let fixture = TrialFixture.dropping
    var state: TrainingState?
    _ = try Trainer(fixture.trial, on: fixture.dealt()).train(
      checkpoints: Checkpoints(.epochs(2)) { state = $0 })
    let kept = try #require(state)
    #expect(kept.place.epoch == 3 && kept.place.steps == 0)
    let trainer = Trainer(fixture.trial, on: try fixture.dealt())
    #expect(trainer.take(kept))
    let began = Date().timeIntervalSince1970
    let finished = try trainer.train()
    let spent = try #require(finished.measurements)
    #expect(spent.startedAt < began)
    #expect(spent.cpuSeconds > 0 && spent.trainingSeconds > 0)
    #expect(finished.outcome == (try fixture.finished().outcome))
  }

  @Test func `states are told every so many epochs or seconds, and not without need`() throws {
    let fixture = TrialFixture(training: 103, epochs: 7)
    func places(_ rule: CheckpointRule) throws -> [TrainingPlace] {
      var found: [TrainingPlace] = []
      _ = try Trainer(fixture.trial, on: fixture.dealt()).train(
        checkpoints: Checkpoints(rule) { found.append($0.place) })
      return found
    }
    #expect(try places(.epochs(3)).map(\.epoch) == [4, 7])
    #expect(try places(.epochs(3)).allSatisfy { $0.steps == 0 })
    #expect(try places(.seconds(0)).count == 42)
    #expect(try places(.seconds(3600)).isEmpty)
    #expect(try places(.whenStopped).isEmpty)
  }
}

extension TrialOutcome {
  /// What is not the same, by name.
  func differences(from other: TrialOutcome) -> [String] {
    let metrics = zip(metrics, other.metrics).filter { $0 != $1 }.map { own, _ in
      "\(own.epoch) \(own.split) \(own.metric) \(own.layer)"
    }
    let weights = zip(weights ?? [], other.weights ?? []).filter { $0 != $1 }.map { $0.0.name }
    return metrics + weights + (self == other || !(metrics + weights).isEmpty ? [] : ["status, digests or correctness"])
  }
}

/// Trials that together use every variant of dropout, every optimizer and every rule that remembers something.
struct NoiseCatalogue {
  let name: String
  let fixture: TrialFixture

  private init(_ name: String, _ dropout: DropoutPlacement, _ change: (inout TrialSpec) -> Void = { _ in }) {
    self.name = name
    var fixture = TrialFixture(training: 103, epochs: 3, dropout: dropout)
    change(&fixture.spec)
    fixture.keepsWeights = true
    self.fixture = fixture
  }

  private init(hidden: Dropout, _ change: (inout TrialSpec) -> Void = { _ in }) {
    self.init("\(hidden)", DropoutPlacement(input: TrialFixture.fifth, hidden: .same(hidden)), change)
  }

  static let variants: [Dropout] = [
    .none, TrialFixture.half, TrialFixture.classic, .batchBernoulli(rate: Rate(0.3), convention: .inverted),
    .gaussian(rate: Rate(0.3)), .clippedGaussian(rate: Rate(0.3)), .uniform(spread: 0.4), .alpha(rate: Rate(0.2)),
    .variational(VariationalNoise(divergence: .molchanov)), .concrete(ConcreteNoise()), .standout(StandoutNoise()),
  ]

  static let all: [NoiseCatalogue] =
    variants.map { NoiseCatalogue(hidden: $0) } + [
      NoiseCatalogue("adam", TrialFixture.dropping.spec.dropout) {
        $0.optimizer = .adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
      },
      NoiseCatalogue("adamW, clipped", TrialFixture.dropping.spec.dropout) {
        $0.optimizer = .adamW(learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02)
        $0.regularization.clipNorm = 0.5
      },
      NoiseCatalogue("momentum, max-norm, L1", TrialFixture.dropping.spec.dropout) {
        $0.regularization.maxNorm = 2
        $0.regularization.l1 = 1e-4
        $0.regularization.l1StartEpoch = 2
      },
      NoiseCatalogue("averaged weights", TrialFixture.dropping.spec.dropout) { $0.training.averageFrom = 0.4 },
      NoiseCatalogue("two passes", TrialFixture.dropping.spec.dropout) { $0.regularization.rDrop = 0.7 },
      NoiseCatalogue("averaged gradients", TrialFixture.dropping.spec.dropout) {
        $0.training.gradient = .averaged(draws: 2)
        $0.training.evaluate.also = [.gradientNorm]
      },
      NoiseCatalogue("noise only", TrialFixture.dropping.spec.dropout) { $0.training.gradient = .noiseOnly(draws: 2) },
      NoiseCatalogue("boosting", TrialFixture.dropping.spec.dropout) { $0.training.gradient = .boosting },
      NoiseCatalogue("cosine, evaluated seldom", TrialFixture.dropping.spec.dropout) {
        $0.training.schedule = .cosine(to: 0.1)
        $0.training.evaluate.every = 2
      },
    ]
}
