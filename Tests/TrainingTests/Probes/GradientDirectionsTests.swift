import Experiments
import NeuralNets
import Specifications
import Testing

@testable import Training

struct GradientDirectionsTests {
  private static let probe = Probe.gradientDirections(batches: 30)

  private static func found(
    _ fixture: TrialFixture, batchSize: Int? = nil
  ) throws -> (spread: Double, error: Double) {
    var fixture = fixture
    if let batchSize { fixture.spec.training.batchSize = batchSize }
    let finished = try ProbeFixture(fixture, [ProbeRequest(probe)]).finished()
    return (try finished.value(.directionSpread, of: probe), try finished.value(.directionError, of: probe))
  }

  @Test
  func `the spread of known directions is known`() {
    // Equal ones: ‖Σ‖² = n². At right angles: n. Opposite ones: 0, of two.
    #expect(GradientDirections.spread(square: 9, count: 3) == 0)
    #expect(GradientDirections.spread(square: 3, count: 3) == 0.5)
    #expect(GradientDirections.spread(square: 0, count: 2) == 1)
    // Of three directions two agree and one is at right angles to both: two pairs of ½.
    #expect(abs(GradientDirections.spread(square: 5, count: 3) - 1.0 / 3) < 1e-15)
  }

  @Test
  func `whole batches without masks all point where the mean gradient does`() throws {
    let found = try Self.found(TrialFixture(epochs: 2), batchSize: 103)
    // The order of the examples of a batch moves the last bits.
    #expect(abs(found.spread) < 1e-9 && abs(found.error) < 1e-9, "\(found)")
  }

  @Test
  func `smaller batches and masks turn gradients away from each other and from the mean`() throws {
    let whole = try Self.found(TrialFixture(epochs: 2), batchSize: 50)
    let small = try Self.found(TrialFixture(epochs: 2), batchSize: 10)
    let masked = try Self.found(
      TrialFixture(epochs: 2, dropout: DropoutPlacement(hidden: .same(TrialFixture.half))), batchSize: 50)
    #expect(small.spread > 1.1 * whole.spread && small.error > 1.1 * whole.error, "\(small) \(whole)")
    #expect(masked.spread > 1.1 * whole.spread && masked.error > 1.1 * whole.error, "\(masked) \(whole)")
  }

  @Test
  func `a schedule stands where training ends`() throws {
    let early = Dropout.scheduled(TrialFixture.half, .early(until: 0.5))
    func still(_ dropout: DropoutPlacement) -> TrialFixture {
      var fixture = TrialFixture(epochs: 1, dropout: dropout)
      // Steps that no weight notices: all arms ask the first weights.
      fixture.spec.optimizer = .sgd(learningRate: 1e-30, momentum: .constant(0), nesterov: false)
      return fixture
    }
    let plain = try Self.found(still(DropoutPlacement()))
    #expect(try Self.found(still(DropoutPlacement(hidden: .same(early)))) == plain)
    let late = Dropout.scheduled(TrialFixture.half, .late(from: 0.5))
    let masked = try Self.found(still(DropoutPlacement(hidden: .same(TrialFixture.half))))
    #expect(try Self.found(still(DropoutPlacement(hidden: .same(late)))) == masked)
    func noise(_ second: Dropout) throws -> [ProbeValue] {
      let probe = Probe.gradientNoise(batches: 5, masks: 3)
      let fixture = still(DropoutPlacement(hidden: .each([TrialFixture.half, second])))
      return try #require(ProbeFixture(fixture, [ProbeRequest(probe)]).finished().probes.first).values
    }
    #expect(try noise(early) == noise(.none))
  }
}
