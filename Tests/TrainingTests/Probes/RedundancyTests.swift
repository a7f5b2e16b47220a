import Experiments
import NeuralNets
import Tensors
import Testing

@testable import Training

struct RedundancyTests {
  /// Covariance of unit variances with one correlation of all pairs.
  private static func equicorrelated(_ units: Int, _ correlation: Double) -> Covariance {
    let matrix = (0..<units * units).map { $0 / units == $0 % units ? 1 : correlation }
    return Covariance(matrix, units: units)
  }

  @Test(arguments: [0, 0.3, -0.1, 0.9])
  func `of equally correlated units all is known in closed form`(_ correlation: Double) {
    let covariance = Self.equicorrelated(6, correlation)
    // k others explain k ρ² / (1 + (k − 1) ρ); the ridge of .001 takes a little.
    let closed = 5 * correlation * correlation / (1 + 4 * correlation)
    #expect(abs(covariance.explained(0, by: [1, 2, 3, 4, 5]) - closed) < 2e-3 && covariance.live.count == 6)
    #expect(abs(covariance.participationRatio - 36 / (6 + 30 * correlation * correlation)) < 1e-12)
    #expect(abs(covariance.meanCorrelation - correlation.magnitude) < 1e-12)
  }

  @Test
  func `covariances are those of the definition, over rows that are given`() {
    let values = FloatBuffer(4 * 3)
    // Columns: 1 2 3 6, twice that, constant.
    for (row, value) in [1, 2, 3, 6].enumerated() {
      for (column, number) in [Float(value), 2 * Float(value), 7].enumerated() {
        values.base[row * 3 + column] = number
      }
    }
    let covariance = Covariance(values, rows: 4, units: 3)
    #expect(covariance[0, 0] == 3.5 && covariance[0, 1] == 7 && covariance[1, 0] == 7 && covariance[1, 1] == 14)
    #expect(covariance.live == [0, 1] && covariance[2, 2] == 0 && covariance[0, 2] == 0)
    #expect(covariance.participationRatio == 1 && covariance.meanCorrelation == 1)
    #expect(covariance.explained(0, by: [1]) > 0.999)
  }

  @Test
  func `a unit twice is told by its double, a constant one is counted and left out`() throws {
    var fixture = TrialFixture()
    fixture.spec.network = .mlp(MLPSpec(hidden: [3], activation: .tanh))
    let trained = try ProbeFixture(fixture, []).untrained()
    try trained.network.change("hidden1.weight") { values in
      for index in 0..<35 { (values[35 + index], values[70 + index]) = (values[index], 0) }
    }
    let record = try ProbeRunner(trained).record(of: ProbeRequest(.redundancy(others: 20))) { false }
    #expect(abs(try #require(record.value(.constantShare, layer: "hidden1")) - 1.0 / 3) < 1e-12)
    #expect(try #require(record.value(.explainedMean, layer: "hidden1")) > 0.999)
    #expect(abs(try #require(record.value(.participation, layer: "hidden1")) - 1) < 1e-9)
    #expect(abs(try #require(record.value(.correlation, layer: "hidden1")) - 1) < 1e-9)
  }
}
