import CKernels
import Tensors

/// A learned table whose rows are looked up, [rows × columns] as PyTorch has it, with a copy that has rows side by side.
struct LearnedTable {
  let parameter: Parameter
  /// `[column panel][row][16]`.
  let rows: PanelMatrix
  private let gradient: PanelMatrix

  /// Draws first values by `initialization`, as of a layer from `rows` inputs to `columns` outputs.
  init(name: String, rows count: Int, columns: Int, values: [Float], learning: Learning) {
    parameter = Parameter(
      name: name, shape: [count, columns], kind: .weight, values: PanelMatrix(rows: columns, columns: count),
      learning: learning)
    parameter.set(values)
    rows = PanelMatrix(rows: count, columns: columns)
    gradient = PanelMatrix(rows: count, columns: columns)
  }

  /// Makes the rows agree with the parameter.
  func refresh() { turn(parameter.values, into: rows) }

  /// Takes the gradient that `fill` writes in the layout of `rows`.
  func storeGradient(_ fill: (UnsafeMutablePointer<Float>) -> Void) {
    fill(gradient.base)
    turn(gradient, into: parameter.gradient)
  }

  private func turn(_ from: PanelMatrix, into to: PanelMatrix) {
    dl_transpose_weights(from.base, from.capacity, from.columns, to.base, 0, from.panels, DL_PATH_FASTEST)
  }
}
