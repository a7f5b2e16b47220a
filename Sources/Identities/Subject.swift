import CKernels
import NeuralNets
import Randomness
import Tensors

/// What the checks exercise: the noise and the passes of this package, or a fault that a test planted.
package struct Subject: Sendable {
  /// The factors that a site applies to a batch in a pass, [examples × units] row-major.
  package var factors: @Sendable (NoiseRequest) -> [Float]
  /// The pass that evaluates.
  package var evaluation: ForwardPass
  /// The factors of a recurrent layer's masks at every step.
  package var sequences: @Sendable (SequenceRequest) -> SequenceFactors
  /// What a network makes of the dropout it is given.
  package var placement: @Sendable (DropoutPlacement) -> DropoutPlacement

  package init(
    factors: @escaping @Sendable (NoiseRequest) -> [Float], evaluation: ForwardPass,
    sequences: @escaping @Sendable (SequenceRequest) -> SequenceFactors = { $0.factors },
    placement: @escaping @Sendable (DropoutPlacement) -> DropoutPlacement = { $0 }
  ) {
    self.factors = factors
    self.evaluation = evaluation
    self.sequences = sequences
    self.placement = placement
  }

  /// The package as it is.
  package static let current = Subject(factors: { $0.factors }, evaluation: .evaluation)
}

/// A question for the noise of one site in one pass.
package struct NoiseRequest: Sendable {
  package var dropout: Dropout
  /// The path name of the site.
  package var site = "hidden1"
  package var pass: ForwardPass
  package var examples: [UInt32]
  package var units: Int { shape.units }
  /// What the noise acts on; one position unless told.
  package var shape: MapShape
  /// The matrix of weights that the noise acts on; nil for activations.
  package private(set) var weights: WeightMatrix?

  package init(_ dropout: Dropout, site: String, pass: ForwardPass, examples: [UInt32], weights: WeightMatrix) {
    self.init(dropout, site: site, pass: pass, examples: examples, units: weights.units)
    self.weights = weights
  }

  package init(_ dropout: Dropout, site: String = "hidden1", pass: ForwardPass, examples: [UInt32], units: Int) {
    self.dropout = dropout
    self.site = site
    self.pass = pass
    self.examples = examples
    shape = MapShape(channels: units)
  }

  package init(_ dropout: Dropout, site: String = "maps1", pass: ForwardPass, examples: [UInt32], shape: MapShape) {
    self.dropout = dropout
    self.site = site
    self.pass = pass
    self.examples = examples
    self.shape = shape
  }

  /// The factors of the package's own noise site: what it makes of ones, [examples × positions × channels].
  package var factors: [Float] {
    let noise = NoiseSite(name: site, dropout: dropout, shape: shape, weights: weights, capacity: examples.count)
    if let weights {
      examples.withUnsafeBufferPointer { noise.prepare(pass, examples: $0) }
      return examples.indices.flatMap { weights.factors(of: noise.noise, example: $0) }
    }
    let rows = examples.count * shape.positions
    let matrix = PanelMatrix(rows: rows, columns: shape.channels)
    examples.withUnsafeBufferPointer { noise.prepare(pass, examples: $0) }
    matrix.fill(from: [Float](repeating: 1, count: rows * shape.channels), rows: rows)
    noise.apply(to: matrix, examples: examples.count)
    let found = matrix.rowMajor(rows: rows)
    return examples.indices.flatMap { example in
      (0..<shape.positions).flatMap { position -> ArraySlice<Float> in
        let row = position * examples.count + example
        return found[row * shape.channels..<(row + 1) * shape.channels]
      }
    }
  }
}

/// A question for the masks of a recurrent layer in one pass.
package struct SequenceRequest: Sendable {
  package var dropout: RecurrentDropout
  package var pass: ForwardPass
  package var examples: [UInt32]
  package var steps: Int
  package var units: Int

  package init(_ dropout: RecurrentDropout, pass: ForwardPass, examples: [UInt32], steps: Int, units: Int) {
    self.dropout = dropout
    self.pass = pass
    self.examples = examples
    self.steps = steps
    self.units = units
  }

  /// The factors of the package's own masks: what they make of ones.
  package var factors: SequenceFactors {
    let noise = RecurrentNoise(
      dropout, name: "lstm1", cell: .lstm, steps: steps, inputs: units, units: units, capacity: examples.count)
    examples.withUnsafeBufferPointer { noise.prepare(pass, examples: $0) }
    return SequenceFactors(input: factors(of: noise.input), recurrent: factors(of: noise.recurrent))
  }

  private func factors(of noise: SequenceNoise) -> [[Float]] {
    let rows = steps * examples.count
    let matrix = PanelMatrix(rows: rows, columns: units)
    matrix.fill(from: [Float](repeating: 1, count: rows * units), rows: rows)
    // Without noise there is nothing to multiply by.
    if noise.current.values != nil {
      noise.multiply(matrix, steps: steps, examples: examples.count, into: matrix)
    }
    let found = matrix.rowMajor(rows: rows)
    let size = examples.count * units
    return (0..<steps).map { Array(found[$0 * size..<($0 + 1) * size]) }
  }
}

/// The factors on a recurrent layer's inputs and on its state, step by step, each [examples × units].
package struct SequenceFactors: Hashable, Sendable {
  package var input: [[Float]]
  package var recurrent: [[Float]]

  package init(input: [[Float]], recurrent: [[Float]]) {
    self.input = input
    self.recurrent = recurrent
  }
}
