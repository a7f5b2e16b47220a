import Experiments
import NeuralNets
import Testing

@testable import Training

struct ProductNormsTests {
  private let fixture = ProbeFixture(TrialFixture(), [])

  private func record(_ change: (Network) throws -> Void = { _ in }) throws -> ProbeRecord {
    let trained = try fixture.untrained()
    try change(trained.network)
    return try ProbeRunner(trained).record(of: ProbeRequest(.productNorms)) { false }
  }

  @Test
  func `constant units of equal weights have equal parts, and a unit of half the weight half a part`() throws {
    // Every unit of the last hidden layer is 2; 3 of the first weight into each of the answers, and nothing else.
    func built(first: Float) throws -> ProbeRecord {
      try record { network in
        try network.change("hidden2.weight") { $0 = $0.map { _ in 0 } }
        try network.change("hidden2.bias") { $0 = $0.map { _ in 2 } }
        let units = try network.parameter("hidden2.bias").rowMajor.count
        try network.change("output.weight") { weights in
          for place in weights.indices { weights[place] = place >= units ? 0 : place == 0 ? first : 3 }
        }
      }
    }
    let equal = try built(first: 3)
    #expect(equal.value(.productNormMean, layer: "hidden2") == 6)
    #expect(equal.value(.productNormVariation, layer: "hidden2") == 0)
    let uneven = try built(first: 1.5)
    #expect(uneven.value(.productNorm, layer: "hidden2", at: 0) == 3)
    #expect(uneven.value(.productNorm, layer: "hidden2", at: 1) == 6)
    let units = Double(try fixture.untrained().network.parameter("hidden2.bias").rowMajor.count)
    let mean = 6 - 3 / units
    let variation = (9 / units * (1 - 1 / units)).squareRoot() / mean
    #expect(abs(try #require(uneven.value(.productNormVariation, layer: "hidden2")) - variation) < 1e-12)
  }

  @Test
  func `moving scale from a layer to the next changes no part`() throws {
    let plain = try record()
    let moved = try record { network in
      try network.change("hidden1.weight") { $0 = $0.map { $0 * 4 } }
      try network.change("hidden2.weight") { $0 = $0.map { $0 / 4 } }
    }
    for level in ProbeStatistic.productNorm.places {
      let pair = (plain, moved)
      let before = try #require(pair.0.value(.productNorm, layer: "hidden1", at: level))
      #expect(abs(before - (try #require(pair.1.value(.productNorm, layer: "hidden1", at: level)))) < 1e-9)
      #expect(before >= 0)
    }
  }
}
