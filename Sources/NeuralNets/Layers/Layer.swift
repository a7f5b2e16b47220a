import Tensors

/// A stage of a network: a closed list, so that each kind must say how it runs forward, pulls back and learns.
///
/// A stage reads one matrix of values and writes the next one, or works in place on the one it reads.
package enum Layer {
  /// z = W h + b.
  case dense(DenseLayer)
  /// h = noise ⊙ a(z), in place.
  case activation(ActivationSite)

  /// Whether the stage writes into the matrix it reads.
  package var isInPlace: Bool {
    switch self {
    case .dense: false
    case .activation: true
    }
  }
}

/// What every stage is told of a batch.
package struct LayerBatch {
  package let pass: ForwardPass
  /// Positions in the data set, one per row.
  package let examples: UnsafeBufferPointer<UInt32>
  package var rows: Int { examples.count }
}

// MARK: - Forward

extension Layer {
  func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    switch self {
    case .dense(let layer): layer.forward(input, rows: batch.rows, into: output, lists: lists)
    case .activation(let site): site.forward(output, rows: batch.rows, pass: batch.pass, examples: batch.examples)
    }
  }
}

// MARK: - Pullback

extension Layer {
  /// Pulls `gradient`, of the values `output`, back; `previous` takes the gradient of the stage's input if there is one.
  func pullback(
    _ output: PanelMatrix, _ gradient: PanelMatrix, rows: Int, into previous: PanelMatrix?, lists: ScalarLists
  ) {
    switch self {
    case .dense(let layer):
      if let previous { layer.inputGradient(gradient, rows: rows, into: previous, lists: lists) }
    case .activation(let site): site.pullback(output, gradient, rows: rows)
    }
  }

  /// Moves the weights of the stage, if it has any, by one step; call after `pullback`.
  func update(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, by step: UpdateStep) {
    switch self {
    case .dense(let layer): layer.update(input, gradient, rows: rows, by: step)
    case .activation: break
    }
  }
}
