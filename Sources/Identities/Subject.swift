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

  package init(factors: @escaping @Sendable (NoiseRequest) -> [Float], evaluation: ForwardPass) {
    self.factors = factors
    self.evaluation = evaluation
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
  package var units: Int

  package init(_ dropout: Dropout, site: String = "hidden1", pass: ForwardPass, examples: [UInt32], units: Int) {
    self.dropout = dropout
    self.site = site
    self.pass = pass
    self.examples = examples
    self.units = units
  }

  /// The factors of the package's own noise site: what it makes of ones.
  package var factors: [Float] {
    let noise = NoiseSite(name: site, dropout: dropout, units: units, capacity: examples.count)
    let matrix = PanelMatrix(rows: examples.count, columns: units)
    examples.withUnsafeBufferPointer { noise.prepare(pass, examples: $0) }
    var factor = noise.noise
    matrix.fill(from: [Float](repeating: 1, count: examples.count * units), rows: examples.count)
    dl_apply_noise(matrix.base, examples.count, &factor, 0, matrix.panels, DL_PATH_FASTEST)
    return matrix.rowMajor(rows: examples.count)
  }
}
