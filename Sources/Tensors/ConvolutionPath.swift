import CKernels

/// Which kernel computes the gradient of a convolution's weights; `automatic` is a fixed function of shape and density.
package enum WeightGradientPath: Hashable, Sendable {
  case automatic, dense
  /// Skips zeros of the input.
  case inputLists
  /// Skips zeros of the output's gradient; not for images.
  case gradientLists

  /// Rows that one list runs over, about.
  private static let length = 128

  /// The kernel that runs: lists of the sparser side, if they pay.
  func resolved(
    _ shape: ConvolutionShape, _ input: PanelMatrix, from source: Convolution.Source, _ gradient: PanelMatrix,
    examples: Int
  ) -> WeightGradientPath {
    guard self == .automatic else { return self }
    // An input meets every stride-th tap of a row.
    let inputTaps = max(1, shape.x.kernel / shape.x.stride)
    switch source {
    case .image:
      return DensitySample(of: input, rows: examples).pays(length: examples, sums: inputTaps) ? .inputLists : .dense
    case .maps:
      // One tap per list never pays.
      guard shape.x.kernel > 1 else { return .dense }
      let inputs = DensitySample(of: input, rows: shape.inputPositions * examples)
      let gradients = DensitySample(of: gradient, rows: shape.outputPositions * examples)
      let inputsPay = inputs.pays(length: Self.length, sums: inputTaps)
      let gradientsPay = gradients.pays(length: Self.length, sums: shape.x.kernel)
      if inputsPay && gradientsPay { return inputs.isSparser(than: gradients) ? .inputLists : .gradientLists }
      return inputsPay ? .inputLists : gradientsPay ? .gradientLists : .dense
    }
  }
}

extension ProductPath {
  /// Whether a convolution skips the zeros of these scalars, in lists of `length` that add to `sums` sums at once.
  func skipsZeros(of scalars: PanelMatrix, rows: Int, length: Int, sums: Int) -> Bool {
    switch self {
    case .dense: false
    case .lists: true
    case .automatic: DensitySample(of: scalars, rows: rows).pays(length: length, sums: sums)
    }
  }
}

/// How much of a matrix is not zero, by a sample.
private struct DensitySample {
  let nonzero: Int
  let count: Int

  init(of matrix: PanelMatrix, rows: Int) {
    var sampled = 0
    nonzero = dl_sample_nonzero(matrix.base, matrix.count(rows: rows), &sampled)
    // The columns that fill up the last panel are zero, and no product multiplies by them.
    count = sampled * matrix.columns / (matrix.panels * Int(DL_PANEL))
  }

  func pays(length: Int, sums: Int) -> Bool { dl_convolution_runs_from_lists(nonzero, count, length, sums) != 0 }

  func isSparser(than other: DensitySample) -> Bool { nonzero * other.count <= other.nonzero * count }
}
