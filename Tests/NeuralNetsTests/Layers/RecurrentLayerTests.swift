import CKernels
import NeuralNets
import Randomness
import Specifications
import Testing

/// Every kind of noise inside a recurrent layer, at rates where p and 1 − p differ.
private let variants: [RecurrentDropout] = [
  RecurrentDropout(),
  RecurrentDropout(input: Rate(0.3), state: .tied(rate: Rate(0.4))),
  RecurrentDropout(state: .perStep(rate: Rate(0.3))),
  RecurrentDropout(state: .cell(rate: Rate(0.3))),
  RecurrentDropout(state: .candidate(rate: Rate(0.3))),
  RecurrentDropout(state: .zoneout(cell: Rate(0.4), hidden: Rate(0.3))),
  RecurrentDropout(weights: Rate(0.3)),
  RecurrentDropout(input: Rate(0.2), state: .zoneout(cell: Rate(0), hidden: Rate(0.3)), weights: Rate(0.4)),
]

struct RecurrentLayerTests {
  @Test(arguments: RecurrentCell.allCases, variants)
  func `states and gradients are those of the formulas in Double`(cell: RecurrentCell, dropout: RecurrentDropout) {
    for (returned, units) in [(RecurrentLayer.Output.all, 3), (.last, 17)] {
      var fixture = RecurrentFixture(cell: cell, units: units, returned: returned, dropout: dropout)
      if units > 16 { fixture.steps = 2 }
      let layer = fixture.layer()
      for pass in [fixture.training, .evaluation, .sampling(fixture.plan, sample: 2)] {
        let reference = fixture.reference(layer, pass: pass)
        let states = reference.states(fixture.features.map(Double.init))
        let expected = returned == .all ? states : Array(states.suffix(fixture.examples.count * units))
        #expect(relativeError(fixture.run(layer, pass: pass), expected) < 1e-6, "\(returned) \(pass)")
      }
      if units < 16 { checkGradients(fixture, layer) }
    }
  }

  private func checkGradients(_ fixture: RecurrentFixture, _ layer: RecurrentLayer) {
    let features = fixture.features.map(Double.init)
    let slopes = fixture.slopes.map(Double.init)
    let reference = fixture.reference(layer, pass: fixture.training)
    func loss(_ reference: DoubleRecurrence, _ features: [Double]) -> Double {
      zip(reference.states(features).suffix(slopes.count), slopes).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let inputs = fixture.pullBack(layer, pass: fixture.training)
    #expect(relativeError(inputs, centralDifferences(features) { loss(reference, $0) }) < 1e-5, "inputs")
    for (index, parameter) in layer.parameters.enumerated() {
      let expected = centralDifferences(reference.arrays[index]) { values in
        var changed = reference
        changed.arrays[index] = values
        return loss(changed, features)
      }
      #expect(relativeError(parameter.gradientRowMajor, expected) < 1e-5, "\(parameter.name)")
    }
  }

  @Test(arguments: RecurrentCell.allCases)
  func `the gradient of the last state alone reaches every array`(cell: RecurrentCell) {
    let fixture = RecurrentFixture(
      cell: cell, units: 3, returned: .last, dropout: RecurrentDropout(state: .tied(rate: Rate(0.3))))
    checkGradients(fixture, fixture.layer())
  }

  @Test(arguments: RecurrentCell.allCases, variants)
  func `an example's states do not depend on the batch it is in`(cell: RecurrentCell, dropout: RecurrentDropout) {
    var fixture = RecurrentFixture(cell: cell, units: 20, returned: .last, dropout: dropout)
    fixture.examples = [3, 17, 4, 59_999, 1_000, 8, 12, 5, 6, 77, 78]
    let together = fixture.run(fixture.layer(), pass: fixture.training)
    for (row, example) in fixture.examples.enumerated() {
      var alone = fixture
      alone.examples = [example]
      let layer = alone.layer(capacity: 4)
      #expect(alone.run(layer, pass: alone.training) == Array(together[row * 20..<(row + 1) * 20]))
    }
  }

  @Test(arguments: RecurrentCell.allCases)
  func `noise at rate zero and every noise at evaluation leave the plain layer's bits`(cell: RecurrentCell) {
    let zero = Rate(0)
    let plain = RecurrentFixture(cell: cell, units: 20)
    let layer = plain.layer()
    let expected = plain.run(layer, pass: plain.training)
    let gradient = plain.pullBack(layer, pass: plain.training)
    let neutral: [StateNoise] = [
      .none, .tied(rate: zero), .perStep(rate: zero), .cell(rate: zero), .candidate(rate: zero),
      .zoneout(cell: zero, hidden: zero),
    ]
    for state in neutral {
      var fixture = plain
      fixture.dropout = RecurrentDropout(state: state)
      let layer = fixture.layer()
      #expect(fixture.run(layer, pass: fixture.training) == expected)
      #expect(fixture.pullBack(layer, pass: fixture.training) == gradient)
      #expect(layer.noise.sites.isEmpty)
    }
    for dropout in variants {
      if case .zoneout = dropout.state { continue }
      var fixture = plain
      fixture.dropout = dropout
      #expect(fixture.run(fixture.layer(), pass: .evaluation) == expected)
    }
  }

  @Test func `a tied mask is one per sequence, the others change from step to step`() {
    var fixture = RecurrentFixture(units: 40, dropout: RecurrentDropout(state: .tied(rate: Rate(0.5))))
    fixture.steps = 6
    let tied = masks(fixture)
    fixture.dropout.state = .perStep(rate: Rate(0.5))
    let free = masks(fixture)
    #expect(Set(tied.map { $0[0] }).count == 1)
    #expect(Set(tied.map { $0[1] }).count == 1)
    #expect(tied[0][0] != tied[0][1])
    #expect(Set(free.map { $0[0] }).count == 6)
  }

  /// The factors on the state per step and example.
  private func masks(_ fixture: RecurrentFixture) -> [[[Float]]] {
    let layer = fixture.layer()
    _ = fixture.run(layer, pass: fixture.training)
    let factors = layer.noise.recurrent.current
    return (0..<fixture.steps).map { t in
      fixture.examples.indices.map { n in
        (0..<fixture.units).map { unit in
          factors.values[t * factors.step + unit / 16 * factors.stride + n * 16 + unit % 16]
        }
      }
    }
  }

  @Test func `the realised drop fraction is counted once per sequence`() {
    var fixture = RecurrentFixture(units: 64, dropout: RecurrentDropout(state: .tied(rate: Rate(0.3))))
    fixture.examples = (0..<200).map { UInt32($0) }
    let layer = fixture.layer()
    _ = fixture.run(layer, pass: fixture.training)
    let site = layer.noise.sites[0]
    #expect(site.name == "recurrent.recurrent")
    let fraction = site.dropFraction ?? 0
    // 12 800 draws: five standard deviations are .0203.
    #expect((fraction - 0.3).magnitude < 0.0203)
    _ = fixture.run(layer, pass: .evaluation)
    #expect(site.dropFraction == fraction)
  }

  @Test func `learned arrays are named as those of the equivalent module`() {
    let names = RecurrentFixture().layer().parameters.map(\.name)
    #expect(
      names == ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"].map { "recurrent.\($0)" })
  }
}
