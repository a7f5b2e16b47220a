import CKernels
import Testing

/// A recurrence with its own memory, weights and factors of every kind.
private final class RecurrenceFixture {
  let kind: dl_recurrence_kind
  let steps = 3
  let examples = 11
  let units: Int
  private let padded: Int
  private let rows: Int
  private var memory: [UnsafeMutablePointer<Float>] = []
  private(set) var pass = dl_recurrence()
  private(set) var pullback = dl_recurrence_pullback()
  let weights: [Float]
  let starts: [Float]

  init(_ kind: dl_recurrence_kind, units: Int = 20, noisy: Bool) {
    (self.kind, self.units) = (kind, units)
    (padded, rows) = (dl_panels(units) * 16, 3 * 11)
    let slots = kind == DL_LSTM ? 4 : 3
    weights = PanelFixture(rows: units, columns: slots * padded, seed: 1).values
    starts = PanelFixture(rows: rows, columns: 4 * padded, seed: 2).values
    pass = dl_recurrence(
      kind: kind, steps: steps, examples: examples, units: units, weights: filled(units, slots * padded, seed: 1),
      bias: filled(1, padded, seed: 3), gates: filled(rows, 4 * padded, seed: 2), states: zeros(rows * padded),
      operands: zeros(rows * padded), cells: zeros(rows * padded), squashed: zeros(rows * padded),
      recurrent: factors(noisy, seed: 4), candidate: factors(noisy, seed: 5), cell: factors(noisy, seed: 6),
      moving_cell: factors(noisy, seed: 7), moving_state: factors(noisy, seed: 8))
    let transposed = zeros(dl_panels(units) * slots * padded * 16)
    dl_transpose_weights(
      pass.weights, units, slots * padded, transposed, 0, slots * dl_panels(units), DL_PATH_FASTEST)
    pullback = dl_recurrence_pullback(
      transposed: transposed, gradient: filled(rows, padded, seed: 9), only_last: 0, through: zeros(examples * padded),
      past: zeros(examples * padded), cell: zeros(examples * padded))
  }

  deinit { for block in memory { block.deallocate() } }

  private func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let block = UnsafeMutablePointer<Float>.allocate(capacity: count)
    block.initialize(repeating: 0, count: count)
    memory.append(block)
    return block
  }

  private func filled(_ rows: Int, _ columns: Int, seed: UInt64) -> UnsafeMutablePointer<Float> {
    let values = PanelFixture(rows: rows, columns: columns, seed: seed).panels()
    let block = zeros(values.count)
    for (place, value) in values.enumerated() { block[place] = value }
    return block
  }

  private func factors(_ noisy: Bool, seed: UInt64) -> dl_step_factors {
    guard noisy else { return dl_step_factors(values: nil, step: 0, stride: 0) }
    return dl_step_factors(
      values: filled(rows, padded, seed: seed), step: examples * DL_PANEL, stride: rows * DL_PANEL)
  }

  /// The states, the gradients of all sums and those of the weights after a pass and its pullback.
  func run(_ path: dl_path, cuts: [Int]? = nil) -> (states: [Float], sums: [Float], weights: [Float]) {
    let ranges = Array(zip(cuts ?? [0, examples], (cuts ?? [0, examples]).dropFirst()))
    for (first, last) in ranges { dl_recurrence_forward(&pass, first, last, path) }
    let states = Array(UnsafeBufferPointer(start: pass.states, count: rows * padded))
    for (first, last) in ranges { dl_recurrence_backward(&pass, &pullback, first, last, path) }
    var gradient = [Float](repeating: .nan, count: weights.count)
    let panels = weights.count / units / 16
    for (first, last) in cuts == nil ? [(0, panels)] : [(0, 1), (1, panels)] {
      dl_recurrence_gradient(&pass, &gradient, first, last, path)
    }
    return (states, Array(UnsafeBufferPointer(start: pass.gates, count: rows * 4 * padded)), gradient)
  }

  /// The states of the plain layer, one scalar chain per sum.
  func chainStates() -> [Float] {
    var all: [Float] = []
    var state = [[Float]](repeating: [Float](repeating: 0, count: units), count: examples)
    var memory = state
    for t in 0..<steps {
      for n in 0..<examples {
        let entering = t > 0 ? state[n] : []
        func sum(_ slot: Int, start: Float) -> (Int) -> Float {
          { unit in
            entering.indices.reduce(start) {
              $0.addingProduct(entering[$1], self.weight($1, slot * self.padded + unit))
            }
          }
        }
        for unit in 0..<units {
          let start = (0..<4).map { starts[(t * examples + n) * 4 * padded + $0 * padded + unit] }
          if kind == DL_LSTM {
            let a = (0..<4).map { sum($0, start: start[$0])(unit) }
            let (i, f, g, o) = (sigmoid(a[0]), sigmoid(a[1]), hyperbolic(a[2]), sigmoid(a[3]))
            memory[n][unit] = (i * g).addingProduct(f, memory[n][unit])
            state[n][unit] = o * hyperbolic(memory[n][unit])
          } else {
            let (r, z) = (sigmoid(sum(0, start: start[1])(unit)), sigmoid(sum(1, start: start[2])(unit)))
            let m = sum(2, start: pass.bias[unit])(unit)
            let new = hyperbolic(start[0].addingProduct(r, m))
            state[n][unit] = ((1 - z) * new).addingProduct(z, entering.isEmpty ? 0 : entering[unit])
          }
        }
        all += state[n]
      }
    }
    return all
  }

  private func weight(_ k: Int, _ column: Int) -> Float { weights[k * (weights.count / units) + column] }

  private func sigmoid(_ x: Float) -> Float {
    var y: Float = 0
    dl_sigmoid_f32([x], &y, 1, DL_PATH_PORTABLE)
    return y
  }

  private func hyperbolic(_ x: Float) -> Float {
    var y: Float = 0
    dl_tanh_f32([x], &y, 1, DL_PATH_PORTABLE)
    return y
  }
}

struct RecurrentTests {
  @Test(arguments: [DL_LSTM.rawValue, DL_GRU.rawValue], [false, true])
  func `every path and any split of the batch gives the same bits`(kind: UInt32, noisy: Bool) {
    let kind = dl_recurrence_kind(rawValue: kind)
    let expected = RecurrenceFixture(kind, noisy: noisy).run(DL_PATH_PORTABLE)
    #expect(expected.weights.allSatisfy { $0.isFinite } && expected.weights.contains { $0 != 0 })
    for path in ProductsTests.paths {
      for cuts in [nil, [0, 1, 9, 11]] {
        let found = RecurrenceFixture(kind, noisy: noisy).run(path, cuts: cuts)
        #expect(found.states == expected.states, "states \(path)")
        #expect(found.sums == expected.sums, "gradients of the sums \(path)")
        #expect(found.weights == expected.weights, "gradients of the weights \(path)")
      }
    }
  }

  @Test(arguments: [DL_LSTM.rawValue, DL_GRU.rawValue])
  func `states have the bits of scalar chains and of the functions for arrays`(kind: UInt32) {
    let fixture = RecurrenceFixture(dl_recurrence_kind(rawValue: kind), noisy: false)
    let panels = fixture.run(DL_PATH_FASTEST).states
    var states = [Float](repeating: 0, count: 33 * 20)
    dl_scatter_rows(panels, 33, 20, &states)
    #expect(states == fixture.chainStates())
  }
}
