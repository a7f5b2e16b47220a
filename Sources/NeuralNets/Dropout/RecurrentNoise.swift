import CKernels
import Specifications

/// The noise of a recurrent layer: the sites that its dropout asks for, none for those that are off.
package struct RecurrentNoise {
  /// On the inputs, one mask per sequence: `<layer>.input`.
  package let input: SequenceNoise
  /// On h as it enters the products: `<layer>.recurrent`.
  package let recurrent: SequenceNoise
  /// On the candidate: `<layer>.candidate`.
  package let candidate: SequenceNoise
  /// On the memory: `<layer>.cell`.
  package let cell: SequenceNoise
  /// The share of c and h that moves: `<layer>.cellZoneout`, `<layer>.stateZoneout`.
  package let movingCell: SequenceNoise
  package let movingState: SequenceNoise
  /// On the recurrent weights, one mask per batch: `<layer>.weights`.
  package let weights: NoiseSite

  package init(
    _ dropout: RecurrentDropout, name: String, cell kind: RecurrentCell, steps: Int, inputs: Int, units: Int,
    capacity: Int
  ) {
    let rates = StateRates(dropout.state.variant)
    func noise(_ part: String, _ rate: Rate, tied: Bool = false, columns: Int, _ convention: Convention = .inverted)
      -> SequenceNoise
    {
      SequenceNoise(
        name: "\(name).\(part)", rate: rate, curve: dropout.state.curve, convention: convention,
        steps: tied ? nil : steps, columns: columns, capacity: capacity)
    }
    input = SequenceNoise(
      name: "\(name).input", rate: dropout.input.rate, curve: dropout.input.curve, steps: nil, columns: inputs,
      capacity: capacity)
    recurrent = noise("recurrent", rates.recurrent, tied: rates.isTied, columns: units)
    candidate = noise("candidate", rates.candidate, columns: units)
    cell = noise("cell", rates.cell, columns: units)
    // A share that moves is a classic mask: 0 or 1 in training, its mean at evaluation.
    movingCell = noise("cellZoneout", kind == .lstm ? rates.cellZoneout : Rate(0), columns: units, .classic)
    movingState = noise("stateZoneout", rates.stateZoneout, columns: units, .classic)
    weights = NoiseSite(
      name: "\(name).weights", rate: dropout.weights.rate, curve: dropout.weights.curve,
      weights: WeightMatrix(inputs: units, outputs: kind.gates * units), capacity: 1)
  }

  /// Draws all the noise of a batch.
  package func prepare(_ pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>) {
    for noise in sequenceNoises { noise.prepare(pass, examples: examples) }
    withUnsafePointer(to: 0) { weights.prepare(pass, examples: UnsafeBufferPointer(start: $0, count: 1)) }
  }

  /// Every site that drops something, in the order above.
  package var sites: [NoiseSite] {
    (sequenceNoises.map(\.site) + [weights]).filter { $0.dropout != .none }
  }

  private var sequenceNoises: [SequenceNoise] { [input, recurrent, candidate, cell, movingCell, movingState] }
}

/// The rate of every place on the state, zero where the noise is elsewhere.
private struct StateRates {
  var recurrent = Rate(0)
  var isTied = false
  var candidate = Rate(0)
  var cell = Rate(0)
  var cellZoneout = Rate(0)
  var stateZoneout = Rate(0)

  init(_ noise: StateNoise) {
    switch noise {
    case .none, .scheduled: break
    case .tied(let rate): (recurrent, isTied) = (rate, true)
    case .perStep(let rate): recurrent = rate
    case .cell(let rate): cell = rate
    case .candidate(let rate): candidate = rate
    case .zoneout(let cell, let hidden): (cellZoneout, stateZoneout) = (cell, hidden)
    }
  }
}
