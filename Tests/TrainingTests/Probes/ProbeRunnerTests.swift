import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing

@testable import Training

/// Laws that hold for all probes.
struct ProbeRunnerTests {
  static let everything: [ProbeRequest] = [
    ProbeRequest(.unitRemoval, sample: ProbeSample(split: .test, examples: 50)),
    ProbeRequest(.pairInteraction(pairs: 40)), ProbeRequest(.removalCurve(orders: 2)), ProbeRequest(.unitUsefulness),
    ProbeRequest(.redundancy(others: 5)), ProbeRequest(.activations), ProbeRequest(.productNorms),
    ProbeRequest(.filters),
    ProbeRequest(.sharpness(radius: 0.02, directions: 1, iterations: 2)),
    ProbeRequest(.gradientNoise(batches: 4, masks: 2)), ProbeRequest(.gradientDirections(batches: 3)),
    ProbeRequest(.reconstruction), ProbeRequest(.maskPositions(masks: 3)),
  ]

  /// What a network without maps, and without masks on them, is not asked.
  private static func isOfMaps(_ request: ProbeRequest) -> Bool {
    if case .maskPositions = request.probe { true } else { false }
  }

  static let fixtures = [
    ProbeFixture(ProbeFixture.dropping, everything), ProbeFixture(ProbeFixture.convolving, everything),
  ]

  @Test(arguments: fixtures.indices)
  func `probes leave the outcome alone and have the same bits again, on other threads`(_ index: Int) throws {
    let fixture = Self.fixtures[index]
    let expected = try fixture.finished()
    #expect(try fixture.fixture.finished().outcome == expected.outcome)
    #expect(expected.probes.map(\.request) == fixture.trial.probes)
    for other in ParallelThreads.map(2, { _ in Result { try fixture.finished().probes } }) {
      #expect(try other.get() == expected.probes)
    }
  }

  @Test
  func `a probe that does not fit is not asked`() {
    let asked = Self.everything.filter { !Self.isOfMaps($0) }
    #expect(Self.fixtures[0].trial.probes == asked.filter { $0.probe != .reconstruction })
    #expect(Self.fixtures[1].trial.probes == asked.filter { $0.probe != .filters })
  }

  @Test(arguments: [1, 7, 500], fixtures.indices)
  func `the batch size of evaluation never shows in probes`(_ size: Int, _ index: Int) throws {
    let fixture = Self.fixtures[index]
    #expect(try fixture.finished(evaluationBatch: size).probes == fixture.finished().probes)
  }

  @Test func `the batch size of evaluation does not show in predictions over masks that meet in batches`() throws {
    var fixture = ProbeFixture.convolving
    fixture.spec.training.epochs = 2
    fixture.spec.dropout = DropoutPlacement(maps: .same(.dropBlock(DropBlockNoise(rate: Rate(0.3), size: 2))))
    let asked = ProbeFixture(fixture, [ProbeRequest(.predictions(samples: 3))])
    let usual = try asked.finished().probes
    for size in [1, 7] { #expect(try asked.finished(evaluationBatch: size).probes == usual) }
  }

  @Test(arguments: fixtures.indices)
  func `every number is finite and stands at one address`(_ index: Int) throws {
    for record in try Self.fixtures[index].finished().probes {
      #expect(!record.values.isEmpty && record.values.allSatisfy { $0.value.isFinite }, "\(record.request.key)")
      #expect(Set(record.values.map(\.address)).count == record.values.count, "\(record.request.key)")
    }
  }

  @Test(arguments: fixtures.indices)
  func `the network is left as it was found`(_ index: Int) throws {
    let fixture = Self.fixtures[index]
    let once = try fixture.finished().probes
    let turned = try ProbeFixture(fixture.fixture, fixture.requests.reversed()).finished().probes
    #expect(Set(once) == Set(turned))
  }

  @Test
  func `kept weights give the records of training`() throws {
    var fixture = ProbeFixture(ProbeFixture.dropping, Self.everything)
    fixture.fixture.keepsWeights = true
    let trained = try fixture.finished()
    let weights = try #require(trained.outcome.weights)
    let answered = try Trainer(fixture.trial, on: fixture.fixture.dealt(), evaluationBatch: 250)
      .answer(with: weights, of: trained.outcome)
    #expect(answered?.probes == trained.probes)
  }
}
