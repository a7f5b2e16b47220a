import Datasets
import Experiments
import NeuralNets
import Testing

@testable import Training

struct CrossValidationTests {
  private static func record(_ fixture: TrialFixture, folds: Int = 5) throws -> ProbeRecord {
    let asked = ProbeFixture(fixture, [ProbeRequest(.crossValidation(folds: folds))])
    return try #require(try asked.finished().probes.first)
  }

  @Test(arguments: [(2, 2), (5, 103), (7, 20), (100, 100), (100, 103)])
  func `every example is in one fold, and folds are of one size`(folds: Int, count: Int) {
    let all = (0..<folds).map { CrossValidation.fold($0, of: folds, count: count) }
    #expect(all.flatMap { Array($0) } == Array(0..<count))
    let sizes = all.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1 && sizes.min() != 0)
  }

  /// A network that learns wrong labels by heart knows nothing of labels that it has not seen: 3 of 4 are wrong.
  @Test
  func `no network has seen what it is judged by`() throws {
    var fixture = TrialFixture(epochs: 300)
    fixture.spec.dataset.labelNoise = 1
    fixture.spec.network = .mlp(MLPSpec(hidden: [64]))
    fixture.spec.optimizer = .sgd(learningRate: 0.02, momentum: .constant(0.9), nesterov: false)
    let record = try Self.record(fixture)
    let training = try fixture.finished().outcome.last(.error, .training)
    #expect(try #require(training) < 0.1)
    #expect(try #require(record.value(.heldOutError)) > 0.6)
  }

  @Test
  func `what can be learnt is learnt from the other folds, and more folds teach more`() throws {
    let fixture = TrialFixture(epochs: 12)
    let (half, most) = (try Self.record(fixture, folds: 2), try Self.record(fixture, folds: 20))
    let loss = try #require(most.value(.heldOutLoss))
    #expect(try #require(half.value(.heldOutLoss)) > loss && loss > 0)
    let error = try #require(most.value(.heldOutError))
    // Of 103 examples some number is wrong.
    #expect(abs((error * 103).rounded() - error * 103) < 1e-9 && error < 0.4)
  }

  @Test
  func `it leaves the trial as it is, with dropout and on other threads`() throws {
    let fixture = TrialFixture.dropping
    let asked = ProbeFixture(fixture, [ProbeRequest(.crossValidation(folds: 3))])
    let expected = try asked.finished()
    #expect(try fixture.finished().outcome == expected.outcome)
    for other in ParallelThreads.map(2, { _ in Result { try asked.finished(evaluationBatch: 7).probes } }) {
      #expect(try other.get() == expected.probes)
    }
  }

  @Test
  func `where a network diverges there is no number`() throws {
    let untrained = try ProbeFixture(TrialFixture(), [ProbeRequest(.crossValidation(folds: 3))]).untrained()
    #expect(try !CrossValidation(untrained, folds: 3).values { false }.isEmpty)
    var wild = TrialFixture()
    wild.spec.optimizer = .sgd(learningRate: 1e30, momentum: .constant(0), nesterov: false)
    let asked = try ProbeFixture(wild, []).untrained()
    #expect(try CrossValidation(asked, folds: 3).values { false }.isEmpty)
    #expect(throws: TrainingCancelled.self) { try CrossValidation(untrained, folds: 3).values { true } }
  }

  @Test
  func `too few examples and bags have no folds`() {
    let probe = Probe.crossValidation(folds: 5)
    var spec = TrialFixture(training: 4).spec
    #expect(probe.misfit(with: spec) == "5 folds need as many training examples, there are 4")
    spec.dataset.training = 5
    #expect(probe.misfit(with: spec) == nil)
    spec.dataset.bootstrap = 0
    #expect(probe.misfit(with: spec) == "examples that a bag holds twice would stand in two folds")
  }

  @Test
  func `an error held out is measured where answers are right or wrong, a loss everywhere`() {
    let request = ProbeRequest(.crossValidation(folds: 5))
    func misfit(_ statistic: ProbeStatistic, _ spec: TrialSpec) -> String? {
      Measure.probe(request, statistic, layer: "", at: nil)
        .misfit(with: spec, inference: InferencePlan(), probes: ProbePlan([request]))
    }
    var spec = TrialFixture().spec
    #expect(misfit(.heldOutError, spec) == nil && misfit(.heldOutLoss, spec) == nil)
    spec.network = .autoencoder(AutoencoderSpec(hidden: [6]))
    #expect(misfit(.heldOutError, spec)?.hasSuffix("none is wrong; ask for heldOutLoss") == true)
    #expect(misfit(.heldOutLoss, spec) == nil)
  }
}
