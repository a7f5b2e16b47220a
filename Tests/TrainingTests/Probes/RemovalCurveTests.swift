import Experiments
import NeuralNets
import Testing

@testable import Training

struct RemovalCurveTests {
  @Test(arguments: [ProbeFixture.dropping, ProbeFixture.convolving])
  func `nothing removed is the evaluation that every trial has`(_ fixture: TrialFixture) throws {
    let finished = try ProbeFixture(fixture, [ProbeRequest(.removalCurve(orders: 2))]).finished()
    let accuracy = try #require(finished.outcome.value(.accuracy, .test, epoch: fixture.spec.training.epochs))
    for statistic in [ProbeStatistic.removedAccuracy, .rescaledAccuracy] {
      let curve = try [0, 0.9].map { try finished.value(statistic, at: $0, of: .removalCurve(orders: 2)) }
      #expect(curve[0] == accuracy && curve[1] < accuracy, "\(statistic): \(curve), \(accuracy)")
    }
    let curve = try RemovalCurve.shares.map {
      try finished.value(.removedAccuracy, at: $0, of: .removalCurve(orders: 2))
    }
    #expect(try finished.value(.removedArea, of: .removalCurve(orders: 2)) == RemovalCurve.area(curve))
  }

  @Test
  func `rescaling one layer without biases behind it changes no prediction`() throws {
    var fixture = TrialFixture()
    fixture.spec.network = .mlp(MLPSpec(hidden: [20]))
    let trained = try ProbeFixture(fixture, []).untrained { network in
      for parameter in network.parameters where parameter.kind == .offset {
        network.set(parameter, parameter.rowMajor.map { _ in 0 })
      }
    }
    let record = try ProbeRunner(trained).record(of: ProbeRequest(.removalCurve(orders: 3))) { false }
    for share in RemovalCurve.shares {
      #expect(record.value(.removedAccuracy, at: share) == record.value(.rescaledAccuracy, at: share))
    }
    // With two layers the biases between them are zero too, but with one they set the scale.
    let biased = try ProbeFixture(fixture, []).untrained { network in
      for parameter in network.parameters where parameter.name == "output.bias" {
        network.set(parameter, [0, 2, 0, 0])
      }
    }
    let other = try ProbeRunner(biased).record(of: ProbeRequest(.removalCurve(orders: 3))) { false }
    #expect(
      RemovalCurve.shares.contains {
        other.value(.removedAccuracy, at: $0) != other.value(.rescaledAccuracy, at: $0)
      })
  }

  @Test
  func `the area is the mean of the curve by trapezoids`() {
    #expect(RemovalCurve.area([1, 1, 1]) == 1)
    #expect(RemovalCurve.area([1, 0.5, 0]) == 0.5)
    #expect(RemovalCurve.area([1, 0, 0]) == 0.25)
  }
}
