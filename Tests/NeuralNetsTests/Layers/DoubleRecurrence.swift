import Foundation
import NeuralNets
import Randomness
import Specifications

/// The formulas of LSTM and GRU written out one number at a time in Double, with masks asked from their addresses.
struct DoubleRecurrence {
  var cell: RecurrentCell
  var steps: Int
  var inputs: Int
  var units: Int
  var dropout = RecurrentDropout()
  /// Row-major W, U, b, b'.
  var arrays: [[Double]]
  var pass: ForwardPass
  var examples: [UInt32]
  var name = "recurrent"

  /// r / p, or r where `scaled` is false, of one unit in training; 1 or p at evaluation.
  private func factor(_ part: String, _ rate: Rate, unit: Int, example: UInt32, scaled: Bool = true) -> Double {
    guard let source = pass.noise(of: "\(name).\(part)") else { return scaled ? 1 : rate.retention }
    let word = source.stream.words(block: unit / 4, example: Int(example), step: source.step)[unit % 4]
    let isKept = Double(word >> 8) < (rate.retention * 0x1p24).rounded(.up)
    return isKept ? (scaled ? 1 / rate.retention : 1) : 0
  }

  private func weight(_ row: Int, _ column: Int) -> Double {
    let value = arrays[1][row * units + column]
    guard dropout.weights.dropping > 0, let source = pass.noise(of: "\(name).weights") else { return value }
    let weight = MaskedWeight(source: source, example: 0, inputs: units)
    return value * weight.factor(dropout.weights.rate, output: row, input: column)
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// The states of all steps, rows of step · examples + example, from rows of inputs in the same order.
  func states(_ features: [Double]) -> [Double] {
    var all: [Double] = []
    let count = examples.count
    var state = [[Double]](repeating: [Double](repeating: 0, count: units), count: count)
    var memory = state
    let recurrentWeights = (0..<cell.gates * units).map { row in (0..<units).map { weight(row, $0) } }
    for t in 0..<steps {
      for n in 0..<count {
        let place = Place(t: t, example: examples[n])
        let row = Array(features[(t * count + n) * inputs..<(t * count + n + 1) * inputs])
        let x = row.indices.map { i in
          dropout.input.dropping > 0
            ? row[i] * factor("input", dropout.input.rate, unit: i, example: examples[n]) : row[i]
        }
        let operand = state[n].indices.map { state[n][$0] * recurrentFactor($0, place) }
        let fromInput = sums(x, weights: { arrays[0][$0 * inputs + $1] }, bias: arrays[2])
        let fromState = sums(operand, weights: { recurrentWeights[$0][$1] }, bias: arrays[3])
        switch cell {
        case .lstm: stepLSTM(fromInput, fromState, place, &state[n], &memory[n])
        case .gru: stepGRU(fromInput, fromState, place, &state[n])
        }
        all += state[n]
      }
    }
    return all
  }

  private struct Place {
    let t: Int
    let example: UInt32
  }

  private func sums(_ values: [Double], weights: (Int, Int) -> Double, bias: [Double]) -> [Double] {
    (0..<cell.gates * units).map { row in
      values.indices.reduce(bias[row]) { $0 + weights(row, $1) * values[$1] }
    }
  }

  private func recurrentFactor(_ unit: Int, _ place: Place) -> Double {
    switch dropout.state {
    case .tied(let rate): factor("recurrent", rate, unit: unit, example: place.example)
    case .perStep(let rate): factor("recurrent", rate, unit: place.t * units + unit, example: place.example)
    case .none, .cell, .candidate, .zoneout, .scheduled: 1
    }
  }

  private func candidateFactor(_ unit: Int, _ place: Place) -> Double {
    guard case .candidate(let rate) = dropout.state else { return 1 }
    return factor("candidate", rate, unit: place.t * units + unit, example: place.example)
  }

  private func cellFactor(_ unit: Int, _ place: Place) -> Double {
    guard case .cell(let rate) = dropout.state else { return 1 }
    return factor("cell", rate, unit: place.t * units + unit, example: place.example)
  }

  /// The shares of c and h that move.
  private func moving(_ unit: Int, _ place: Place) -> (cell: Double, state: Double) {
    guard case .zoneout(let cell, let hidden) = dropout.state else { return (1, 1) }
    let unit = place.t * units + unit
    return (
      factor("cellZoneout", cell, unit: unit, example: place.example, scaled: false),
      factor("stateZoneout", hidden, unit: unit, example: place.example, scaled: false)
    )
  }

  private func stepLSTM(
    _ fromInput: [Double], _ fromState: [Double], _ place: Place, _ state: inout [Double], _ memory: inout [Double]
  ) {
    func sum(_ gate: Int, _ unit: Int) -> Double { fromInput[gate * units + unit] + fromState[gate * units + unit] }
    for unit in 0..<units {
      let (i, f, o) = (sigmoid(sum(0, unit)), sigmoid(sum(1, unit)), sigmoid(sum(3, unit)))
      let g = tanh(sum(2, unit)) * candidateFactor(unit, place)
      let reached = (f * memory[unit] + i * g) * cellFactor(unit, place)
      let share = moving(unit, place)
      memory[unit] = share.cell * reached + (1 - share.cell) * memory[unit]
      state[unit] = share.state * o * tanh(reached) + (1 - share.state) * state[unit]
    }
  }

  private func stepGRU(_ fromInput: [Double], _ fromState: [Double], _ place: Place, _ state: inout [Double]) {
    for unit in 0..<units {
      let r = sigmoid(fromInput[unit] + fromState[unit])
      let z = sigmoid(fromInput[units + unit] + fromState[units + unit])
      let n = tanh(fromInput[2 * units + unit] + r * fromState[2 * units + unit]) * candidateFactor(unit, place)
      let reached = ((1 - z) * n + z * state[unit]) * cellFactor(unit, place)
      let share = moving(unit, place).state
      state[unit] = share * reached + (1 - share) * state[unit]
    }
  }
}

// MARK: - Central differences

/// The gradient of a function of a list of numbers by central differences.
func centralDifferences(_ point: [Double], _ function: ([Double]) -> Double) -> [Double] {
  let width = 1e-5
  return point.indices.map { index in
    var (above, below) = (point, point)
    above[index] += width
    below[index] -= width
    return (function(above) - function(below)) / (2 * width)
  }
}
