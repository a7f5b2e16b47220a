import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors

/// A small recurrent layer with a batch.
struct RecurrentFixture {
  var cell = RecurrentCell.lstm
  var steps = 4
  var inputs = 3
  var units = 5
  var returned = RecurrentLayer.Output.all
  var dropout = RecurrentDropout()
  var examples: [UInt32] = [7, 59_999]
  let plan = RandomPlan(seed: 11).replicate(1)

  static let learning = Learning(.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false))

  var training: ForwardPass { .training(plan, step: 3) }

  func layer(isFirst: Bool = false, capacity: Int? = nil) -> RecurrentLayer {
    let layer = RecurrentLayer(
      cell, name: "recurrent", steps: steps, inputs: inputs, units: units, returned: returned, dropout: dropout,
      isFirst: isFirst, capacity: capacity ?? examples.count, learning: Self.learning, plan: plan)
    for (index, parameter) in layer.parameters.enumerated() {
      parameter.set(numbers(parameter.rowMajor.count, seed: index + 1, scale: 0.8))
    }
    return layer
  }

  /// Values in (−scale, scale), exact in Float.
  func numbers(_ count: Int, seed: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { Float(($0 * 7919 + seed * 104_729 + 31) % 1021) / 512 * scale - scale }
  }

  /// Rows of step · examples + example that depend on the example's position only; some inputs are zero.
  var features: [Float] {
    (0..<steps).flatMap { t in
      examples.flatMap { example in
        (0..<inputs).map { i -> Float in
          let place = Int(example) * 31 + t * 7 + i * 3
          return place % 4 == 0 ? 0 : Float(place % 97) / 48 - 1
        }
      }
    }
  }

  /// What the loss multiplies every output with.
  var slopes: [Float] {
    let rows = returned == .all ? steps * examples.count : examples.count
    return numbers(rows * units, seed: 9)
  }

  /// The output in row-major order.
  func run(_ layer: RecurrentLayer, pass: ForwardPass) -> [Float] {
    let rows = steps * examples.count
    let input = PanelMatrix(rows: rows, columns: inputs)
    input.fill(from: features, rows: rows)
    let output = PanelMatrix(rows: layer.output.positions * examples.count, columns: units)
    let lists = ScalarLists(layer.lists(capacity: examples.count))
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: pass, examples: $0), lists: lists)
    }
    return output.rowMajor(rows: output.capacity)
  }

  /// Runs a pass and its pullback; returns the gradient of the inputs, row-major.
  func pullBack(_ layer: RecurrentLayer, pass: ForwardPass) -> [Float] {
    _ = run(layer, pass: pass)
    let rows = steps * examples.count
    let input = PanelMatrix(rows: rows, columns: inputs)
    input.fill(from: features, rows: rows)
    let gradient = PanelMatrix(rows: layer.output.positions * examples.count, columns: units)
    gradient.fill(from: slopes, rows: gradient.capacity)
    let previous = PanelMatrix(rows: rows, columns: inputs)
    layer.pullback(input, gradient, examples: examples.count, into: previous)
    return previous.rowMajor(rows: rows)
  }

  /// The same layer in Double.
  func reference(_ layer: RecurrentLayer, pass: ForwardPass) -> DoubleRecurrence {
    DoubleRecurrence(
      cell: cell, steps: steps, inputs: inputs, units: units, dropout: dropout,
      arrays: layer.parameters.map { $0.rowMajor.map(Double.init) }, pass: pass, examples: examples)
  }
}
